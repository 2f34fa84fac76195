"""« Faire lire mon projet »: asked, answered, seen, and who may open it, without scripts."""

from uuid import UUID

import sqlalchemy as sa

from learning.services.project_given import keep_typed, read_form
from learning.storage.follow_up import consultation
from tests.support.client import PageClient, Reply
from tests.support.pages import Form, Page
from tests.support.small_site import SmallSite, as_trainer

WORDS = "Votre prix est clair.\n<script>alert(1)</script> Comptez le trajet."
PROMISE = (
    "Votre conseiller ne lit votre projet que si vous l’acceptez. La direction peut le faire "
    "ouvrir\u00a0; cette ouverture est notée et vous la voyez."
)
QUEUE = "/formateur/a-lire/projets"


def fill_price(small: SmallSite, who: str = "alix", price: str = "18") -> PageClient:
    """Let a learner fill in a sheet."""
    client = small.signed_in(who, terminal="127.0.0.3")
    client.send(client.get("/projet/prix").page.form("prix"), {"prix": price})
    return client


def press(client: PageClient, action: str, url: str = "/projet") -> Reply:
    """Press the button of a form."""
    return client.send(client.get(url).page.form(action=action))


def asked(small: SmallSite, who: str = "alix") -> PageClient:
    """Let a learner fill in a sheet and ask for a reading."""
    client = fill_price(small, who)
    press(client, "/projet/lecture")
    return client


def desk(small: SmallSite, who: str = "alix") -> str:
    """Where a trainer reads a learner's project."""
    return f"{QUEUE}/{small.accounts[who].id}"


def follow_url(small: SmallSite, who: str = "alix") -> str:
    """A learner's page."""
    return f"/suivi/apprenants/{small.accounts[who].id}"


def form_of(page: Page) -> Form:
    """The form of reading."""
    return page.form("commentaire-prix")


def openings(small: SmallSite) -> list[str]:
    """The pages whose opening is written."""
    with small.program.reading() as work:
        rows = work.connection.execute(sa.select(consultation.c.page).order_by(consultation.c.at))
        return list(rows.scalars())


def test_a_reading_is_asked_given_and_seen(small: SmallSite) -> None:
    assert "Remplissez d’abord une feuille" in small.signed_in().get("/projet").text
    learner = asked(small)
    assert "Lecture demandée le" in learner.get("/accueil").text
    trainer = small.signed_in("trainer")
    assert "1 projet attend votre lecture." in trainer.get("/equipe").text
    assert "Projets 1" in trainer.get("/formateur/a-lire").text
    assert "Alix" in trainer.get(QUEUE).text
    page = trainer.get(desk(small)).page
    assert "Alix" not in page.title
    assert "18" in page.text
    sent = trainer.send(form_of(page), {"commentaire-prix": WORDS})
    assert "Votre lecture est envoyée." in sent.text
    assert "Aucun projet n’attend" in sent.text
    for url in ("/accueil", "/projet"):
        assert "Un formateur a lu votre projet." in learner.get(url).text
    sheet = learner.get("/projet/prix").page
    assert "Votre prix est clair.\n&lt;script&gt;" in sheet.html
    assert "C’est la version actuelle." in sheet.text
    assert "Trainer" not in sheet.text
    press(learner, "/projet/lecture/lu", "/accueil")
    assert "a lu votre projet" not in learner.get("/accueil").text
    fill_price(small, price="20")
    after = learner = small.signed_in()
    assert "Vous avez changé la feuille depuis." in after.get("/projet/prix").text
    assert "Sur la version 1." in learner.get("/projet").text
    acts = [one.action for one in small.audited() if one.action.startswith("projet.")]
    assert acts == ["projet.lecture_demandee", "projet.lecture_faite", "projet.lecture_vue"]


def test_a_request_is_taken_back(small: SmallSite) -> None:
    learner = asked(small)
    page = press(learner, "/projet/lecture/retirer").page
    assert page.form(action="/projet/lecture").method == "post"
    assert small.signed_in("trainer").get(desk(small)).status == 403
    assert openings(small) == []


