"""A lesson: every shape of question, answered in every way, and nothing typed ever lost."""

import re
from collections.abc import Mapping

import pytest

from learning.domain.facts import AnswerUnread, HintSeen, LessonDone, LessonPassedOver
from learning.domain.question import Calculated, Matching, Ordering, Question
from tests.support.client import PageClient, Reply
from tests.support.pages import Form, Page
from tests.support.small_site import LESSON, NEXT_LESSON, SmallSite, as_learner

Values = Mapping[str, str | list[str]]
NAMES = (
    "unique",
    "plusieurs",
    "vraifaux",
    "nombre",
    "texte",
    "paires",
    "ordre",
    "trous",
    "calcul",
    "tableau",
    "libre",
)


def question(small: SmallSite, name: str) -> Question:
    """A question of the lesson, as published."""
    with small.program.reading() as work:
        as_learner(work, small.accounts["alix"])
        module = work.catalogue.module("essai")
        assert module
        found = module.question(f"essai/formes/{name}")
    assert found
    return found


def raw(form: Form) -> dict[str, str | list[str]]:
    """The values of a form as it came."""
    return dict(form.values)


def form_of(page: Page, name: str) -> Form:
    """The form of one question."""
    for form in page.forms:
        if any(one.split(".")[0] == name for one in form.names):
            return form
    raise AssertionError(name)


def answer(client: PageClient, name: str, values: Values) -> Reply:
    """Answer one question of the lesson by its form, as pressing its button would."""
    form = form_of(client.get(LESSON).page, name)
    return client.post(form.action, {**raw(form), **values, "enregistrer": name}, follow=True)


def choices(small: SmallSite, name: str, *, right: bool) -> list[str]:
    """The ids of right or wrong choices."""
    found = question(small, name)
    assert hasattr(found, "choices")
    return [choice.id for choice in found.choices if choice.right is right]


def product(page: Page) -> int:
    """The answer to the calculated question as it was drawn for this page."""
    text = re.search(r"Vous vendez (\d+) pains à (\d+)", page.text)
    assert text
    return int(text[1]) * int(text[2])


def filled(small: SmallSite, page: Page, name: str, how: str) -> Values:
    """What somebody types who is right, wrong or half right."""
    if name in {"unique", "plusieurs"}:
        good, bad = choices(small, name, right=True), choices(small, name, right=False)
        return {name: {"right": good, "wrong": bad[:1], "half": good[:1]}[how]}
    if name in {"paires", "ordre"}:
        return {f"{name}.{part}": value for part, value in _parts(small, name, how).items()}
    written: dict[str, dict[str, Values]] = {
        "vraifaux": {"right": {"vraifaux": "vrai"}, "wrong": {"vraifaux": "faux"}},
        "nombre": {"right": {"nombre": "1 234 €"}, "wrong": {"nombre": "1766"}},
        "texte": {"right": {"texte": "La MARGE."}, "wrong": {"texte": "vente"}},
        "trous": {
            "right": {"trous.1": "Marge", "trous.2": "positive"},
            "half": {"trous.1": "perte", "trous.2": "positive"},
            "wrong": {"trous.1": "perte", "trous.2": "nulle"},
        },
        "tableau": {
            "right": {"tableau.r2c2": "1200", "tableau.r3c2": "1 800"},
            "half": {"tableau.r2c2": "1000", "tableau.r3c2": "2 000 €"},
            "wrong": {"tableau.r2c2": "7", "tableau.r3c2": "8"},
        },
    }
    if name == "calcul":
        return {"calcul": str(product(page) + (how == "wrong"))}
    return written[name][how]


def _parts(small: SmallSite, name: str, how: str) -> dict[str, str]:
    found = question(small, name)
    if isinstance(found, Matching):
        ids = [pair.id for pair in found.pairs]
        turned = {"right": ids, "half": [ids[0], ids[2], ids[1]], "wrong": [*ids[1:], ids[0]]}
        return dict(zip(ids, turned[how], strict=True))
    assert isinstance(found, Ordering)
    ids = [item.id for item in found.items]
    ranks = {"right": "123", "half": "231", "wrong": "321"}[how]
    return dict(zip(ids, ranks, strict=True))


