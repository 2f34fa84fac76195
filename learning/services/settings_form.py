"""The settings of a text as a form: titles and sentences, never keys or file names."""

from collections.abc import Mapping
from dataclasses import dataclass

from learning.content.front_edit import read_front
from learning.content.front_values import objective_of
from learning.content.source import module_files
from learning.services.texts import Files, Text, TextKind

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingField:
    """One setting; ``kind`` is text, lines, select or number."""

    name: str
    label: str
    value: str
    hint: str = ""
    kind: str = "text"
    options: Options = ()
    error: str = ""


_YES_NO: Options = (("non", "Non"), ("oui", "Oui"))
_MOMENTS: Options = (("avant", "Avant"), ("après", "Après"), ("suivi", "Suivi"))
_KINDS: Options = (("", "Leçon"), ("évaluation", "Épreuve du module"))
_TITLE = ("titre", "Titre", "", "text")
# name, label, hint, kind
_PLAIN: dict[TextKind, tuple[tuple[str, str, str, str], ...]] = {
    TextKind.LESSON: (
        _TITLE,
        ("objectif", "Objectif", "", "select"),
        ("duree", "Durée", "Vide : elle est comptée. De 10 à 20 min, c’est bien.", "text"),
        ("type", "Sorte", "", "select"),
        ("audio", "Son", "", "select"),
    ),
    TextKind.BANK: (_TITLE, ("objectif", "Objectif de ses questions", "", "select")),
    TextKind.MODULE: (
        _TITLE,
        ("but", "But", "Ce que le module apporte, en une phrase.", "text"),
        ("objectifs", "Objectifs", "Une phrase par ligne : ce qu’on saura faire.", "lines"),
        ("duree", "Durée", "Par exemple 3 h. Vide : elle est comptée.", "text"),
        ("seuil", "Seuil de réussite", "80 % si vous n’écrivez rien.", "text"),
        ("prerequis", "À faire avant", "Les titres d’autres modules, un par ligne.", "lines"),
        ("verifie", "Droit vérifié le", "Par exemple 2026-11-23.", "text"),
    ),
    TextKind.PATH: (
        _TITLE,
        ("public", "Public", "À qui ce parcours s’adresse.", "text"),
        ("modules", "Modules", "Leurs titres, un par ligne, dans l’ordre.", "lines"),
        ("attestation", "Donne une attestation", "", "select"),
    ),
    TextKind.QUESTIONNAIRE: (
        _TITLE,
        ("moment", "Moment", "", "select"),
        (
            "information",
            "Phrase d’information",
            "Participer est libre, refuser ne change rien, à quoi servent les réponses.",
            "lines",
        ),
    ),
    TextKind.GLOSSARY: (),
}
_PLAIN[TextKind.TEST] = _PLAIN[TextKind.LESSON]


def fields_of(
    text: Text,
    files: Files,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> tuple[SettingField, ...]:
    """Return the form of a text; ``typed`` is shown instead of what is kept."""
    shown = typed or {}
    told = errors or {}
    return tuple(
        SettingField(
            name=name,
            label=label,
            value=shown.get(name, text.values.get(name, "")),
            hint=hint,
            kind=kind,
            options=_options(name, text, files) if kind == "select" else (),
            error=told.get(name, ""),
        )
        for name, label, hint, kind in _PLAIN[text.kind]
    )


def names_of(kind: TextKind) -> tuple[str, ...]:
    """Return the names of a text's settings."""
    return tuple(name for name, *_ in _PLAIN[kind])


def objectives(files: Files, module: str) -> Options:
    """Return the objectives of a module: permanent name and sentence."""
    body = files.get(f"{module}/module.md", b"").decode("utf-8", errors="replace")
    lines = read_front(body, "module").lists.get("objectifs", [])
    return tuple(objective_of(line) for _, line in lines)


def _options(name: str, text: Text, files: Files) -> Options:
    known: Options = ()
    match name:
        case "objectif":
            known = (("", "Aucun"), *objectives(files, text.module))
        case "audio":
            known = (("", "Aucun"), *_sounds(files, text.module))
        case "type":
            known = _KINDS
        case "moment":
            known = _MOMENTS
        case _:
            known = _YES_NO
    now = text.values.get(name, "")
    unknown = now not in {value for value, _ in known} and name not in {"type", "attestation"}
    return (*known, (now, now)) if now and unknown else known


def _sounds(files: Files, module: str) -> Options:
    prefix = f"{module}/media/"
    names = (path.removeprefix(prefix) for path in module_files(files, module))
    return tuple((n, n) for n in sorted(names) if n.endswith((".mp3", ".ogg", ".opus")))
