"""Read the banks and lessons of one module, telling every fault."""

import math
import re

from learning.content import remedies
from learning.content.finding import Fix, Report, did_you_mean
from learning.content.fragments import figures_in, plain_text
from learning.content.front_matter import FrontMatter, read_front_matter, with_key
from learning.content.front_values import minutes_of
from learning.content.glossary import TermLinker, slug_of
from learning.content.headings import HeadingReader
from learning.content.lesson_markup import (
    NAMES,
    WORKSHEETS,
    RawBlock,
    arguments,
    question_names,
    read_blocks,
)
from learning.content.near_words import fresh_name
from learning.content.question_build import Builder, build_question
from learning.content.question_markup import read_question
from learning.content.question_numbers import NumberReader
from learning.content.readability import words_of
from learning.content.reading import Reading
from learning.content.source import NAME, fold, lesson_slug
from learning.content.typography import set_plain
from learning.domain.course import (
    Bank,
    Block,
    BlockKind,
    Figure,
    Lesson,
    LessonKind,
    Objective,
)
from learning.domain.html import SafeHtml
from learning.domain.question import Question

WORDS_A_MINUTE = 60  # course-format.md: the pace of somebody who reads with difficulty
_TESTS = frozenset({"epreuve", "examen", "test", "quiz", "controle", "evaluations"})
_DRAW_WORDS = frozenset({"banque", "nombre"})
# Fields that a page's form posts beside the questions' own.
RESERVED = frozenset(
    {"jeton", "indice", "enregistrer", "envoyer", "montrees", "tentative", "plus-tard"}
)


