"""Publishing in the browser: foreseen, run in the background, told, gone back on."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from learning.content.source import read_folder
from learning.domain.facts import AnswerGiven, Remarked, TestRemarked, TestSubmitted
from learning.services.activity import facts_as_given
from learning.services.manuscripts import changed, files_now, keep_all
from learning.services.work import with_release
from learning.storage.publishing import publication, publishing_run, release
from tests.support.client import PageClient
from tests.support.small_site import COURSES, LESSON, TEST, SmallSite, publish_folder
from tests.web.trainer.publishing_acts import (
    BANK,
    LESSON_FILE,
    PUBLISH,
    RIGHT,
    WRONG,
    ended,
    foresee,
    publish,
    rewrite,
    swap_right,
    token,
)


def answer(client: PageClient, name: str, value: str) -> None:
    """Answer a question of the lesson."""
    form = client.get(LESSON).page.form(name)
    client.send(form, {name: value})


def mark_of(small: SmallSite, question: str, name: str = "alix") -> float | None:
    """What the latest answer to a question is worth now."""
    return [one for one in small.answers(name) if one.question == question][-1].points


def test_nothing_to_publish_is_said(small: SmallSite) -> None:
    trainer = small.signed_in("trainer")
    assert "déjà publié" in trainer.get(PUBLISH).text
    refused = trainer.post(PUBLISH, token(trainer))
    assert refused.status == 422


def test_what_would_change_is_told_then_done(small: SmallSite) -> None:
    for name, value in (("alix", "2"), ("bilal", "1")):
        answer(small.signed_in(name), "unique", value)
    assert (mark_of(small, "essai/formes/unique"), mark_of(small, "essai/formes/unique", "bilal")
            ) == (0.0, 1.0)  # fmt: skip
    swap_right(small)
    trainer = small.signed_in("trainer")
    page = foresee(trainer, "essai")
    assert "2 tentatives\u00a0: 1 note monte, 1 baisse" in page.text
    assert "Corrigé" in page.text
    assert "Que faut-il retirer du prix de vente" in page.text
    assert "− Avant" in page.text
    assert "avis pas encore donné" in trainer.get(PUBLISH).text
    assert mark_of(small, "essai/formes/unique") == 0.0
    assert "C’est publié" in publish(trainer, "essai").text
    assert mark_of(small, "essai/formes/unique") == 1.0
    assert mark_of(small, "essai/formes/unique", "bilal") == 1.0
    with small.program.reading() as work:
        assert changed(work) == ()
    assert {one.action for one in small.audited()} >= {"cours.publies", "notes.corrigees"}
    versions = trainer.get("/formateur/versions").text
    assert "2 tentatives\u00a0: 1 note montée, 1 gardée telle quelle" in versions
    assert "formateur" in versions
    learner = small.signed_in("alix")
    assert learner.get(LESSON).page.verdict("unique") == "juste"
    assert "Une note a monté" in learner.get("/modules/essai").text
    assert "Une note a monté" not in small.signed_in("bilal").get("/modules/essai").text


def test_lower_marks_are_taken_when_chosen(small: SmallSite) -> None:
    answer(small.signed_in("bilal"), "unique", "1")
    swap_right(small)
    assert "C’est publié" in publish(small.signed_in("trainer"), "essai", baisser="oui").text
    assert mark_of(small, "essai/formes/unique", "bilal") == 0.0
    kept = [one for one in given(small, "bilal") if isinstance(one, AnswerGiven)]
    assert kept[0].points == 1.0


def given(small: SmallSite, name: str) -> list[Any]:
    """The facts as they were given."""
    with small.program.reading() as work:
        return list(facts_as_given(work, small.accounts[name].id))


def body_of(client: PageClient, url: str) -> bytes:
    """A page's bytes, without what is drawn for each session."""
    html = client.get(url).response.get_data()
    start, end = html.index(b"<main"), html.index(b"</main>")
    return bytes(html[start:end])


def take_test(client: PageClient, *, send: bool = True) -> str:
    """Begin a test and answer « 7 » everywhere; the address of its result once sent."""
    begun = client.send(client.get(TEST).page.form(action=f"{TEST}/commencer")).page
    form = begun.form(action=TEST)
    names = [name for name in form.values if name.startswith("marge-")]
    filled: dict[str, str | list[str]] = {**form.values, **dict.fromkeys(names, "7")}
    if not send:
        client.post(TEST, filled)
        return ""
    return client.post(TEST, {**filled, "envoyer": "oui"}, follow=True).page.url.split()[1]