WAYS = [
    *[(name, "right", "juste") for name in NAMES if name != "libre"],
    *[(name, "wrong", "faux") for name in NAMES if name != "libre"],
    *[(name, "half", "partiel") for name in ("plusieurs", "paires", "ordre", "trous", "tableau")],
]


@pytest.mark.parametrize("how", ["right", "wrong", "half"])
def test_each_shape_is_marked_at_its_own_place(small: SmallSite, how: str) -> None:
    client = small.signed_in()
    ways = [way for way in WAYS if way[1] == how]
    for count, (name, _, verdict) in enumerate(ways, start=1):
        form = form_of(client.get(LESSON).page, name)
        assert client.last is not None
        values = filled(small, client.last.page, name, how)
        sent = client.post(form.action, {**raw(form), **values, "enregistrer": name})
        assert (sent.status, sent.location) == (303, f"{LESSON}#q-{name}"), name
        page = client.get(LESSON).page
        assert page.verdict(name) == verdict, name
        assert len(small.answers()) == count
    assert all(given.release and given.digest for given in small.answers())


def test_an_open_answer_is_kept_for_a_person_to_read(small: SmallSite) -> None:
    page = answer(small.signed_in(), "libre", {"libre": "Des paniers\r\ntressés"}).page
    assert page.verdict("libre") == "a-lire"
    [given] = small.answers()
    assert given.fields == (("", "Des paniers\ntressés"),)
    assert given.points is None


def test_reasons_follow_the_answer_and_never_come_before(small: SmallSite) -> None:
    client = small.signed_in()
    before = client.get(LESSON).page.html
    for said in ("Un nom ne coûte rien", "C’est l’addition", "La marge est la vente moins"):
        assert said not in before
    wrong = choices(small, "unique", right=False)
    page = answer(client, "unique", {"unique": wrong}).page
    assert "Un nom ne coûte rien" in page.text
    assert "La marge est la vente moins" in page.text
    assert "C’est l’addition" not in page.html


def test_an_unreadable_number_is_asked_again_and_costs_nothing(small: SmallSite) -> None:
    client = small.signed_in()
    page = answer(client, "nombre", {"nombre": "douze et demi"}).page
    assert page.verdict("nombre") == "illisible"
    assert form_of(page, "nombre").values["nombre"] == ["douze et demi"]
    assert "ne se lit pas" in page.text
    assert small.answers() == []
    assert [type(fact) for fact in small.facts()] == [AnswerUnread]
    assert answer(client, "nombre", {"nombre": "1234"}).page.verdict("nombre") == "juste"
    assert not small.answers()[0].retry


@pytest.mark.parametrize(("chosen", "verdict"), [("1234", "juste"), ("1,2340", "faux")])
def test_a_number_that_reads_two_ways_is_made_clear(
    small: SmallSite, chosen: str, verdict: str
) -> None:
    client = small.signed_in()
    page = answer(client, "nombre", {"nombre": "1.234"}).page
    assert page.verdict("nombre") == "ambigu"
    buttons = [
        (node.get("name"), node.get("value"))
        for node in page.all("button")
        if node.get("name") in {"nombre", "preciser"}
    ]
    assert len(buttons) == 2
    assert small.answers() == []
    form = form_of(page, "nombre")
    pressed = next(pair for pair in buttons if _number(pair[1]) == _number(chosen))
    values = {key: kept for key, kept in form.values.items() if key != pressed[0]}
    typed = form.values["nombre"] if pressed[0] == "nombre" else []
    sent = {**values, str(pressed[0]): [*typed, str(pressed[1])]}
    done = client.post(form.action, sent, follow=True)
    assert done.page.verdict("nombre") == verdict
    assert len(small.answers()) == 1


def _number(text: str | None) -> str:
    kept = str(text).rpartition("=")[2].replace("\u00a0", "").replace(" ", "")
    return kept.rstrip("0") if "," in kept else kept


def test_the_same_form_sent_twice_counts_once(small: SmallSite) -> None:
    client = small.signed_in()
    form = form_of(client.get(LESSON).page, "nombre")
    values = {**raw(form), "nombre": "1234", "enregistrer": "nombre"}
    first = client.post(LESSON, values, follow=True)
    second = client.post(LESSON, values, follow=True)
    assert second.page.verdict("nombre") == first.page.verdict("nombre") == "juste"
    assert len(small.answers()) == 1


