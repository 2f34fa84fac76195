"""Questions in parts or without a key: texts with gaps, case tables, open answers, scales."""

import re

from learning.content import remedies
from learning.content.finding import Fix
from learning.content.question_builder import QUESTIONNAIRES, Builder
from learning.content.question_markup import RawQuestion
from learning.content.question_tables import judge_table, read_table
from learning.content.source import fold
from learning.content.typography import set_plain
from learning.domain.html import SafeHtml
from learning.domain.question import (
    CaseTable,
    Gap,
    Gaps,
    OpenAnswer,
    Question,
    QuestionKind,
    Scale,
)

GAP = re.compile(r"\[\[(?!=)(?P<inside>.*?)\]\]", re.DOTALL)
_HALF_GAP = re.compile(
    r"(?<!\[)\[\[(?P<inside>[^\[\]]+)\](?!\])|(?<!\[)\[(?P<other>[^\[\]]+)\]\](?!\])"
)
_RIGHT = re.compile(r"\((?P<text>.+)\)", re.DOTALL)
_SCALE = re.compile(
    r"(?P<low>[0-9]{1,2})\s*\((?P<low_label>[^)]*)\)\s*à\s*"
    r"(?P<high>[0-9]{1,2})\s*\((?P<high_label>[^)]*)\)"
)
_LINES = re.compile(r"(?P<count>[0-9]{1,3})(?:\s*lignes?)?")
_PRIVATE = "\ue000"
_AROUND = '\u00a0\u202f \n\t"\u00ab\u00bb\u201c\u201d'  # spaces and quotes
_MOST_LINES = 30
_HIGHEST = 10


def build_gaps(builder: Builder, raw: RawQuestion) -> Question | None:
    """Cut at the paragraph with holes: what precedes stays the prompt."""
    text = raw.text
    outside = GAP.sub(lambda found: " " * len(found.group()), text)
    for mark, missing in (("[[", "]]"), ("]]", "[[")):
        if mark in outside:
            at = raw.line_at(outside.index(mark))
            builder.report.error(
                at,
                f"un trou a « {mark} » sans « {missing} ».",
                "Écrivez « [[ mot ]] » : deux crochets de chaque côté.",
                fix=builder.report.put(at, _bracketed(builder.report.line(at))),
            )
            return None
    start = text.rfind("\n\n", 0, text.index("[[")) + 1
    holes: list[Gap] = []

    def hole(found: re.Match[str]) -> str:
        line = raw.line_at(start + found.start())
        holes.append(_gap(builder, found["inside"], str(len(holes) + 1), line))
        return f"{_PRIVATE}{len(holes)}{_PRIVATE}"

    marked = GAP.sub(hole, text[start:].replace(_PRIVATE, ""))
    html = builder.fragments.block(marked, builder.place(raw, start))
    parts: list[SafeHtml | Gap] = []
    for place, piece in enumerate(html.split(_PRIVATE)):
        parts.append(holes[int(piece) - 1] if place % 2 else SafeHtml(piece))
    prompt = text[:start].strip() or "Complétez."
    return Gaps(**builder.base(raw, QuestionKind.GAPS, prompt=prompt), parts=tuple(parts))


def _bracketed(line: str) -> str | None:
    """Double the bracket that was written alone at one end of a gap."""
    found = _HALF_GAP.findall(GAP.sub("", line))
    if len(found) != 1:
        return None
    return _HALF_GAP.sub(
        lambda one: f"[[ {(one['inside'] or one['other']).strip(_AROUND)} ]]", line
    )


def _count_fix(builder: Builder, line: int, text: str) -> Fix | None:
    count = remedies.whole_number(text)
    if count is None or not 1 <= count <= _MOST_LINES:
        return None
    return builder.report.swap(line, text, f"{count} lignes")