def all_sevens(small: SmallSite) -> None:
    """Every question of the test expects 7 from now on."""
    with small.program.reading() as work:
        text = files_now(with_release(work))[BANK].decode()
    lines = [
        "= 7 € ± 0"
        if line.startswith("= ")
        else "≠ 70 €"
        if line.startswith("≠ 7\u00a0")
        else line
        for line in text.split("\n")
    ]
    rewrite(small, {BANK: (text, "\n".join(lines))})


def test_an_old_result_stays_the_same_to_the_byte(small: SmallSite) -> None:
    client = small.signed_in()
    address = take_test(client)
    before = body_of(client, address)
    sent = next(one for one in small.facts() if isinstance(one, TestSubmitted))
    assert not sent.passed
    all_sevens(small)
    trainer = small.signed_in("trainer")
    assert "4 notes montent" in foresee(trainer, "essai").text or sent.points
    publish(trainer, "essai")
    now = next(one for one in small.facts() if isinstance(one, TestSubmitted))
    assert (now.points, now.passed) == (4.0, True)
    assert [type(one) for one in given(small, "alix")].count(TestRemarked) == 1
    assert body_of(client, address) == before
    module = client.get("/modules/essai").text
    assert "Une note a monté" in module
    assert "4 points sur 4, réussie" in module.replace("\u00a0", " ")


def test_a_test_under_way_ends_on_its_release(small: SmallSite) -> None:
    client = small.signed_in()
    take_test(client, send=False)
    all_sevens(small)
    publish(small.signed_in("trainer"), "essai")
    shown = client.get(TEST).page.form(action=TEST)
    assert [shown.values[one] for one in shown.values if one.startswith("marge-")] == [["7"]] * 4
    result = client.post(TEST, {**shown.values, "envoyer": "oui"}, follow=True)
    first = [one for one in given(small, "alix") if isinstance(one, AnswerGiven)]
    with small.program.reading() as work:
        now = with_release(work).release
    assert {one.release for one in first}.isdisjoint({now})
    assert result.status == 200
    # What the correction gives to those who had sent is given to who sends later.
    assert all(one.points == 1.0 for one in small.answers())
    assert any(isinstance(one, Remarked) for one in given(small, "alix"))


def test_a_test_retired_under_way_still_ends(small: SmallSite) -> None:
    client = small.signed_in()
    take_test(client, send=False)
    with small.program.writing() as work:
        keep_all(with_release(work), {"essai/90-epreuve.md": None})
    publish(small.signed_in("trainer"), "essai")
    form = client.get(TEST).page.form(action=TEST)
    result = client.post(TEST, {**form.values, "envoyer": "oui"}, follow=True)
    assert "/resultats/" in result.page.url
    assert client.get(result.page.url.split()[1]).status == 200
    assert client.get(TEST).status == 404
    assert small.signed_in("bilal").get(TEST).status == 404


def test_an_error_refuses_with_its_finding(small: SmallSite) -> None:
    rewrite(small, {LESSON_FILE: (RIGHT, RIGHT.replace("(x)", "( )"))})
    trainer = small.signed_in("trainer")
    page = foresee(trainer, "essai")
    assert "aucune bonne réponse" in page.text
    assert not [form for form in page.page.forms if form.action == PUBLISH]
    sent = trainer.post(PUBLISH, {**token(trainer), "partie": "essai", "vu": "x"})
    assert "Rien n’est publié" in ended(trainer, sent).text


def test_texts_changed_since_the_preview_refuse(small: SmallSite) -> None:
    rewrite(small, {LESSON_FILE: ("La marge est", "Une marge est")})
    trainer = small.signed_in("trainer")
    form = foresee(trainer, "essai").page.form("", action=PUBLISH)
    rewrite(small, {LESSON_FILE: ("Une marge est", "Cette marge est")})
    assert "Les textes ont changé" in ended(trainer, trainer.send(form, follow=False)).text
    with small.program.reading() as work:
        assert len(changed(work)) == 1


def test_only_the_parts_chosen_are_published(small: SmallSite) -> None:
    rewrite(small, {LESSON_FILE: ("La marge est", "Une marge est")})
    rewrite(small, {"referentiel.yaml": ("value: 20", "value: 30")})
    trainer = small.signed_in("trainer")
    assert "Le site" in trainer.get(PUBLISH).text
    publish(trainer, "_site")
    with small.program.reading() as work:
        assert [one.path for one in changed(work)] == [LESSON_FILE]
    assert "Une marge est" not in small.signed_in().get(LESSON).text
    publish(trainer, "essai")
    assert "Une marge est" in small.signed_in().get(LESSON).text