def test_an_old_form_with_another_answer_is_shown_back(small: SmallSite) -> None:
    client = small.signed_in()
    form = form_of(client.get(LESSON).page, "nombre")
    client.post(LESSON, {**raw(form), "nombre": "1766", "enregistrer": "nombre"})
    stale = client.post(LESSON, {**raw(form), "nombre": "4321", "enregistrer": "nombre"})
    assert stale.status == 409
    assert "dans une autre page" in stale.text
    assert form_of(stale.page, "nombre").values["nombre"] == ["4321"]
    assert len(small.answers()) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_blank_answer_is_refused_in_a_sentence(small: SmallSite, name: str) -> None:
    client = small.signed_in()
    form = form_of(client.get(LESSON).page, name)
    blank = {key: kept for key, kept in form.values.items() if key.split(".")[0] != name}
    reply = client.post(LESSON, {**blank, "enregistrer": name})
    assert reply.status == 422
    assert "Donnez une réponse avant d’enregistrer." in reply.text
    assert reply.page.title.startswith("Erreur")
    assert small.facts() == []


def test_a_half_filled_table_keeps_what_was_typed(small: SmallSite) -> None:
    client = small.signed_in()
    form = form_of(client.get(LESSON).page, "tableau")
    values = {**raw(form), "tableau.r2c2": "1 200", "enregistrer": "tableau"}
    reply = client.post(LESSON, values)
    assert reply.status == 422
    assert "Il manque une réponse" in reply.text
    assert form_of(reply.page, "tableau").values["tableau.r2c2"] == ["1 200"]
    assert small.answers() == []


def test_two_equal_ranks_are_refused_and_kept(small: SmallSite) -> None:
    client = small.signed_in()
    form = form_of(client.get(LESSON).page, "ordre")
    ranks = {f"ordre.{part}": "1" for part in _parts(small, "ordre", "right")}
    reply = client.post(LESSON, {**raw(form), **ranks, "enregistrer": "ordre"})
    assert reply.status == 422
    assert "même rang" in reply.text
    kept = form_of(reply.page, "ordre").values
    assert [kept[name] for name in ranks] == [["1"]] * 3


def test_an_answer_that_the_page_does_not_offer_is_refused(small: SmallSite) -> None:
    client = small.signed_in()
    for name, value in (("unique", "pirate"), ("vraifaux", "peut-être"), ("texte", "x" * 5000)):
        form = form_of(client.get(LESSON).page, name)
        reply = client.post(LESSON, {**raw(form), name: value, "enregistrer": name})
        assert reply.status == 422, name
    assert small.answers() == []


def test_a_wrong_answer_may_be_tried_again_and_counts_as_a_retry(small: SmallSite) -> None:
    client = small.signed_in()
    page = answer(client, "nombre", {"nombre": "1766"}).page
    again = next(url for url in page.links if "essayer=nombre" in url)
    form = form_of(client.get(again).page, "nombre")
    assert form.values["nombre"] == [""]
    done = client.post(
        form.action, {**raw(form), "nombre": "1234", "enregistrer": "nombre"}, follow=True
    )
    assert done.page.verdict("nombre") == "juste"
    assert [(one.ordinal, one.retry) for one in small.answers()] == [(0, False), (1, True)]


def test_a_calculated_question_changes_its_figures_at_each_answer(small: SmallSite) -> None:
    found = question(small, "calcul")
    assert isinstance(found, Calculated)
    client = small.signed_in()
    drawn = set()
    for _ in range(4):
        page = client.get(f"{LESSON}?essayer=calcul").page
        drawn.add(product(page))
        form = form_of(page, "calcul")
        client.post(LESSON, {**raw(form), "calcul": "1", "enregistrer": "calcul"})
    assert len(drawn) > 1


def test_a_hint_is_shown_asked_for_and_noted(small: SmallSite) -> None:
    client = small.signed_in()
    form = form_of(client.get(LESSON).page, "unique")
    reply = client.post(LESSON, {**raw(form), "indice": "unique"}, follow=True)
    assert "Pensez à ce que vous payez" in reply.text
    assert [type(fact) for fact in small.facts()] == [HintSeen]


