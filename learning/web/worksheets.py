"""The sheets of a project as templates print them: frames on paper, states, pictures."""

from collections.abc import Iterable
from typing import Any

from learning.domain.worksheet.fields import Field
from learning.domain.worksheet.sheets import find_sheet
from learning.services.project import Version, labels_of
from learning.services.project_page import SheetLine, SheetPage
from learning.web.i18n import day, hour, language, local_day, translate
from learning.web.pages import work
from learning.web.project_curves import curve_shape

_MOST_FAULTS = 8  # named above a sheet; each is said at its place too


def worksheet_title(name: str) -> str:
    """The title of a sheet."""
    sheet = find_sheet(name)
    return translate(sheet.title) if sheet else name


def worksheet_questions(name: str) -> list[str]:
    """What a sheet asks, in a line each, to fill in on paper."""
    sheet = find_sheet(name)
    items = [item for part in sheet.parts for item in part.items] if sheet else []
    return [translate(item.label) for item in items]


def translated(words: Iterable[str]) -> list[str]:
    """Return each of them in the site's language."""
    return [translate(one) for one in words]


def sheet_state(line: SheetLine) -> str:
    """Where a sheet stands, in one sentence."""
    if line.at is None:
        return translate(line.sheet.aim)
    if line.faults:
        ngettext = language().translations.ngettext
        said = ngettext(
            "%(num)d valeur ne se lit pas encore.",
            "%(num)d valeurs ne se lisent pas encore.",
            line.faults,
        )
        return str(said % {"num": line.faults})
    if line.said:
        return line.said
    if line.missing:
        return translate("Commencée. Il manque encore quelques réponses.")
    return translate("Remplie le %(day)s.") % {"day": day(line.at)}


def saved_when(page: SheetPage) -> str:
    """When the shown version was saved: the hour today, the day before; "" while it is not."""
    at = page.version.at
    if at is None or page.draft:
        return ""
    if local_day(at) == local_day(work().instant):
        return translate("Enregistré à %(time)s") % {"time": hour(at)}
    return translate("Enregistré le %(day)s") % {"day": day(at)}


def fault_links(faults: tuple[tuple[str, str, str], ...]) -> list[dict[str, str]]:
    """What could not be read, each leading to its field; past a few, the next of the others."""
    links = [
        {"url": f"#{place}", "text": f"{translate(label)}\u00a0: {sentence}"}
        for place, label, sentence in faults[:_MOST_FAULTS]
    ]
    if others := faults[_MOST_FAULTS:]:
        ngettext = language().translations.ngettext
        said = ngettext("Et %(num)d autre valeur", "Et %(num)d autres valeurs", len(others))
        links.append({"url": f"#{others[0][0]}", "text": str(said % {"num": len(others)})})
    return links


def said_pairs(version: Version) -> list[dict[str, Any]]:
    """What a version says, field by field, a choice in its words; empty fields are left out."""
    asked = dict(version.sheet.cells())
    return [
        {"label": label, "value": in_words(version.typed[key], asked[key]), "typed": True}
        for key, label in labels_of(version)
        if version.typed.get(key)
    ]


def in_words(value: str, field: Field) -> str:
    """What was typed in a field, a choice in its words."""
    return {one.value: translate(one.label) for one in field.choices}.get(value, value)


FILTERS = {
    "fiche": worksheet_title,
    "fiche_questions": worksheet_questions,
    "translated": translated,
    "sheet_state": sheet_state,
    "fault_links": fault_links,
    "said_pairs": said_pairs,
    "in_words": in_words,
    "saved_when": saved_when,
    "curve_shape": curve_shape,
}
