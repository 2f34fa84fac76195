"""A project in the words of its learner and of the team: its state, what stands in a sheet."""

from typing import Any

from learning.domain.worksheet.fields import Ask, Field
from learning.services.project import Version, labels_of
from learning.services.project_access import ProjectState
from learning.services.project_reading import Reading
from learning.web.i18n import day, language, translate


def project_row(state: ProjectState) -> str:
    """Where one's own project stands, for the learner's home."""
    if not state.begun:
        return translate("Quinze feuilles pour préparer votre activité, à votre rythme.")
    said = [_begun(state)]
    if state.reading is not None:
        said.append(_reading(state.reading))
    return " ".join(said)


def project_facts(state: ProjectState) -> list[dict[str, str]]:
    """Where a project stands, for the team: never a word of what it says."""
    saved = day(state.saved_at) if state.saved_at else translate("Jamais")
    reading = _reading(state.reading) if state.reading else translate("Pas demandée.")
    counted = translate("%(begun)s sur %(all)s") % {"begun": state.begun, "all": state.all}
    return [
        {"label": translate("Feuilles commencées"), "value": counted},
        {"label": translate("Dernier enregistrement"), "value": saved},
        {"label": translate("Lecture"), "value": reading},
    ]


def _begun(state: ProjectState) -> str:
    said = language().translations.ngettext(
        "%(num)d feuille commencée sur %(all)d.",
        "%(num)d feuilles commencées sur %(all)d.",
        state.begun,
    )
    return str(said % {"num": state.begun, "all": state.all})


def _reading(reading: Reading) -> str:
    if reading.given_at is None:
        return translate("Lecture demandée le %(day)s.") % {"day": day(reading.at)}
    return translate("Lu le %(day)s.") % {"day": day(reading.given_at)}


def typed_pairs(version: Version) -> list[dict[str, Any]]:
    """What a sheet says, field by field, each choice in its words; empty fields are left out."""
    asked = dict(version.sheet.cells())
    return [
        {"label": label, "value": _words(asked[key], version.typed[key]), "typed": True}
        for key, label in labels_of(version.sheet)
        if version.typed.get(key)
    ]


def _words(field: Field, value: str) -> str:
    if field.ask is not Ask.CHOICE:
        return value
    labels = {choice.value: translate(choice.label) for choice in field.choices}
    return labels.get(value, value)


FILTERS = {
    "project_row": project_row,
    "project_facts": project_facts,
    "typed_pairs": typed_pairs,
}
