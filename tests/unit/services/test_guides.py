"""The guides: every example is good, every label is on a screen, each role has its shelves."""

import re
from datetime import date
from pathlib import Path

import pytest

from learning.content.check import Severity, check
from learning.domain.access import Role
from learning.domain.course import BlockKind
from learning.domain.question import QuestionKind
from learning.paths import GUIDES
from learning.services import guide_examples
from learning.services.guide_examples import KINDS, TEXT, example_files, show_examples
from learning.services.guides import _FENCE, SHELVES, find_guide, read_guides, shelves_for
from tests.guards.tree import must_be_empty, read, under

TODAY = date(2026, 11, 25)
GUIDE_FILES = sorted(GUIDES.glob("*.md"))
EXAMPLES = [
    (file.stem, place, found["kind"], found["source"])
    for file in GUIDE_FILES
    for place, found in enumerate(_FENCE.finditer(file.read_text(encoding="utf-8")))
]
# What these guides put between « » is written so on a screen.
BY_SCREEN = ("premiere-lecon", "publier", "importer-gift", "lire-les-textes", "suivre")
LABEL = re.compile(r"«[ \u00a0]([^«»]+?)[ \u00a0]»")


def plain(text: str) -> str:
    """A text without the difference between spaces."""
    return " ".join(text.replace("\u00a0", " ").split())


def test_every_guide_stands_on_a_shelf_and_every_shelf_is_full() -> None:
    named = {name for shelf in SHELVES for name in shelf.guides}
    assert named == {file.stem for file in GUIDE_FILES}


def test_no_example_has_an_error_or_advice() -> None:
    found = check(example_files(EXAMPLES), on=TODAY)
    bad = (Severity.ERROR, Severity.ADVICE)
    must_be_empty([str(one) for one in found if one.severity in bad])


def test_the_format_shows_every_block_and_every_kind_of_question() -> None:
    guides = read_guides(GUIDES)
    pages = (guides["format"], guides["questions"])
    views = [view for page in pages for part in page.parts for view in part.blocks]
    assert {view.block.kind for view in views} == set(BlockKind)
    assert {view.question.kind for view in views if view.question} == {
        kind.value for kind in QuestionKind
    }


def test_no_name_of_a_question_comes_twice_on_a_page() -> None:
    for guide in read_guides(GUIDES).values():
        names = [v.question.name for part in guide.parts for v in part.blocks if v.question]
        assert len(names) == len(set(names)), guide.name


def test_every_fence_is_closed_and_known() -> None:
    for file in GUIDE_FILES:
        text = file.read_text(encoding="utf-8")
        assert text.count("```") == 2 * len(_FENCE.findall(text)), file.name
        assert {found["kind"] for found in _FENCE.finditer(text)} <= KINDS, file.name


def test_an_unknown_kind_of_example_stops_the_program() -> None:
    with pytest.raises(ValueError, match="exmple"):
        show_examples([("format", 0, "exmple", "x")])


def test_a_text_is_shown_as_it_is() -> None:
    shown = show_examples([("format", 0, TEXT, "![](x)")])
    assert shown["format", 0] == guide_examples.Shown()


def test_a_guide_opens_with_a_title_and_a_plain_sentence() -> None:
    for guide in read_guides(GUIDES).values():
        assert guide.title
        assert guide.lead.endswith((".", "!", "?")), guide.name
        assert not re.search(r"[*`#\[|]", guide.lead), guide.name
        anchors = [heading.anchor for heading in guide.headings]
        assert len(anchors) == len(set(anchors)), guide.name


def test_learners_find_no_guide_of_staff() -> None:
    guides = read_guides(GUIDES)
    mine = {guide.name for shelf in shelves_for(guides, Role.LEARNER) for guide in shelf.guides}
    assert mine == {"aide-apprenant", "nouveautes"}
    assert find_guide(guides, "aide-apprenant", Role.LEARNER)
    assert find_guide(guides, "aide-equipe", Role.LEARNER) is None
    assert find_guide(guides, "absent", Role.TRAINER) is None


@pytest.mark.parametrize("role", Role)
def test_each_role_has_its_shelves(role: Role) -> None:
    guides = read_guides(GUIDES)
    shelves = shelves_for(guides, role)
    assert shelves
    for shelf in shelves:
        for guide in shelf.guides:
            assert find_guide(guides, guide.name, role) is guide


def test_a_link_leads_to_a_guide_that_the_same_readers_have() -> None:
    readers = {
        file.stem: {role for s in SHELVES if file.stem in s.guides for role in s.readers}
        for file in GUIDE_FILES
    }
    wrong = [
        f"{file.name}: {name}"
        for file in GUIDE_FILES
        for name in re.findall(r"\]\(/aide/([a-z-]+)", file.read_text(encoding="utf-8"))
        if not readers[file.stem] <= readers.get(name, set())
    ]
    must_be_empty(wrong)


@pytest.mark.parametrize("name", BY_SCREEN)
def test_every_label_is_on_a_screen(name: str) -> None:
    files = [*under("templates", ".html"), *under("learning", ".py")]
    screens = plain("\n".join(read(path) for path in files))
    text = _FENCE.sub("", (GUIDES / f"{name}.md").read_text(encoding="utf-8"))
    labels = {plain(found) for found in LABEL.findall(re.sub(r"`[^`\n]*`", "", text))}
    must_be_empty([f"{name}: « {label} »" for label in sorted(labels) if label not in screens])


def test_a_folder_of_its_own_is_read(tmp_path: Path) -> None:
    (tmp_path / "un.md").write_text("# Un\n\nUne phrase.\n\n## Deux\n\nFin.\n", encoding="utf-8")
    guide = read_guides(tmp_path)["un"]
    assert guide.title == "Un"
    assert guide.lead == "Une phrase."
    assert [heading.anchor for heading in guide.headings] == ["h-deux"]
