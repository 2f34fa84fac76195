"""Publications on both databases: planned and applied alike, counted, shared, all or nothing."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.content import library as content_library
from learning.content.render import RENDERER_VERSION
from learning.content.source import read_folder
from learning.domain.errors import Conflict, NotFound
from learning.domain.facts import AnswerGiven, Context, Fact, Remarked, Verdict
from learning.services.activity import add_facts, facts_as_given, facts_of
from learning.services.manuscripts import changed, keep_all
from learning.services.publish import Prepared, prepare_release, publish, refresh_rendered
from learning.services.remark import plan_remarks
from learning.services.work import Program, with_release
from learning.storage.publishing import publication, release, rendered
from tests.support.clock import START
from tests.support.small_site import COURSES, Account, make

ON = START.date()
QUESTION = "essai/formes/unique"
LESSON, RATES = "essai/10-formes.md", "referentiel.yaml"
SWAPPED = (
    ("- (x) Le prix d’achat", "- ( ) Le prix d’achat"),
    ("- ( ) Le nom du client", "- (x) Le nom du client"),
)


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[tuple[Program, dict[str, Account]]]:
    """A published site and its accounts, on either database."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def files(*changes: tuple[str, str], path: str = LESSON) -> dict[str, bytes]:
    """The small courses, with words replaced in one file."""
    found = read_folder(COURSES)
    text = found[path].decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return {**found, path: text.encode()}


def prepared(program: Program, of: Mapping[str, bytes]) -> Prepared:
    made = prepare_release(program, of, on=ON)
    assert not made.refused, [str(one) for one in made.findings]
    return made


def released(program: Program, of: Mapping[str, bytes], *, downwards: bool = False) -> str:
    """Publish these files whole, as the command does."""
    made = prepared(program, of)
    with program.reading() as work:
        planned = plan_remarks(work, made.corrected, downwards=downwards)
    with program.writing() as work:
        publish(with_release(work), made, downwards=downwards, planned=planned)
    return made.id


def answer(program: Program, learner: UUID, choice: str, *, ordinal: int = 0) -> UUID:
    """Give an answer under the release served now."""
    with program.writing() as work:
        with_release(work)
        module = work.catalogue.module("essai")
        question = module.question(QUESTION) if module else None
        assert question is not None
        right = next(one.right for one in getattr(question, "choices", ()) if one.id == choice)
        fact = AnswerGiven(
            id=uuid4(), at=work.instant, module="essai", question=QUESTION,
            context=Context.LESSON, ordinal=ordinal,
            verdict=Verdict.RIGHT if right else Verdict.WRONG,
            points=float(right), out_of=1, fields=(("", choice),), seed="s",
            release=work.release or "", digest=question.digest,
        )  # fmt: skip
        add_facts(work, learner, [fact])
        return fact.id


def points(program: Program, learner: UUID) -> list[float | None]:
    with program.reading() as work:
        return [f.points for f in facts_of(work, learner) if isinstance(f, AnswerGiven)]


def versions(program: Program) -> dict[str, int]:
    """The marking versions of the release served now."""
    with program.reading() as work:
        now = with_release(work).release
        found: dict[str, int] = work.connection.execute(
            sa.select(release.c.versions).where(release.c.id == now)
        ).scalar_one()
        return found


def given(program: Program, learner: UUID) -> list[Fact]:
    with program.reading() as work:
        return facts_as_given(work, learner)


Site = tuple[Program, dict[str, Account]]


def test_an_answer_that_came_meanwhile_is_planned_by_the_same_function(site: Site) -> None:
    program, accounts = site
    early, late = accounts["alix"].id, accounts["bilal"].id
    answer(program, early, "2")
    made = prepared(program, files(*SWAPPED))
    with program.reading() as work:
        planned = plan_remarks(work, made.corrected)
    assert (planned.plan.answers, planned.plan.rises) == (1, 1)
    answer(program, late, "2")
    answer(program, late, "1", ordinal=1)
    with program.writing() as work:
        plan = publish(with_release(work), made, planned=planned)
    assert (plan.answers, plan.rises, plan.falls) == (3, 2, 1)
    assert points(program, early) == [1.0]
    assert points(program, late) == [1.0, 1.0]
    with program.reading() as work:
        again = plan_remarks(work, made.corrected)
        summary = work.connection.execute(
            sa.select(publication.c.summary).order_by(publication.c.at.desc())
        ).scalars().first()  # fmt: skip
    assert not again.plan.applied
    assert summary is not None
    assert summary["marks"] == {"answers": 3, "rises": 2, "falls": 1, "downwards": False}


def test_back_and_forth_upwards_loses_no_mark(site: Site) -> None:
    program, accounts = site
    learner = accounts["alix"].id
    answer(program, learner, "2")
    released(program, files(*SWAPPED))
    assert points(program, learner) == [1.0]
    released(program, files())
    assert points(program, learner) == [1.0]
    answer(program, learner, "1", ordinal=1)
    released(program, files(*SWAPPED))
    assert points(program, learner) == [1.0, 1.0]
    released(program, files(), downwards=True)
    assert points(program, learner) == [0.0, 1.0]
    assert [type(one) for one in given(program, learner)].count(Remarked) == 2