class ModuleReader:
    """Reads the banks and lessons of one module."""

    def __init__(self, reading: Reading, slug: str, objectives: dict[str, Objective]) -> None:
        self.reading = reading
        self.slug = slug
        self.objectives = objectives
        self.fragments = reading.fragments_of(slug)
        self.linker = TermLinker(reading.out.glossary)
        self.banks: dict[str, Bank] = {}
        self.sizes: dict[str, int] = {}
        self.names: list[str] = []  # of the questions of the file being read, as written
        self.lines: dict[str, int] = {}  # where each question of the file being read begins
        self.sure = True  # every question was read
        self._read_banks()

    def lessons(self) -> tuple[Lesson, ...]:
        """Read the lessons in the order of their number."""
        found: list[tuple[int, str, str]] = []
        prefix = f"{self.slug}/"
        for path in sorted(self.reading.files):
            name = path.removeprefix(prefix)
            if not path.startswith(prefix) or "/" in name or name == "module.md":
                continue
            report = self.reading.report(path)
            named = lesson_slug(name)
            if named is None:
                report.error(
                    1, "ce nom de leçon n’est pas permis.", "Écrivez « 10-mon-titre.md »."
                )
            elif named[1] in {slug for _, slug, _ in found}:
                report.error(1, f"deux leçons s’appellent « {named[1]} ».", "Changez un des noms.")
            else:
                found.append((*named, path))
        lessons = [self._lesson(slug, path) for _, slug, path in sorted(found)]
        return tuple(lesson for lesson in lessons if lesson is not None)

    def _read_banks(self) -> None:
        prefix = f"{self.slug}/banques/"
        for path in sorted(self.reading.files):
            if not path.startswith(prefix) or not path.endswith(".md"):
                continue
            text = self.reading.text(path)
            if text is None:
                continue
            report = self.reading.report(path)
            front = read_front_matter(text, "bank", report)
            slug = path.removeprefix(prefix).removesuffix(".md")
            if not NAME.fullmatch(slug):
                report.error(
                    1, "ce nom de banque n’est pas permis.", "Lettres simples, chiffres et tirets."
                )
            if (objective := front.get("objectif")) and objective not in self.objectives:
                self._refuse_objective(front, objective, report)
            questions, _ = self._blocks(path, slug, front, front.get("objectif") or None, report)
            self.sizes[slug] = len(self.lines)  # a question with a fault counts all the same
            self.banks[slug] = Bank(slug=slug, questions=questions)

    def _lesson(self, slug: str, path: str) -> Lesson | None:
        text = self.reading.text(path)
        if text is None:
            return None
        report = self.reading.report(path)
        front = read_front_matter(text, "lesson", report)
        kind = LessonKind.TEST if fold(front.get("type")) == "evaluation" else LessonKind.LESSON
        if front.get("type") and fold(front.get("type")) not in {"lecon", "evaluation"}:
            report.error(
                front.line("type"),
                "ce type est inconnu.",
                "Écrivez leçon ou évaluation.",
                fix=report.swap(front.line("type"), front.get("type"), _type_of(front, report)),
            )
        objective = front.get("objectif") or None
        if objective is None and kind is LessonKind.LESSON:
            report.error(
                1,
                "cette leçon n’a pas d’objectif.",
                f"Écrivez « objectif: … » avec l’un de : {', '.join(self.objectives)}.",
                fix=self._only_objective(front, report),
            )
        elif objective is not None and objective not in self.objectives:
            self._refuse_objective(front, objective, report)
        self.linker.restart()
        questions, blocks = self._blocks(path, slug, front, objective, report)
        self._judge_names(slug, blocks, questions, report)
        minutes = self._minutes(front, blocks, questions, report)
        audio = front.get("audio") or None
        if audio and f"{self.slug}/media/{audio}" not in self.reading.files:
            report.error(
                front.line("audio"),
                f"le son « {audio} » manque.",
                "Ajoutez le fichier dans media/.",
                fix=report.swap(front.line("audio"), audio, report.near(audio, self._media())),
            )
        return Lesson(
            slug=slug, title=set_plain(front.get("titre", slug)), objective=objective, kind=kind,
            minutes=minutes, audio=audio, blocks=blocks, questions=questions,
        )  # fmt: skip

    def _refuse_objective(self, front: FrontMatter, objective: str, report: Report) -> None:
        report.error(
            front.line("objectif"),
            f"l’objectif « {objective} » n’est pas du module.",
            did_you_mean(objective, self.objectives),
            fix=report.swap(
                front.line("objectif"), objective, report.near(objective, self.objectives)
            ),
        )

    def _only_objective(self, front: FrontMatter, report: Report) -> Fix | None:
        if len(self.objectives) != 1 or "objectif" in front.lines:
            return None
        return with_key(front, "objectif", next(iter(self.objectives)), report)

    def _media(self) -> list[str]:
        prefix = f"{self.slug}/media/"
        return [
            path.removeprefix(prefix) for path in self.reading.files if path.startswith(prefix)
        ]

    def _judge_names(
        self,
        slug: str,
        blocks: tuple[Block, ...],
        questions: tuple[Question, ...],
        report: Report,
    ) -> None:
        """Refuse a name that a bank drawn here, or of the lesson's own name, also holds."""
        own = {question.name for question in questions}
        drawn = {block.name for block in blocks if block.kind is BlockKind.DRAW}
        for name in sorted(drawn | {slug}):
            bank = self.banks.get(name)
            for question in bank.questions if bank else ():
                if question.name in own:
                    report.error(
                        self.lines[question.name],
                        f"« {question.name} » est dans la leçon et dans la banque « {name} ».",
                        "Changez le nom de l’une des deux.",
                    )

    def _minutes(
        self,
        front: FrontMatter,
        blocks: tuple[Block, ...],
        questions: tuple[Question, ...],
        report: Report,
    ) -> int:
        words = sum(len(words_of(block.plain)) for block in blocks)
        asked = sum(question.minutes for question in questions)
        for block in blocks:
            bank = self.banks.get(block.name) if block.kind is BlockKind.DRAW else None
            if bank and bank.questions:
                mean = sum(q.minutes for q in bank.questions) / len(bank.questions)
                asked += math.ceil(mean * block.count)
        computed = max(1, math.ceil(words / WORDS_A_MINUTE + asked))
        stated = minutes_of(front, "duree", report)
        if stated and computed > stated:
            report.warn(
                front.line("duree"),
                f"cette leçon dure {computed} min, plus que les {stated} annoncées.",
                f"Écrivez « durée: {computed} min », ou raccourcissez.",
                fix=report.put(front.line("duree"), f"durée: {computed} min"),
            )
        return stated or computed

    def _blocks(
        self, path: str, holder: str, front: FrontMatter, objective: str | None, report: Report
    ) -> tuple[tuple[Question, ...], tuple[Block, ...]]:
        self.reading.cite(path, front)
        builder = Builder(
            self.slug, holder, path, objective, self.objectives,
            NumberReader(self.reading.out.rates, report), self.fragments, report,
            self.reading.choice_ids,
        )  # fmt: skip
        questions: list[Question] = []
        blocks: list[Block] = []
        self.lines = {}
        self.names = question_names(report.lines)
        prose = HeadingReader(report)
        for raw in read_blocks(front.body, front.body_line, report):
            if raw.kind is BlockKind.QUESTION:
                self._question(raw, builder, report, questions, blocks)
            elif raw.kind is BlockKind.DRAW:
                self._draw(raw, report, blocks)
            elif raw.kind is BlockKind.WORKSHEET:
                self._worksheet(raw, report, blocks)
            else:
                self._prose(raw, path, prose, blocks)
        prose.judge()
        return tuple(questions), tuple(blocks)

    def _question(
        self,
        raw: RawBlock,
        builder: Builder,
        report: Report,
        questions: list[Question],
        blocks: list[Block],
    ) -> None:
        name = raw.rest.strip()
        if not NAME.fullmatch(name):
            wanted = slug_of(name)
            report.error(
                raw.line,
                f"le nom de question « {name} » n’est pas permis.",
                remedies.question_name(wanted),
                fix=self._named(raw, report, wanted or "question"),
            )
        if name in self.lines:
            report.error(
                raw.line,
                f"la question « {name} » existe déjà ligne {self.lines[name]}.",
                "Changez son nom.",
                fix=self._named(raw, report, name) if NAME.fullmatch(name) else None,
            )
        if name in RESERVED:
            report.error(
                raw.line,
                f"le nom « {name} » sert au programme.",
                "Changez ce nom.",
                fix=self._named(raw, report, name),
            )
        self.lines.setdefault(name, raw.line)
        built = build_question(builder, read_question(name, raw.line, raw.lines, report))
        if built is None:
            self.sure = False
        else:
            questions.append(built)
            blocks.append(Block(kind=BlockKind.QUESTION, name=name, figures=self._figures(raw)))

    def _named(self, raw: RawBlock, report: Report, name: str) -> Fix | None:
        """Give a question a name of its own: no other block of the file has it."""
        others = list(self.names)
        if raw.rest in others:
            others.remove(raw.rest)
        drawn = (question.name for bank in self.banks.values() for question in bank.questions)
        taken = {*RESERVED, *others, *drawn}
        wanted = fresh_name(name, taken) if name in taken else name
        if not raw.rest:
            return report.put(raw.line, f"{report.line(raw.line).rstrip()} {wanted}")
        before, _, after = report.line(raw.line).rpartition(raw.rest)
        return report.put(raw.line, f"{before.rstrip()} {wanted}{after}")

    def _draw(self, raw: RawBlock, report: Report, blocks: list[Block]) -> None:
        values = arguments(raw.rest)
        for word in values.keys() - _DRAW_WORDS:
            report.error(
                raw.line,
                f"« {word} » est inconnu ici.",
                did_you_mean(word, _DRAW_WORDS),
                fix=report.swap(raw.line, word, report.near(word, _DRAW_WORDS)),
            )
        name, count = values.get("banque", ""), values.get("nombre", "")
        bank = self.banks.get(name)
        if bank is None:
            report.error(
                raw.line,
                f"la banque « {name} » n’existe pas.",
                did_you_mean(name, self.banks, "Créez-la dans banques/."),
                fix=report.swap(raw.line, name, report.near(name, self.banks)),
            )
            return
        if not re.fullmatch("[1-9][0-9]{0,2}", count):
            report.error(
                raw.line,
                "le nombre de questions ne se lit pas.",
                "Écrivez « nombre=5 ».",
                fix=_count_fix(raw, count, report),
            )
            return
        if int(count) > self.sizes[name]:
            report.error(
                raw.line,
                f"la banque « {name} » a {self.sizes[name]} questions, pas {count}.",
                "Tirez-en moins, ou ajoutez-en.",
            )
        blocks.append(Block(kind=BlockKind.DRAW, name=name, count=int(count)))

    def _worksheet(self, raw: RawBlock, report: Report, blocks: list[Block]) -> None:
        name = fold(raw.rest)
        if name not in WORKSHEETS:
            report.error(
                raw.line,
                f"la feuille « {name} » est inconnue.",
                did_you_mean(name, WORKSHEETS),
                fix=report.swap(raw.line, raw.rest, report.near(name, WORKSHEETS)),
            )
            return
        blocks.append(Block(kind=BlockKind.WORKSHEET, name=name))

    def _prose(self, raw: RawBlock, path: str, prose: HeadingReader, blocks: list[Block]) -> None:
        if raw.rest:
            prose.report.error(
                raw.line,
                f"« {raw.rest[:40]} » est sur la ligne qui ouvre le bloc.",
                "Écrivez ce texte sur la ligne d’en dessous.",
                fix=_on_its_line(raw, prose.report),
            )
        source, headings = prose.read(raw)
        self.reading.out.texts.setdefault(path, []).append((raw.first_line, raw.kind, source))
        if not source.strip():
            if raw.kind is not BlockKind.TEXT:
                prose.report.error(
                    raw.line,
                    f"le bloc « {NAMES[raw.kind]} » est vide.",
                    "Écrivez son texte, ou retirez-le.",
                )
            return
        html = self.fragments.block(source, (path, raw.first_line))
        for heading in headings:
            html = SafeHtml(html.replace("<h2>", f'<h2 id="{heading.anchor}">', 1))
        html, terms = self.linker.link(html)
        plain = plain_text(source, self.reading.out.rates).strip()
        blocks.append(
            Block(
                kind=raw.kind, html=html, headings=headings, terms=terms, plain=plain,
                figures=self._figures(raw),
            )
        )  # fmt: skip

    def _figures(self, raw: RawBlock) -> tuple[Figure, ...]:
        return figures_in("\n".join(raw.lines), self.reading.out.rates)


def _type_of(front: FrontMatter, report: Report) -> str | None:
    written = fold(front.get("type"))
    return "évaluation" if written in _TESTS else report.near(written, ("leçon", "évaluation"))


def _count_fix(raw: RawBlock, count: str, report: Report) -> Fix | None:
    meant = remedies.whole_number(count)
    return report.swap(raw.line, f"nombre={count}", f"nombre={meant}") if meant else None


def _on_its_line(raw: RawBlock, report: Report) -> Fix | None:
    """Put under its opening the text that stands on it, closed where the block was closed."""
    opened, _, after = report.line(raw.line).partition(raw.rest)
    closed = "\n:::" if after.strip() == ":::" else ""
    return report.put(raw.line, f"{opened.rstrip()}\n{raw.rest}{closed}")