def test_what_is_asked_without_a_sheet_is_refused(small: SmallSite) -> None:
    learner = small.signed_in()
    token = learner.get("/projet").page.form(action="/projet/permission").values["csrf_token"]
    assert learner.post("/projet/lecture", {"csrf_token": token}).status == 422


def test_a_project_of_another_group_is_not_there(small: SmallSite) -> None:
    asked(small, "chloe")
    trainer, counsellor = small.signed_in("trainer"), small.signed_in("counsellor")
    assert "Chloe" not in trainer.get(QUEUE).text
    assert trainer.get(desk(small, "chloe")).status == 404
    token = trainer.get("/fin").page.form(action="/deconnexion").values["csrf_token"]
    form: dict[str, str | list[str]] = {"csrf_token": token, "commentaire-prix": "Bien."}
    assert trainer.post(desk(small, "chloe"), form).status == 404
    for end in ("/projet", "/projet/direction"):
        assert counsellor.get(follow_url(small, "chloe") + end).status == 404
    assert openings(small) == []


def test_a_project_stays_closed_until_its_learner_agrees(small: SmallSite) -> None:
    fill_price(small)
    counsellor = small.signed_in("counsellor", terminal="127.0.0.9")
    url = follow_url(small)
    page = counsellor.get(url)
    assert "1 sur 15" in page.text
    assert "Vous ne pouvez pas l’ouvrir" in page.text
    assert f"{url}/projet" not in page.page.links
    refused = counsellor.get(f"{url}/projet")
    assert refused.status == 403
    assert "n’a pas encore permis" in refused.text
    assert small.signed_in("trainer").get(desk(small)).status == 403
    assert openings(small) == ["fiche"], "a refused opening is not an opening"
    learner = small.signed_in(terminal="127.0.0.3")
    assert "Personne n’a ouvert votre projet." in learner.get("/projet").text


def test_a_permission_opens_and_the_learner_sees_who_looked(small: SmallSite) -> None:
    learner = fill_price(small)
    assert PROMISE in learner.get("/projet").text
    press(learner, "/projet/permission")
    counsellor = small.signed_in("counsellor", terminal="127.0.0.9")
    url = follow_url(small)
    assert f"{url}/projet" in counsellor.get(url).page.links
    page = counsellor.get(f"{url}/projet")
    assert page.status == 200
    assert "Mon prix" in page.text
    assert not [form for form in page.page.forms if "commentaire" in str(form.names)]
    assert openings(small) == ["fiche", "projet"]
    for where in ("/projet", "/mes-donnees"):
        told = learner.get(where).text
        assert "Votre projet a été ouvert par\u00a0:conseiller, le" in told
    assert learner.get("/mes-donnees").text.count("conseiller, le") == 2
    press(learner, "/projet/permission")
    assert counsellor.get(f"{url}/projet").status == 403


def test_a_project_open_to_the_team_is_listed_and_not_answered(small: SmallSite) -> None:
    learner = fill_price(small)
    press(learner, "/projet/permission")
    trainer = small.signed_in("trainer")
    page = trainer.get(QUEUE)
    assert "Aucun projet n’attend" in page.text
    assert "Ouverts à l’équipe" in page.text
    read = trainer.get(desk(small)).page
    assert "Elle ne demande pas de lecture pour l’instant." in read.text
    assert not [form for form in read.forms if "commentaire-prix" in form.names]
    press(learner, "/projet/lecture")
    assert "Ouverts à l’équipe" not in trainer.get(QUEUE).text


