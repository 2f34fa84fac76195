"""The examples of guides, read by the parser of courses and shown by the components of lessons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from learning.content.library import build
from learning.content.parse import Parser
from learning.content.rates_file import FILE as RATES
from learning.content.render import render
from learning.domain.course import Block, BlockKind, Catalogue, Module
from learning.domain.question import Question
from learning.paths import COURSES
from learning.services.lesson import BlockView
from learning.services.question_view import Shown as Filled
from learning.services.question_view import question_seed, view_question

Named = tuple[str, int, str, str]  # guide, place in it, kind of example, source

LESSON_PIECE = "exemple"  # blocks and questions, without the front matter
LESSON = "exemple-lecon"
BANK = "exemple-banque"
MODULE = "exemple-module"
QUESTIONNAIRE = "exemple-questionnaire"
TEXT = "texte"  # shown as it is written, and nothing else
KINDS = frozenset({LESSON_PIECE, LESSON, BANK, MODULE, QUESTIONNAIRE, TEXT})

_SLUG = "exemples"
_HEAD = "---\ntitre: Exemple\nobjectif: classer-charges\n---\n\n"
_MODULE = """\
---
titre: Exemples
but: Montrer ce que l’on peut écrire
objectifs:
  classer-charges = Classer des charges
  calculer-resultat = Calculer un résultat
---
"""
_TEST = "---\ntitre: Épreuve\ntype: évaluation\n---\n"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a learner gets of an example."""

    blocks: tuple[BlockView, ...] = ()


def example_files(examples: Iterable[Named]) -> dict[str, bytes]:
    """Return the examples as the files of one course, which the checker can judge."""
    files: dict[str, str] = {f"{_SLUG}/module.md": _MODULE}
    for guide, place, kind, source in examples:
        path = _path(guide, place, kind, source)
        if path:
            files[path] = f"{_HEAD}{source}" if kind == LESSON_PIECE else source
        if kind == MODULE:
            files[path.replace("module.md", "90-epreuve.md")] = _TEST
    body = {path: text.encode() for path, text in files.items()}
    body[RATES] = (COURSES / RATES).read_bytes()
    return body


def show_examples(examples: Iterable[Named]) -> dict[tuple[str, int], Shown]:
    """Return what a learner gets of each example, by guide and place.

    Raises:
        ValueError: a fence of a guide has a kind that does not exist.

    """
    listed = list(examples)
    files = example_files(listed)
    catalogue = build(files, _rendered(files))
    module = catalogue.module(_SLUG)
    if module is None:
        raise ValueError(_SLUG)
    return {
        (guide, place): _shown(catalogue, module, kind, _path(guide, place, kind, source))
        for guide, place, kind, source in listed
    }


def _path(guide: str, place: int, kind: str, source: str) -> str:
    """Return where the checker finds an example; nothing for a text that is no course."""
    name = f"{guide}-{place}"
    paths = {
        LESSON_PIECE: f"{_SLUG}/{place + 10}-{name}.md",
        LESSON: f"{_SLUG}/{place + 10}-{name}.md",
        BANK: f"{_SLUG}/banques/exemple.md",
        MODULE: f"{name}/module.md",
        QUESTIONNAIRE: f"questionnaires/{name}.md",
        TEXT: "",
    }
    if kind not in paths:
        message = f"{guide}: « {kind} » is no kind of example: {source[:40]}"
        raise ValueError(message)
    return paths[kind]


def _rendered(files: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    """Render here and now: these texts are ours, and none is hostile."""
    return {
        part: {
            key: str(render(source, inline=mode == "inline"))
            for key, (mode, source) in fragments.wanted.items()
        }
        for part, fragments in Parser(files).run().fragments.items()
    }


def _shown(catalogue: Catalogue, module: Module, kind: str, path: str) -> Shown:
    name = path.rpartition("/")[2].removesuffix(".md")
    if kind in {LESSON_PIECE, LESSON}:
        lesson = module.lesson(name.partition("-")[2])
        if lesson is None:
            raise ValueError(path)
        by_name = {question.name: question for question in lesson.questions}
        return Shown(tuple(_view(block, by_name.get(block.name)) for block in lesson.blocks))
    if kind == BANK:
        bank = next(bank for bank in module.banks if bank.slug == name)
        return _questions(bank.questions)
    if kind == QUESTIONNAIRE:
        found = next(one for one in catalogue.questionnaires if one.slug == name)
        return _questions(found.questions)
    return Shown()


def _questions(questions: Iterable[Question]) -> Shown:
    return Shown(
        tuple(
            _view(Block(kind=BlockKind.QUESTION, name=question.name), question)
            for question in questions
        )
    )


def _view(block: Block, question: Question | None) -> BlockView:
    if block.kind is BlockKind.DRAW:
        return BlockView(block=block, to_draw=True)
    if question is None or block.kind is not BlockKind.QUESTION:
        return BlockView(block=block)
    filled = Filled(seed=question_seed(_SLUG, question.id, 0))
    return BlockView(block=block, question=view_question(question, number=None, shown=filled))