def _gap(builder: Builder, inside: str, gap_id: str, line: int) -> Gap:
    inside = inside.strip(_AROUND) if "|" not in inside else inside.strip()
    typed = tuple(one for text in inside.split(";") if (one := text.strip(_AROUND)))
    if not typed:
        builder.report.error(line, "un trou est vide.", "Écrivez « [[ mot ; autre mot ]] ».")
        return Gap(id=gap_id, accepted=("",))
    if "|" not in inside:
        return Gap(id=gap_id, accepted=typed)
    options = [text.strip(_AROUND) for text in inside.replace("\\|", "|").split("|")]
    right = [m["text"].strip(_AROUND) for text in options if (m := _RIGHT.fullmatch(text))]
    plain = tuple(m["text"].strip(_AROUND) if (m := _RIGHT.fullmatch(t)) else t for t in options)
    if len(right) != 1:
        builder.report.error(
            line,
            "dans un trou à choix, une réponse, et une seule, est entre parenthèses.",
            "Écrivez « [[ (juste) | faux ]] ».",
        )
    if not all(plain):
        builder.report.error(
            line, "un choix de ce trou est vide.", "Écrivez-le, ou retirez « | »."
        )
    if len({fold(one) for one in plain}) < len(plain):
        builder.report.error(line, "ce trou propose deux fois la même réponse.", "Retirez-en une.")
    return Gap(id=gap_id, accepted=tuple(right[:1]) or plain[:1], options=plain)


def build_table(builder: Builder, raw: RawQuestion) -> Question | None:
    """Build a case table."""
    table = read_table(raw, builder.numbers, builder.fragments, builder.file, builder.report)
    if table is None:
        return None
    base = builder.base(raw, QuestionKind.CASE_TABLE, prompt=table.before)
    refs = frozenset[str]().union(
        *(c.formula.refs for row in table.rows for c in row if c.formula)
    )
    question = CaseTable(
        **base, header=table.header, rows=table.rows, figures=builder.numbers.figures(refs)
    )
    judge_table(question, table.lines, builder.report)
    return question


def build_open(builder: Builder, raw: RawQuestion) -> Question:
    """Build an open answer, read by a person."""
    line, text = raw.word_lines["reponse libre"], raw.words["reponse libre"]
    found = _LINES.fullmatch(text)
    if found is None or not 1 <= int(found["count"]) <= _MOST_LINES:
        builder.report.error(
            line,
            f"le nombre de lignes « {text[:30]} » ne se lit pas.",
            "Écrivez « Réponse libre : 5 lignes ».",
            fix=_count_fix(builder, line, text),
        )
    count = int(found["count"]) if found else 5
    if not raw.grid:
        builder.report.advise(
            line,
            "cette réponse libre n’a pas de grille pour la lire.",
            "Ajoutez « Grille : » puis « - ce qu’on attend ».",
        )
    return OpenAnswer(
        **builder.base(raw, QuestionKind.OPEN),
        lines=max(1, min(count, _MOST_LINES)),
        grid=tuple(raw.grid),
    )


def build_scale(builder: Builder, raw: RawQuestion) -> Question | None:
    """Build a scale, which has no right answer."""
    line, text = raw.word_lines["echelle"], raw.words["echelle"].strip()
    if builder.module != QUESTIONNAIRES:
        builder.report.error(
            line,
            "une échelle n’a pas de bonne réponse : elle va dans un questionnaire.",
            "Placez-la dans questionnaires/, ou donnez des choix « - (x) ».",
        )
    found = _SCALE.fullmatch(text)
    if found is None or not int(found["low"]) < int(found["high"]) <= _HIGHEST:
        builder.report.error(
            line,
            f"l’échelle « {text[:40]} » ne se lit pas.",
            "Écrivez « Échelle : 1 (pas du tout) à 5 (tout à fait) ».",
            fix=builder.report.swap(line, text, remedies.scale(text)),
        )
        return None
    return Scale(
        **builder.base(raw, QuestionKind.SCALE),
        low=int(found["low"]),
        high=int(found["high"]),
        low_label=set_plain(found["low_label"].strip()),
        high_label=set_plain(found["high_label"].strip()),
    )
