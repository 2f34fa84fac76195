"""Read every course file into one catalogue, telling every fault: used to check and to build."""

import re
from collections import Counter

from learning.content import remedies
from learning.content.finding import Fix, Report, did_you_mean
from learning.content.front_matter import FrontMatter, read_front_matter
from learning.content.front_values import (
    day_of,
    list_of,
    minutes_of,
    objective_of,
    objectives_of,
    pass_mark_of,
)
from learning.content.glossary import FILE as GLOSSARY
from learning.content.glossary import read_glossary, slug_of
from learning.content.lesson_markup import RawBlock, question_names, read_blocks
from learning.content.module_reader import ModuleReader
from learning.content.near_words import fresh_name
from learning.content.question_build import Builder, build_question
from learning.content.question_markup import read_question
from learning.content.question_numbers import NumberReader
from learning.content.rates_file import FILE as RATES
from learning.content.rates_file import read_rates
from learning.content.reading import Parsed, Reading
from learning.content.source import (
    NAME,
    SITE_FOLDERS,
    digest_of,
    fold,
    module_files,
    module_slugs,
)
from learning.content.typography import set_plain
from learning.domain.course import (
    BlockKind,
    Module,
    Path,
    Questionnaire,
)
from learning.domain.mastery import LEAST_QUESTIONS
from learning.domain.question import Question

_INSIDE = re.compile(
    r"banques/[^/]+\.md|media/[A-Za-z0-9_.-]+\.(?:png|jpe?g|gif|webp|mp3|ogg|opus|m4a|wav|txt)",
    re.IGNORECASE,
)
_YES_NO = {
    "o": "oui",
    "yes": "oui",
    "vrai": "oui",
    "true": "oui",
    "ok": "oui",
    "n": "non",
    "no": "non",
    "faux": "non",
    "false": "non",
    "aucune": "non",
    "sans": "non",
}
_MOMENTS = ("avant", "après", "suivi")
_ROOT_FILES = frozenset({GLOSSARY, RATES})


class Parser(Reading):
    """Reads files; ``html`` by part gives rendered fragments, or nothing when only checking."""

    def run(self) -> Parsed:
        """Read everything."""
        if (text := self.text(RATES)) is not None:
            self.out.rates = read_rates(text, self.report(RATES), on=self.on)
        if (text := self.text(GLOSSARY)) is not None:
            self.out.glossary = read_glossary(text, self.report(GLOSSARY))
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

    def _judge_place(self, path: str, slugs: tuple[str, ...]) -> None:
        folder, _, name = path.partition("/")
        if not name:
            if folder not in _ROOT_FILES:
                self.report(path).error(
                    1,
                    "ce fichier n’a pas sa place ici.",
                    f"À la racine : {', '.join(sorted(_ROOT_FILES))}.",
                )
            return
        if folder in SITE_FOLDERS:
            if not NAME.fullmatch(name.removesuffix(".md")):
                self.report(path).error(
                    1, "ce nom n’est pas permis.", "Lettres simples, chiffres et tirets."
                )
        elif folder not in slugs:
            self.report(path).error(
                1, f"le dossier « {folder} » n’a pas de module.md.", "Ajoutez-le."
            )
        elif name.lower().endswith(".svg"):
            self.report(path).error(
                1,
                "une image SVG peut cacher un programme : elle est refusée.",
                "Enregistrez-la en PNG ou en JPEG.",
            )
        elif "/" in name and not _INSIDE.fullmatch(name):
            self.report(path).error(
                1,
                "ce fichier n’a pas sa place ici.",
                "Un module a des leçons, banques/*.md, et des images ou des sons dans media/.",
            )

    def _module(self, slug: str) -> None:
        if slug in self.ready:
            self.out.modules.append(self.ready[slug])
            return
        file = f"{slug}/module.md"
        text = self.text(file)
        if text is None:
            return
        report = self.report(file)
        if not NAME.fullmatch(slug):
            report.error(
                1, f"le nom « {slug} » n’est pas permis.", "Lettres simples, chiffres et tirets."
            )
        front = read_front_matter(text, "module", report)
        reader = ModuleReader(self, slug, objectives_of(front, report))
        self.cite(file, front)
        lessons = reader.lessons()
        banks = tuple(reader.banks.values())
        minutes = minutes_of(front, "duree", report) or sum(lesson.minutes for lesson in lessons)
        module = Module(
            slug=slug,
            title=set_plain(front.get("titre", slug)),
            aim=set_plain(front.get("but")),
            objectives=tuple(reader.objectives.values()),
            minutes=minutes,
            pass_mark=pass_mark_of(front, report),
            prerequisites=tuple(list_of(front.get("prerequis"))),
            checked_on=day_of(front, report),
            intro=self.fragments_of(slug).block("\n".join(front.body), (file, front.body_line)),
            lessons=lessons,
            banks=banks,
            digest=digest_of(module_files(self.files, slug)),
        )
        self._judge_module(module, file, front, sure=reader.sure)
        self.out.modules.append(module)

    def _judge_module(self, module: Module, file: str, front: FrontMatter, *, sure: bool) -> None:
        report = self.report(file)
        for slug in module.prerequisites:
            if f"{slug}/module.md" not in self.files:
                report.error(
                    front.line("prerequis"),
                    f"le module « {slug} » n’existe pas.",
                    did_you_mean(slug, module_slugs(self.files)),
                    fix=report.swap(
                        front.line("prerequis"), slug, report.near(slug, module_slugs(self.files))
                    ),
                )
        if sure:
            _judge_objectives(module, front, report)
        if not module.lessons:
            report.error(1, "ce module n’a pas de leçon.", "Ajoutez « 10-titre.md ».")

    def _path(self, file: str) -> None:
        text = self.text(file)
        if text is None:
            return
        report = self.report(file)
        front = read_front_matter(text, "parcours", report)
        modules = list_of(front.get("modules"))
        known = module_slugs(self.files)
        for place, slug in enumerate(modules):
            if slug in modules[:place]:
                report.error(
                    front.line("modules"),
                    f"le module « {slug} » est deux fois dans ce parcours.",
                    "Retirez-en un.",
                    fix=_once(front, modules, place, report),
                )
            if slug not in known:
                report.error(
                    front.line("modules"),
                    f"le module « {slug} » n’existe pas.",
                    did_you_mean(slug, known),
                    fix=report.swap(front.line("modules"), slug, report.near(slug, known)),
                )
        attestation = front.get("attestation")
        if attestation and fold(attestation) not in {"oui", "non"}:
            report.error(
                front.line("attestation"),
                f"« {attestation} » ne dit ni oui ni non.",
                "Écrivez « attestation: oui » ou « attestation: non ».",
                fix=report.swap(
                    front.line("attestation"), attestation, _YES_NO.get(fold(attestation))
                ),
            )
        self.out.paths.append(
            Path(
                slug=file.split("/")[1].removesuffix(".md"),
                title=set_plain(front.get("titre")),
                audience=set_plain(front.get("public")),
                modules=tuple(modules),
                attestation=fold(attestation) == "oui",
                intro=self.fragments_of("_site").block(
                    "\n".join(front.body), (file, front.body_line)
                ),
            )
        )

    def _questionnaire(self, file: str) -> None:
        text = self.text(file)
        if text is None:
            return
        report = self.report(file)
        front = read_front_matter(text, "questionnaire", report)
        _judge_moment(front, report)
        fragments = self.fragments_of("_site")
        slug = file.split("/")[1].removesuffix(".md")
        builder = Builder(
            "questionnaires", slug, file, None, {},
            NumberReader(self.out.rates, report), fragments, report, self.choice_ids,
        )  # fmt: skip
        intro: list[str] = []
        questions = list[Question]()
        names: set[str] = set()
        for raw in read_blocks(front.body, front.body_line, report):
            if raw.kind is BlockKind.QUESTION:
                if not NAME.fullmatch(raw.rest) or raw.rest in names:
                    report.error(
                        raw.line,
                        f"le nom « {raw.rest} » n’est pas permis, ou sert déjà.",
                        remedies.question_name(slug_of(raw.rest)),
                        fix=_other_name(raw, report),
                    )
                names.add(raw.rest)
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
                title=set_plain(front.get("titre")),
                moment=front.get("moment"),
                information=set_plain(front.get("information")),
                intro=fragments.block("\n".join(intro), (file, front.body_line)),
                questions=tuple(questions),
            )
        )