def test_the_management_has_it_opened_and_the_learner_sees_it(small: SmallSite) -> None:
    learner = fill_price(small)
    administrator = small.signed_in("administrator", terminal="127.0.0.9")
    url = follow_url(small)
    assert administrator.get(f"{url}/projet").status == 403
    assert f"{url}/projet/direction" in administrator.get(url).page.links
    assert (
        "Ouvert à la demande de la direction" in administrator.get(f"{url}/projet/direction").text
    )
    assert openings(small) == ["fiche", "projet-direction"]
    assert "administrateur, le" in learner.get("/projet").text
    assert "à la demande de la direction" in learner.get("/projet").text
    counsellor = small.signed_in("counsellor", terminal="127.0.0.8")
    assert f"{url}/projet/direction" not in counsellor.get(url).page.links
    assert counsellor.get(f"{url}/projet/direction").status == 403


def test_what_is_wrong_in_a_reading_is_named_and_nothing_is_lost(small: SmallSite) -> None:
    asked(small)
    trainer = small.signed_in("trainer")
    form = form_of(trainer.get(desk(small)).page)
    empty = trainer.send(form)
    assert empty.status == 422
    assert "Écrivez au moins un commentaire" in empty.text
    long = trainer.send(form, {"commentaire-prix": "x" * 1501})
    assert long.status == 422
    assert "#c-commentaire-prix" in long.page.links
    assert form_of(long.page).values["commentaire-prix"] == ["x" * 1501]
    assert "Lecture demandée" in small.signed_in(terminal="127.0.0.3").get("/projet").text


def test_a_wrong_form_opens_nothing_unseen(small: SmallSite) -> None:
    asked(small)
    trainer = small.signed_in("trainer")
    token = trainer.get("/fin").page.form(action="/deconnexion").values["csrf_token"]
    assert trainer.post(desk(small), {"csrf_token": token}).status == 403


def test_the_second_reading_keeps_what_was_typed(small: SmallSite) -> None:
    asked(small)
    trainer = small.signed_in("trainer")
    form = form_of(trainer.get(desk(small)).page)
    for _ in range(2):
        assert trainer.send(form, {"commentaire-prix": "Bien."}, follow=False).status == 303
    late = trainer.send(form, {"commentaire-prix": "Autre chose."})
    assert late.status == 409
    assert "Autre chose." in late.text
    told = small.signed_in(terminal="127.0.0.3").get("/projet/prix").text
    assert "Bien." in told
    assert "Autre chose." not in told


def test_what_a_trainer_typed_late_is_kept(small: SmallSite) -> None:
    asked(small)
    trainer = small.signed_in("trainer")
    form = form_of(trainer.get(desk(small)).page)
    small.clock.advance(minutes=40)
    reply = trainer.send(form, {"commentaire-prix": "Comptez le trajet."}, follow=False)
    assert reply.location.startswith("/verrou")
    account = small.accounts["trainer"]
    trainer.sign_in(account.identifier, account.phrase)
    page = trainer.get(desk(small)).page
    assert form_of(page).values["commentaire-prix"] == ["Comptez le trajet."]
    assert "Comptez le trajet." not in small.signed_in(terminal="127.0.0.3").get("/projet").text


def test_a_draft_of_one_trainer_is_not_shown_to_the_team(small: SmallSite) -> None:
    learner = asked(small)
    alix: UUID = small.accounts["alix"].id
    with small.program.writing() as work:
        as_trainer(work, small.accounts["trainer"])
        keep_typed(work, alix, read_form({"commentaire-prix": "Pas encore envoyé."}))
    counsellor = small.signed_in("counsellor", terminal="127.0.0.9")
    assert "Pas encore envoyé." not in counsellor.get(f"{follow_url(small)}/projet").text
    assert "Pas encore envoyé." not in learner.get("/projet/prix").text


def test_the_choice_in_a_sheet_is_read_in_words(small: SmallSite) -> None:
    client = asked(small)
    client.send(
        client.get("/projet/idee").page.form("activite"),
        {"activite": "artisanat", "metier": "<b>Coiffeur</b>"},
    )
    page = small.signed_in("trainer").get(desk(small)).page
    assert "Je rends un service manuel" in page.text
    assert "&lt;b&gt;Coiffeur&lt;/b&gt;" in page.html