def test_versions_count_what_changes_the_marking(site: Site) -> None:
    program, accounts = site
    assert versions(program) == {}
    reworded = files(("Que faut-il retirer", "Que doit-on retirer"))
    released(program, reworded)
    assert versions(program) == {}
    released(program, files(*SWAPPED))
    assert versions(program) == {QUESTION: 2}
    released(program, reworded)  # made before: it is what it was
    assert versions(program) == {}
    released(program, files(*SWAPPED, ("> Un nom ne coûte rien.", "> Rien.")))
    assert versions(program) == {QUESTION: 3}
    gone = files((":::question unique", ":::question autre"))
    answer(program, accounts["alix"].id, "1")
    released(program, gone)
    assert versions(program)[QUESTION] == 3
    released(program, files(("La marge est", "Une marge est")))
    assert versions(program)[QUESTION] == 4  # the name serves again, and had answers


def test_a_retired_question_moves_no_mark(site: Site) -> None:
    program, accounts = site
    answer(program, accounts["alix"].id, "2")
    made = prepared(program, files((":::question unique", ":::question autre")))
    assert {one.kind.value for one in made.changes} == {"nouvelle", "retirée"}
    assert not made.corrected.questions
    released(program, files((":::question unique", ":::question autre")))
    assert points(program, accounts["alix"].id) == [0.0]


FORMULA = (("= {n * p}", "= {n * p * ref(essai.taux)}"),)


def test_a_figure_is_a_correction_for_each_formula_that_uses_it(site: Site) -> None:
    program, _ = site
    released(program, files(*FORMULA))
    dearer = {
        **files(*FORMULA),
        RATES: files(("value: 20", "value: 30"), path=RATES)[RATES],
    }
    made = prepared(program, dearer)
    assert [(one.question, one.kind.value) for one in made.changes] == [
        ("essai/formes/calcul", "corrigé")
    ]
    assert set(made.corrected.questions) == {"essai/formes/calcul"}
    assert made.rendered == 0


def test_only_what_changed_is_rendered_again(site: Site) -> None:
    program, _ = site
    changed_once = files(("La marge est ce qui reste.", "La marge est un reste."))
    made = prepared(program, changed_once)
    assert made.rendered == 1
    released(program, changed_once)
    assert prepared(program, changed_once).rendered == 0
    assert prepared(program, files()).rendered == 0


def test_modules_alike_are_built_once(site: Site) -> None:
    program, _ = site
    before = read_folder(COURSES)
    other = {path.replace("essai/", "autre/", 1): body for path, body in before.items()
             if path.startswith("essai/")}  # fmt: skip
    released(program, {**before, **other})
    with program.reading() as work:
        first = with_release(work).catalogue
    released(program, {**files(("La marge est", "Une marge est")), **other})
    with program.reading() as work:
        second = with_release(work).catalogue
    assert second.module("autre") is first.module("autre")
    assert second.module("essai") is not first.module("essai")
    fresh = Program(
        settings=program.settings, database=program.database, keys=program.keys,
        library=type(program.library)(), site=program.site, clock=program.clock,
    )  # fmt: skip
    with fresh.reading() as work:
        alone = fresh.library.module(work.connection, first.release, "essai")
        assert alone == first.module("essai")
        assert fresh.library.module(work.connection, first.release, "essai") is alone
        assert fresh.library.module(work.connection, first.release, "absent") is None
        with pytest.raises(NotFound):
            fresh.library.module(work.connection, "jamais", "essai")


def test_another_publication_meanwhile_refuses(site: Site) -> None:
    program, _ = site
    made = prepared(program, files(*SWAPPED))
    released(program, files(("La marge est", "Une marge est")))
    with pytest.raises(Conflict, match="Une autre version"), program.writing() as work:
        publish(with_release(work), made)


def test_what_was_published_is_no_longer_being_written(site: Site) -> None:
    program, _ = site
    wanted = files(("La marge est", "Une marge est"))
    with program.writing() as work:
        keep_all(work, {LESSON: wanted[LESSON], "essai/99-plus.md": b"plus"})
    released(program, wanted)
    with program.reading() as work:
        assert [one.path for one in changed(work)] == ["essai/99-plus.md"]


def test_the_former_release_is_served_until_the_new_one_is_built(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, _ = site
    library = program.library
    with program.reading() as work:
        former = with_release(work).release
        assert work.catalogue.release == former
    new = released(program, files(("La marge est", "Une marge est")))
    assert library.serving(new) == new  # nobody builds in advance: it is built on the spot
    assert library.serving(former) == former
    library.watched.set()
    assert library.serving(new) == former
    assert library.wanted.is_set()
    monkeypatch.setattr("learning.services.library.LATE_SECONDS", 0.0)
    assert library.serving(new) == new  # never later than that
    monkeypatch.undo()
    with program.reading() as work:
        library.catalogue(work.connection, new)
    assert library.serving(new) == new
    assert library.serving(None) is None


def test_the_days_pass_between_publications(site: Site) -> None:
    program, _ = site
    made = prepared(program, files(*SWAPPED))
    assert made.former is not None
    with program.writing() as work:
        work.instant += timedelta(days=3)
        publish(with_release(work), made)
    with program.reading() as work:
        assert with_release(work).release == made.id


def test_the_parts_are_named_by_their_files_alone() -> None:
    found = read_folder(COURSES)
    listing = {path: sha256(body).hexdigest() for path, body in found.items()}
    keys = content_library.render_keys(found).values()
    assert content_library.part_digests(listing) == {key.part_digest for key in keys}


def test_what_another_renderer_made_is_made_again_at_the_start(site: Site) -> None:
    program, _ = site
    kept = sa.select(rendered.c.part_digest).where(rendered.c.renderer == RENDERER_VERSION)
    with program.writing() as work:
        before = set(work.connection.execute(kept).scalars())
        work.connection.execute(sa.update(rendered).values(renderer="ancien"))
    refresh_rendered(program)
    with program.reading() as work:
        assert set(work.connection.execute(kept).scalars()) == before
