"""Help answered, sheets printed in one act: by whom of the team, for whom, once."""

from itertools import pairwise

import pytest

from learning.domain.access import GRANTS, Permission
from tests.support.client import PageClient, Reply
from tests.support.small_site import LESSON, SmallSite

HELPS, PRINTS = "/suivi/demandes", "/suivi/a-imprimer"
SHEETS, PRINTED = f"{PRINTS}/feuilles", f"{PRINTS}/imprimees"
HELPERS = sorted(role.value for role in GRANTS[Permission.ANSWER_HELP])


def ask_everything(small: SmallSite) -> None:
    """A learner of each group asks for help and for sheets."""
    for who in ("alix", "chloe"):
        client = small.signed_in(who, terminal="127.0.0.2")
        client.fill(f"{LESSON}/aide", {"raison": "projet"})
        for sheet in ("/glossaire", LESSON):
            client.send(client.get(sheet).page.form(action="/impressions"))


def answers(page: Reply) -> list[str]:
    """The addresses that answer somebody."""
    return [form.action for form in page.page.forms if form.action.endswith("/repondu")]


@pytest.mark.parametrize("role", HELPERS)
def test_each_helper_sees_and_answers_their_groups(small: SmallSite, role: str) -> None:
    ask_everything(small)
    staff = small.signed_in(role)
    page = staff.get(HELPS)
    everybody = role == "administrator"
    assert "Alix" in page.text
    assert ("Chloe" in page.text) is everybody
    assert len(answers(page)) == 1 + everybody
    form = page.page.form(action=answers(page)[0])
    after = staff.send(form)
    assert "C’est noté" in after.text
    assert len(answers(after)) == everybody
    assert staff.send(form).status == 200, "pressed twice, it is answered once"
    noted = [row for row in small.audited() if row.action == "aide.repondue"]
    assert [row.actor for row in noted] == [small.name(role)]


@pytest.mark.parametrize("role", ["trainer", "counsellor"])
def test_another_groups_request_is_not_found(small: SmallSite, role: str) -> None:
    ask_everything(small)
    admin = small.signed_in("administrator").get(HELPS)
    staff = small.signed_in(role)
    form = staff.get(HELPS).page.form(action=answers(staff.get(HELPS))[0])
    (far,) = set(answers(admin)) - {form.action}
    assert staff.post(far, form.values).status == 404
    everything = small.signed_in("administrator").get(SHEETS).page.form(action=PRINTED)
    sheets = staff.get(SHEETS).page.form(action=PRINTED)
    others = set(everything.values["feuilles"]) - set(sheets.values["feuilles"])
    assert len(others) == 2
    assert staff.post(PRINTED, {**sheets.values, "feuilles": sorted(others)}).status == 404


def test_a_request_taken_back_is_told(small: SmallSite) -> None:
    alix = small.signed_in("alix", terminal="127.0.0.2")
    alix.fill(f"{LESSON}/aide", {"raison": "projet"})
    staff = small.signed_in("counsellor")
    page = staff.get(HELPS)
    back = next(one for one in alix.get(LESSON).page.forms if one.action.endswith("/annuler"))
    alix.send(back)
    gone = staff.send(page.page.form(action=answers(page)[0]), follow=False)
    assert gone.status == 404
    assert "la personne l’a annulée" in gone.text
    assert "Personne de vos groupes n’attend d’aide" in staff.get(HELPS).text


@pytest.mark.parametrize("after", ["https://ailleurs.example/", "//ailleurs", "/\\ailleurs"])
def test_coming_back_never_leads_out(small: SmallSite, after: str) -> None:
    ask_everything(small)
    staff = small.signed_in("counsellor")
    page = staff.get(HELPS)
    form = page.page.form(action=answers(page)[0])
    assert staff.post(form.action, {**form.values, "suite": after}).location == "/accueil"


def test_the_oldest_comes_first_with_where_and_since_when(small: SmallSite) -> None:
    bilal = small.signed_in("bilal", terminal="127.0.0.2")
    bilal.fill(f"{LESSON}/aide", {"raison": "conseiller"})
    small.clock.advance(days=1)
    alix = small.signed_in("alix", terminal="127.0.0.3")
    alix.fill(f"{LESSON}/aide", {"raison": "lecon"})
    text = small.signed_in("counsellor").get(HELPS).text
    wanted = ("Bilal", "Voir mon conseiller", "25 novembre 2026", "Alix", "26 novembre 2026")
    places = [text.index(one) for one in wanted]
    assert places == sorted(places)
    assert "Compter – Toutes les formes" in text


def test_everything_is_printed_in_one_act(small: SmallSite) -> None:
    ask_everything(small)
    staff = small.signed_in("trainer")
    page = staff.get(PRINTS)
    assert page.text.count("Alix") == 2
    assert "Chloe" not in page.text
    sheets = staff.get(SHEETS)
    form = sheets.page.form(action=PRINTED)
    assert len(form.values["feuilles"]) == 2
    after = staff.send(form)
    assert "C’est noté" in after.text
    assert "Aucune feuille n’est à imprimer" in after.text
    assert "Aucune feuille n’est à imprimer" in staff.get(SHEETS).text
    staff.send(form)
    alix = small.name("alix")
    noted = [row for row in small.audited() if row.action == "feuille.imprimee"]
    assert {row.subject for row in noted} == {f"{alix}/glossaire", f"{alix}{LESSON}"}
    assert {row.actor for row in noted} == {small.name("trainer")}
    assert len(noted) == 2
    assert all(after.previous == before.hash for before, after in pairwise(small.audited()))


def test_a_sheet_carries_no_name_unless_asked(small: SmallSite) -> None:
    ask_everything(small)
    staff = small.signed_in("counsellor")
    assert "Alix" not in on_paper(staff, SHEETS)
    form = staff.get(PRINTS).page.form("noms")
    named = staff.send(form, {"noms": "oui"})
    assert "Enlever les noms" in named.text
    assert on_paper(staff, f"{SHEETS}?noms=oui").count("Alix") == 2


def on_paper(client: PageClient, url: str) -> str:
    """What comes out of the printer: the part that is not only on the screen."""
    html = client.get(url).page.html
    return html[html.index('<div class="requests__sheets">') :]


def test_a_lesson_on_paper_has_room_to_answer_and_no_key(small: SmallSite) -> None:
    ask_everything(small)
    paper = on_paper(small.signed_in("counsellor"), SHEETS)
    for words in ("L’essentiel", "Règle à retenir", "Question 11", "Les mots de cette leçon"):
        assert words in paper
    for absent in ("<input", "<textarea", "<select", "Juste", "Bonne réponse", ' id="', "<a "):
        assert absent not in paper, absent


@pytest.mark.parametrize("role", ["alix", "supervisor", "evaluator"])
def test_nobody_else_opens_these_pages(small: SmallSite, role: str) -> None:
    client = small.signed_in(role)
    for url in (HELPS, PRINTS, SHEETS):
        assert client.get(url, follow=False).status == 403
    token = client.get("/activation").page.form("code").values["csrf_token"]
    assert client.post(PRINTED, {"csrf_token": token, "feuilles": "x"}).status == 403
