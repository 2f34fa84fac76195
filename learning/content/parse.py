"""Read every course file into one catalogue, telling every fault: used to check and to build."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from learning.content.finding import Finding, Report, did_you_mean
from learning.content.fragments import FIGURE, Fragments, figures_in, plain_text
from learning.content.front_matter import FrontMatter, read_front_matter
from learning.content.glossary import FILE as GLOSSARY
from learning.content.glossary import TermLinker, read_glossary
from learning.content.lesson_markup import WORKSHEETS, RawBlock, arguments, read_blocks
from learning.content.question_build import Builder, build_question
from learning.content.question_markup import read_question
from learning.content.question_numbers import NumberReader
from learning.content.rates_file import FILE as RATES
from learning.content.rates_file import Rates, read_rates
from learning.content.readability import words_of
from learning.content.source import (
    MOST_BYTES,
    NAME,
    SITE_FOLDERS,
    Files,
    decode,
    digest_of,
    fold,
    lesson_slug,
    module_files,
    module_slugs,
)
from learning.domain.course import (
    Bank,
    Block,
    BlockKind,
    Figure,
    Heading,
    Lesson,
    LessonKind,
    Module,
    Objective,
    Path,
    Questionnaire,
    Term,
)
from learning.domain.question import Question

WORDS_A_MINUTE = 60  # course-format.md: the pace of somebody who reads with difficulty
LONGEST_LINE = 2_000
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \u00a0]+(?P<text>.*?)[ \u00a0]*#*")
_OBJECTIVE = re.compile(r"(?P<slug>[a-z0-9-]+)[ \u00a0]*=[ \u00a0]*(?P<sentence>.+)")
_MINUTES = re.compile(
    r"(?:(?P<hours>[0-9]+(?:[.,][0-9]+)?)[ \u00a0]*h(?:eures?)?)?[ \u00a0]*(?:(?P<minutes>[0-9]+)[ \u00a0]*(?:min(?:utes?)?)?)?"
)
_ROOT_FILES = frozenset({GLOSSARY, RATES})


@dataclass(slots=True)
class Parsed:
    """What the files hold, and what is wrong in them."""

    modules: list[Module] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    questionnaires: list[Questionnaire] = field(default_factory=list)
    glossary: tuple[Term, ...] = ()
    rates: Rates = field(default_factory=lambda: Rates(()))
    findings: list[Finding] = field(default_factory=list)
    fragments: dict[str, Fragments] = field(default_factory=dict)  # by part
    texts: dict[str, list[tuple[int, BlockKind, str]]] = field(default_factory=dict)  # by file
    cited: dict[str, list[tuple[int, str]]] = field(default_factory=dict)  # figures, by file


class Parser:
    """Reads files; ``html`` by part gives rendered fragments, or nothing when only checking."""

    def __init__(
        self,
        files: Files,
        html: Mapping[str, Mapping[str, str]] | None = None,
        choice_ids: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.files = files
        self.html = html
        self.choice_ids = choice_ids or {}
        self.out = Parsed()

    def run(self) -> Parsed:
        """Read everything."""
        if (text := self._text(RATES)) is not None:
            self.out.rates = read_rates(text, self._report(RATES))
        if (text := self._text(GLOSSARY)) is not None:
            self.out.glossary = read_glossary(text, self._report(GLOSSARY))
        slugs = module_slugs(self.files)
        for path in sorted(self.files):
            self._judge_place(path, slugs)
        for slug in slugs:
            self._module(slug)
        for path in sorted(self.files):
            if path.startswith("parcours/") and path.endswith(".md"):
                self._path(path)
            elif path.startswith("questionnaires/") and path.endswith(".md"):
                self._questionnaire(path)
        self.out.findings.sort()
        return self.out

    def _report(self, file: str) -> Report:
        return Report(file, self.out.findings)

    def _text(self, path: str) -> str | None:
        body = self.files.get(path)
        if body is None:
            return None
        report = self._report(path)
        if path != RATES and len(body) > MOST_BYTES:
            report.error(
                1, "ce fichier est trop gros.", "Coupez-le en deux leçons (64 ko au plus)."
            )
            return None
        try:
            text = decode(body)
        except UnicodeDecodeError as error:
            line = body[: error.start].count(b"\n") + 1
            report.error(line, "ce fichier n’est pas en UTF-8.", "Enregistrez-le en UTF-8.")
            return None
        for number, line in enumerate(text.split("\n"), start=1):
            if len(line) > LONGEST_LINE:
                report.error(
                    number, "cette ligne est trop longue.", "Coupez-la (2 000 signes au plus)."
                )
                return None
        return text

    def _judge_place(self, path: str, slugs: tuple[str, ...]) -> None:
        folder, _, name = path.partition("/")
        if not name:
            if folder not in _ROOT_FILES:
                self._report(path).error(
                    1,
                    "ce fichier n’a pas sa place ici.",
                    f"À la racine : {', '.join(sorted(_ROOT_FILES))}.",
                )
            return
        if folder in SITE_FOLDERS:
            if not NAME.fullmatch(name.removesuffix(".md")):
                self._report(path).error(
                    1, "ce nom n’est pas permis.", "Lettres simples, chiffres et tirets."
                )
        elif folder not in slugs:
            self._report(path).error(
                1, f"le dossier « {folder} » n’a pas de module.md.", "Ajoutez-le."
            )

    def _fragments(self, part: str) -> Fragments:
        if part not in self.out.fragments:
            html = None if self.html is None else self.html.get(part, {})
            self.out.fragments[part] = Fragments(html=html, rates=self.out.rates)
        return self.out.fragments[part]

    def _module(self, slug: str) -> None:
        file = f"{slug}/module.md"
        text = self._text(file)
        if text is None:
            return
        report = self._report(file)
        if not NAME.fullmatch(slug):
            report.error(
                1, f"le nom « {slug} » n’est pas permis.", "Lettres simples, chiffres et tirets."
            )
        front = read_front_matter(text, "module", report)
        reader = _ModuleReader(self, slug, _objectives(front, report))
        self._cite(file, front)
        lessons = reader.lessons()
        banks = tuple(reader.banks.values())
        minutes = _minutes(front, "duree", report) or sum(lesson.minutes for lesson in lessons)
        module = Module(
            slug=slug,
            title=front.get("titre", slug),
            aim=front.get("but"),
            objectives=tuple(reader.objectives.values()),
            minutes=minutes,
            pass_mark=_pass_mark(front, report),
            prerequisites=tuple(_list(front.get("prerequis"))),
            checked_on=_day(front, report),
            intro=self._fragments(slug).block("\n".join(front.body), (file, front.body_line)),
            lessons=lessons,
            banks=banks,
            digest=digest_of(module_files(self.files, slug)),
        )
        self._judge_module(module, file, front)
        self.out.modules.append(module)

    def _judge_module(self, module: Module, file: str, front: FrontMatter) -> None:
        report = self._report(file)
        for slug in module.prerequisites:
            if f"{slug}/module.md" not in self.files:
                report.error(
                    front.line("prerequis"),
                    f"le module « {slug} » n’existe pas.",
                    did_you_mean(slug, module_slugs(self.files)),
                )
        tested = {question.objective for question in module.questions}
        for line, text in front.lists.get("objectifs", []):
            slug = _objective(text)[0]
            if slug not in tested:
                report.warn(
                    line, f"aucune question ne vérifie l’objectif « {slug} ».", "Ajoutez-en une."
                )
        if not module.lessons:
            report.error(1, "ce module n’a pas de leçon.", "Ajoutez « 10-titre.md ».")

    def _cite(self, file: str, front: FrontMatter) -> None:
        for number, line in enumerate(front.body, start=front.body_line):
            for found in FIGURE.finditer(line):
                if self.out.rates.current(found["id"]) is None:
                    self._report(file).error(
                        number,
                        f"le chiffre « {found['id']} » est inconnu.",
                        did_you_mean(
                            found["id"], self.out.rates.rows, "Cherchez-le dans le référentiel."
                        ),
                    )
                else:
                    self.out.cited.setdefault(file, []).append((number, found["id"]))

    def _path(self, file: str) -> None:
        text = self._text(file)
        if text is None:
            return
        report = self._report(file)
        front = read_front_matter(text, "parcours", report)
        modules = _list(front.get("modules"))
        known = module_slugs(self.files)
        for slug in modules:
            if slug not in known:
                report.error(
                    front.line("modules"),
                    f"le module « {slug} » n’existe pas.",
                    did_you_mean(slug, known),
                )
        self.out.paths.append(
            Path(
                slug=file.split("/")[1].removesuffix(".md"),
                title=front.get("titre"),
                audience=front.get("public"),
                modules=tuple(modules),
                attestation=fold(front.get("attestation")) == "oui",
                intro=self._fragments("_site").block(
                    "\n".join(front.body), (file, front.body_line)
                ),
            )
        )

    def _questionnaire(self, file: str) -> None:
        text = self._text(file)
        if text is None:
            return
        report = self._report(file)
        front = read_front_matter(text, "questionnaire", report)
        if front.get("moment") and fold(front.get("moment")) not in {"avant", "apres", "suivi"}:
            report.error(
                front.line("moment"), "ce moment est inconnu.", "Écrivez avant, après ou suivi."
            )
        fragments = self._fragments("_site")
        slug = file.split("/")[1].removesuffix(".md")
        builder = Builder(
            "questionnaires", slug, file, None, {},
            NumberReader(self.out.rates, report), fragments, report, self.choice_ids,
        )  # fmt: skip
        intro: list[str] = []
        questions: list[Question] = []
        for raw in read_blocks(front.body, front.body_line, report):
            if raw.kind is BlockKind.QUESTION:
                built = build_question(
                    builder, read_question(raw.rest, raw.line, raw.lines, report)
                )
                if built is not None:
                    questions.append(built)
            elif raw.kind is BlockKind.TEXT:
                intro += raw.lines
        if len(questions) > 12:  # noqa: PLR2004 - issue: at most 12 items
            report.error(1, "ce questionnaire a plus de 12 questions.", "Retirez-en.")
        self.out.questionnaires.append(
            Questionnaire(
                slug=slug,
                title=front.get("titre"),
                moment=front.get("moment"),
                information=front.get("information"),
                intro=fragments.block("\n".join(intro), (file, front.body_line)),
                questions=tuple(questions),
            )
        )


class _ModuleReader:
    """Reads the banks and lessons of one module."""

    def __init__(self, parser: Parser, slug: str, objectives: dict[str, Objective]) -> None:
        self.parser = parser
        self.slug = slug
        self.objectives = objectives
        self.fragments = parser._fragments(slug)  # noqa: SLF001 - one reader, two classes
        self.linker = TermLinker(parser.out.glossary)
        self.banks: dict[str, Bank] = {}
        self._read_banks()

    def lessons(self) -> tuple[Lesson, ...]:
        """Read the lessons in the order of their number."""
        found: list[tuple[int, str, str]] = []
        prefix = f"{self.slug}/"
        for path in sorted(self.parser.files):
            name = path.removeprefix(prefix)
            if not path.startswith(prefix) or "/" in name or name == "module.md":
                continue
            report = self.parser._report(path)  # noqa: SLF001
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
        for path in sorted(self.parser.files):
            if not path.startswith(prefix) or not path.endswith(".md"):
                continue
            text = self.parser._text(path)  # noqa: SLF001
            if text is None:
                continue
            report = self.parser._report(path)  # noqa: SLF001
            front = read_front_matter(text, "bank", report)
            slug = path.removeprefix(prefix).removesuffix(".md")
            questions, _ = self._blocks(path, slug, front, front.get("objectif") or None, report)
            self.banks[slug] = Bank(slug=slug, questions=questions)

    def _lesson(self, slug: str, path: str) -> Lesson | None:
        text = self.parser._text(path)  # noqa: SLF001
        if text is None:
            return None
        report = self.parser._report(path)  # noqa: SLF001
        front = read_front_matter(text, "lesson", report)
        kind = LessonKind.TEST if fold(front.get("type")) == "evaluation" else LessonKind.LESSON
        if front.get("type") and fold(front.get("type")) not in {"lecon", "evaluation"}:
            report.error(
                front.line("type"), "ce type est inconnu.", "Écrivez leçon ou évaluation."
            )
        objective = front.get("objectif") or None
        if kind is LessonKind.LESSON and objective not in self.objectives:
            report.error(
                front.line("objectif"),
                f"l’objectif « {objective or ''} » n’est pas du module.",
                did_you_mean(objective or "", self.objectives),
            )
        self.linker.restart()
        questions, blocks = self._blocks(path, slug, front, objective, report)
        if kind is LessonKind.LESSON:
            self._judge_names(blocks, questions, report)
        minutes = self._minutes(front, blocks, questions, report)
        audio = front.get("audio") or None
        if audio and f"{self.slug}/media/{audio}" not in self.parser.files:
            report.error(
                front.line("audio"), f"le son « {audio} » manque dans media/.", "Ajoutez-le."
            )
        return Lesson(
            slug=slug, title=front.get("titre", slug), objective=objective, kind=kind,
            minutes=minutes, audio=audio, blocks=blocks, questions=questions,
        )  # fmt: skip

    def _judge_names(
        self, blocks: tuple[Block, ...], questions: tuple[Question, ...], report: Report
    ) -> None:
        own = {question.name for question in questions}
        for block in blocks:
            bank = self.banks.get(block.name) if block.kind is BlockKind.DRAW else None
            for question in bank.questions if bank else ():
                if question.name in own:
                    report.error(
                        1,
                        f"« {question.name} » est dans la leçon et dans la banque « {block.name} ».",
                        "Changez un des noms.",
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
        stated = _minutes(front, "duree", report)
        if stated and computed > stated:
            report.warn(
                front.line("duree"),
                f"cette leçon dure {computed} min, plus que les {stated} annoncées.",
                f"Écrivez « durée: {computed} min », ou raccourcissez.",
            )
        return stated or computed

    def _blocks(
        self, path: str, holder: str, front: FrontMatter, objective: str | None, report: Report
    ) -> tuple[tuple[Question, ...], tuple[Block, ...]]:
        self.parser._cite(path, front)  # noqa: SLF001
        builder = Builder(
            self.slug, holder, path, objective, self.objectives,
            NumberReader(self.parser.out.rates, report), self.fragments, report,
            self.parser.choice_ids,
        )  # fmt: skip
        questions: list[Question] = []
        blocks: list[Block] = []
        names: set[str] = set()
        level = 1
        for raw in read_blocks(front.body, front.body_line, report):
            if raw.kind is BlockKind.QUESTION:
                self._question(raw, builder, names, report, questions, blocks)
            elif raw.kind is BlockKind.DRAW:
                self._draw(raw, report, blocks)
            elif raw.kind is BlockKind.WORKSHEET:
                self._worksheet(raw, report, blocks)
            else:
                level = self._prose(raw, path, report, blocks, level)
        return tuple(questions), tuple(blocks)

    def _question(
        self,
        raw: RawBlock,
        builder: Builder,
        names: set[str],
        report: Report,
        questions: list[Question],
        blocks: list[Block],
    ) -> None:
        name = raw.rest.strip()
        if not NAME.fullmatch(name):
            report.error(
                raw.line,
                f"le nom de question « {name} » n’est pas permis.",
                "Écrivez « :::question mon-nom ».",
            )
        if name in names or name in {"jeton", "indice", "enregistrer", "envoyer", "montrees"}:
            report.error(raw.line, f"la question « {name} » existe déjà.", "Changez son nom.")
        names.add(name)
        built = build_question(builder, read_question(name, raw.line, raw.lines, report))
        if built is not None:
            questions.append(built)
            blocks.append(Block(kind=BlockKind.QUESTION, name=name, figures=self._figures(raw)))

    def _draw(self, raw: RawBlock, report: Report, blocks: list[Block]) -> None:
        values = arguments(raw.rest)
        name, count = values.get("banque", ""), values.get("nombre", "")
        bank = self.banks.get(name)
        if bank is None:
            report.error(
                raw.line,
                f"la banque « {name} » n’existe pas.",
                did_you_mean(name, self.banks, "Créez-la dans banques/."),
            )
            return
        if not count.isdecimal() or int(count) < 1:
            report.error(
                raw.line, "le nombre de questions ne se lit pas.", "Écrivez « nombre=5 »."
            )
            return
        if int(count) > len(bank.questions):
            report.error(
                raw.line,
                f"la banque « {name} » a {len(bank.questions)} questions, pas {count}.",
                "Tirez-en moins, ou ajoutez-en.",
            )
        blocks.append(Block(kind=BlockKind.DRAW, name=name, count=int(count)))

    def _worksheet(self, raw: RawBlock, report: Report, blocks: list[Block]) -> None:
        name = fold(raw.rest)
        if name not in WORKSHEETS:
            report.error(
                raw.line, f"la feuille « {name} » est inconnue.", did_you_mean(name, WORKSHEETS)
            )
            return
        blocks.append(Block(kind=BlockKind.WORKSHEET, name=name))

    def _prose(
        self, raw: RawBlock, path: str, report: Report, blocks: list[Block], level: int
    ) -> int:
        headings: list[Heading] = []
        kept: list[str] = []
        for number, line in enumerate(raw.lines, start=raw.first_line):
            found = _HEADING.fullmatch(line.strip())
            if found is None:
                kept.append(line)
                continue
            depth = len(found["marks"])
            if depth > level + 1:
                report.error(
                    number, "ce titre saute un niveau.", f"Écrivez « {'#' * (level + 1)} »."
                )
            level = depth
            if depth == 1:
                continue  # the page's own title
            if depth == 2:  # noqa: PLR2004
                text = found["text"].replace("*", "")
                headings.append(Heading(anchor=f"h-{_anchor(text)}", text=text))
            kept.append(line)
        source = "\n".join(kept)
        self.parser.out.texts.setdefault(path, []).append((raw.first_line, raw.kind, source))
        if not source.strip():
            return level
        html = self.fragments.block(source, (path, raw.first_line))
        for heading in headings:
            html = type(html)(html.replace("<h2>", f'<h2 id="{heading.anchor}">', 1))
        html, terms = self.linker.link(html)
        plain = plain_text(source, self.parser.out.rates)
        blocks.append(
            Block(
                kind=raw.kind, html=html, headings=tuple(headings), terms=terms, plain=plain,
                figures=self._figures(raw),
            )
        )  # fmt: skip
        return level

    def _figures(self, raw: RawBlock) -> tuple[Figure, ...]:
        return figures_in("\n".join(raw.lines), self.parser.out.rates)


def _anchor(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-") or "titre"


def _list(text: str) -> list[str]:
    return [part.strip("\u00a0 ") for part in text.split(",") if part.strip()]


def _objective(text: str) -> tuple[str, str]:
    found = _OBJECTIVE.fullmatch(text)
    if found:
        return found["slug"], found["sentence"].strip()
    return _anchor(text), text


def _objectives(front: FrontMatter, report: Report) -> dict[str, Objective]:
    found: dict[str, Objective] = {}
    for line, text in front.lists.get("objectifs", []):
        slug, sentence = _objective(text)
        if slug in found:
            report.error(line, f"l’objectif « {slug} » est écrit deux fois.", "Retirez-en un.")
        found[slug] = Objective(slug=slug, sentence=sentence)
    return found


def _minutes(front: FrontMatter, key: str, report: Report) -> int:
    text = front.get(key)
    if not text:
        return 0
    found = _MINUTES.fullmatch(text.strip())
    if found is None or not (found["hours"] or found["minutes"]):
        report.error(
            front.line(key),
            f"la durée « {text} » ne se lit pas.",
            "Écrivez « 12 min » ou « 3 h ».",
        )
        return 0
    hours = float((found["hours"] or "0").replace(",", "."))
    return round(hours * 60) + int(found["minutes"] or 0)


def _pass_mark(front: FrontMatter, report: Report) -> float:
    text = front.get("seuil") or "80 %"
    digits = text.replace("%", "").replace("\u00a0", "").strip()
    if not digits.isdecimal() or not 1 <= int(digits) <= 100:  # noqa: PLR2004
        report.error(
            front.line("seuil"), f"le seuil « {text} » ne se lit pas.", "Écrivez « 80 % »."
        )
        return 0.8
    return int(digits) / 100


def _day(front: FrontMatter, report: Report) -> date | None:
    text = front.get("verifie")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        report.error(
            front.line("verifie"), f"la date « {text} » ne se lit pas.", "Écrivez 2026-11-23."
        )
        return None