def test_going_back_is_a_version_of_its_own(small: SmallSite) -> None:
    answer(small.signed_in(), "unique", "1")
    swap_right(small)
    trainer = small.signed_in("trainer")
    publish(trainer, "essai")
    with small.program.reading() as work:
        rows = work.connection.execute(sa.select(publication).order_by(publication.c.at)).all()
    assert len(rows) == 2
    first = f"/formateur/versions/{rows[0].id}"
    assert "Version 1" in trainer.get(first).text
    page = trainer.get(f"{first}/revenir")
    assert "Vous revenez" in page.text
    assert "1 tentative\u00a0: aucune note ne bouge" in page.text
    form = page.page.form("", action=f"{first}/revenir")
    assert "C’est publié" in ended(trainer, trainer.send(form, follow=False)).text
    with small.program.reading() as work:
        assert with_release(work).release == rows[0].release_id
        versions = dict(work.connection.execute(sa.select(release.c.id, release.c.versions)).all())
    assert versions[rows[0].release_id] == {}
    assert versions[rows[1].release_id] == {"essai/formes/unique": 2}
    again = trainer.get("/formateur/versions").text
    assert "Version 3" in again
    assert "Retour à une version d’avant" in again
    second = f"/formateur/versions/{rows[1].id}"
    assert "différences avec la version 1" in trainer.get(second).text
    other = trainer.get(f"{second}?avec={rows[0].id}").text
    assert "− Avant" in other
    assert trainer.get(f"{second}?avec=rien").status == 404


def test_one_publication_at_a_time(small: SmallSite) -> None:
    rewrite(small, {LESSON_FILE: ("La marge est", "Une marge est")})
    trainer = small.signed_in("trainer")
    form = foresee(trainer, "essai").page.form("", action=PUBLISH)
    with small.program.writing() as work:
        work.connection.execute(
            sa.insert(publishing_run),
            {
                "site_id": work.site, "id": small.accounts["trainer"].id, "by": None,
                "started_at": work.instant, "beat_at": work.instant, "step": "render",
                "done": 5, "total": 10, "state": "en-cours", "message": "", "options": {},
            },
        )  # fmt: skip
    refused = trainer.send(form, follow=False)
    assert refused.status == 409
    assert "déjà en cours" in refused.text
    run = f"/formateur/versions/publication/{small.accounts['trainer'].id}"
    page = trainer.get(run)
    assert "5 sur 10" in page.text
    assert page.response.headers["Refresh"] == "1"
    small.clock.advance(minutes=1)
    assert "Publication interrompue" in trainer.get(run).text
    assert "C’est publié" in ended(trainer, trainer.send(form, follow=False)).text


def test_nobody_else_publishes(small: SmallSite) -> None:
    for role in ("counsellor", "supervisor", "evaluator", "alix"):
        client = small.signed_in(role)
        assert client.get(PUBLISH).status == 403
        assert client.post(PUBLISH, {**token(client), "partie": "essai"}).status == 403


def test_a_structure_is_not_marked_again(small: SmallSite) -> None:
    answer(small.signed_in(), "unique", "2")
    small.clock.instant += timedelta(minutes=1)
    rewrite(small, {LESSON_FILE: (WRONG, f"- (x) La boîte\n{WRONG}")})
    rewrite(small, {LESSON_FILE: (RIGHT, RIGHT.replace("(x)", "( )"))})
    trainer = small.signed_in("trainer")
    page = foresee(trainer, "essai").text
    assert "Structure" in page
    assert "Aucune note ne bouge" in page
    publish(trainer, "essai")
    assert mark_of(small, "essai/formes/unique") == 0.0
    assert small.signed_in().get(LESSON).status == 200


def test_what_was_published_meanwhile_is_not_replaced_unseen(small: SmallSite) -> None:
    rewrite(small, {LESSON_FILE: ("La marge est", "Une marge est")})
    files = read_folder(COURSES)
    other = files[LESSON_FILE].replace(b"Prix de vente, moins", b"Vente, moins")
    publish_folder(small.program, {**files, LESSON_FILE: other})
    page = foresee(small.signed_in("trainer"), "essai")
    assert "Une autre version a été publiée depuis" in page.text


def test_an_error_from_a_part_not_chosen_is_hinted(small: SmallSite) -> None:
    row = "- id: essai.neuf\n  label: Neuf\n  value: 3\n  unit: nombre\n"
    row += "  valid_from: null\n  valid_to: null\n  source: Essai\n  confidence: high\n"
    rewrite(small, {"referentiel.yaml": ("- id: essai.taux", f"{row}- id: essai.taux")})
    rewrite(small, {LESSON_FILE: ("La marge est", "Avec {{ essai.neuf }}, la marge est")})
    trainer = small.signed_in("trainer")
    refused = foresee(trainer, "essai").text
    assert "essai.neuf" in refused
    assert "une partie que vous n’avez pas choisie" in refused
    assert "Rien n’est encore publié" in foresee(trainer, "essai", "_site").text
    assert "C’est publié" in publish(trainer, "essai", "_site").text