def _judge_objectives(module: Module, front: FrontMatter, report: Report) -> None:
    """Tell the objectives that nobody could show, for want of questions."""
    asked = Counter(question.objective for question in module.questions)
    if asked.keys() - {one.slug for one in module.objectives}:
        return  # whoever named another objective meant one of these
    for line, text in front.lists.get("objectifs", []):
        slug = objective_of(text)[0]
        count = asked[slug]
        if count == 0:
            report.warn(
                line,
                f"aucune question ne vérifie l’objectif « {slug} ».",
                f"Ajoutez une question avec « Objectif : {slug} ».",
            )
        elif count < LEAST_QUESTIONS:
            said = "1 question" if count == 1 else f"{count} questions"
            report.warn(
                line,
                f"l’objectif « {slug} » n’a que {said} :"
                f" il en faut {LEAST_QUESTIONS} pour être acquis.",
                f"Ajoutez des questions avec « Objectif : {slug} »,"
                " dans une leçon ou dans une banque.",
            )


def _judge_moment(front: FrontMatter, report: Report) -> None:
    line, moment = front.line("moment"), front.get("moment")
    if moment and fold(moment) not in {fold(one) for one in _MOMENTS}:
        near = report.near(moment, _MOMENTS)
        report.error(
            line,
            "ce moment est inconnu.",
            "Écrivez avant, après ou suivi.",
            fix=report.swap(line, moment, near),
        )


def _once(front: FrontMatter, modules: list[str], place: int, report: Report) -> Fix | None:
    """Take out a module written twice in a row: elsewhere, only its author knows its place."""
    if modules[place] != modules[place - 1]:
        return None
    kept = ", ".join(modules[:place] + modules[place + 1 :])
    return report.put(front.line("modules"), f"modules: {kept}")


def _other_name(raw: RawBlock, report: Report) -> Fix | None:
    names = question_names(report.lines)
    wanted = slug_of(raw.rest) or "question"
    if wanted in names:
        wanted = fresh_name(wanted, names)
    return report.put(raw.line, f":::question {wanted}")


__all__ = ["Parsed", "Parser"]