def test_what_is_typed_beside_a_hint_is_kept(small: SmallSite) -> None:
    client = small.signed_in()
    form = form_of(client.get(LESSON).page, "unique")
    chosen = choices(small, "unique", right=False)
    client.post(LESSON, {**raw(form), "unique": chosen, "indice": "unique"})
    assert form_of(client.get(LESSON).page, "unique").values["unique"] == chosen


def test_the_script_saves_a_draft_and_gets_the_hour(small: SmallSite) -> None:
    client = small.signed_in()
    form = form_of(client.get(LESSON).page, "libre")
    reply = client.http.post(
        LESSON,
        data={**raw(form), "libre": "Un brouillon"},
        headers={"X-Enregistrement": "auto"},
    )
    assert reply.json is not None
    assert re.fullmatch(r"\d{1,2}\D+\d{2}", reply.json["enregistre"])
    assert small.answers() == []
    assert "Un brouillon" in client.get(LESSON).page.html


def test_a_lesson_left_unfinished_goes_on_only_when_asked(small: SmallSite) -> None:
    client = small.signed_in()
    form = client.get(LESSON).page.form(action=f"{LESSON}/terminee")
    token = form.values["csrf_token"]
    refused = client.post(form.action, {"csrf_token": token})
    assert refused.status == 422
    assert "Il reste des questions" in refused.text
    assert "Continuer quand même" in refused.text
    gone = client.send(form, follow=False)
    assert (gone.status, gone.location) == (303, NEXT_LESSON)
    assert [type(fact) for fact in small.facts()] == [LessonPassedOver]


def test_a_lesson_answered_whole_is_done(small: SmallSite) -> None:
    client = small.signed_in()
    for name in NAMES:
        page = client.get(LESSON).page
        how = {"libre": "Mon projet"} if name == "libre" else filled(small, page, name, "wrong")
        answer(client, name, how)
    page = client.get(LESSON).page
    assert "Leçon suivante" in page.text
    gone = client.send(page.form(action=f"{LESSON}/terminee"), follow=False)
    assert gone.location == NEXT_LESSON
    assert isinstance(small.facts()[-1], LessonDone)
    client.send(client.get(LESSON).page.form(action=f"{LESSON}/terminee"))
    assert sum(isinstance(fact, LessonDone) for fact in small.facts()) == 1


def test_a_draw_takes_its_questions_once(small: SmallSite) -> None:
    client = small.signed_in()
    action = f"{NEXT_LESSON}/tirage/exercices"
    form = client.get(NEXT_LESSON).page.form(action=action)
    names = [_drawn(client.send(form).page) for _ in range(2)]
    assert names[0] == names[1]
    assert len(names[0]) == 2
    name = names[0][0]
    page = client.get(NEXT_LESSON).page
    drawn = form_of(page, name)
    client.post(NEXT_LESSON, {**raw(drawn), name: "vrai", "enregistrer": name})
    assert client.get(NEXT_LESSON).page.verdict(name) in {"juste", "faux"}


def _drawn(page: Page) -> list[str]:
    names = [str(node.get("data-question")) for node in page.having("data-question")]
    return [name for name in names if name.startswith("exercice-")]


def test_a_question_of_another_lesson_is_not_found(small: SmallSite) -> None:
    client = small.signed_in()
    form = form_of(client.get(LESSON).page, "nombre")
    for url in (NEXT_LESSON, "/modules/essai/absente", "/modules/absent/formes"):
        values = {**raw(form), "nombre": "1234", "enregistrer": "nombre"}
        assert client.post(url, values).status == 404
    assert small.facts() == []


def test_the_home_leads_back_to_the_very_question(small: SmallSite) -> None:
    client = small.signed_in()
    answer(client, "unique", {"unique": choices(small, "unique", right=True)})
    home = small.signed_in(terminal="127.0.0.2").get("/accueil").page
    assert f"{LESSON}#q-plusieurs" in home.links


def test_a_text_written_again_before_it_is_read_is_no_retry(small: SmallSite) -> None:
    client = small.signed_in()
    for text in ("Un texte.", "Le même, en mieux."):
        page = client.get(f"{LESSON}?essayer=libre").page
        form = next(form for form in page.forms if "libre" in form.names)
        client.send(form, {"libre": text})
    assert [(one.ordinal, one.retry) for one in small.answers()] == [(0, False), (1, False)]
