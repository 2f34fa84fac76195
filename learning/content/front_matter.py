"""Flat ``clé : valeur`` lines between two ``---``. Not YAML: « Non » is a text, like any other."""

import re
from dataclasses import dataclass, field

from learning.content.finding import Report, did_you_mean
from learning.content.source import fold

_KEY = re.compile(r"(?P<key>[^\W\d_][\w éèêàç'’-]*?)[ \u00a0]*:[ \u00a0]*(?P<value>.*)")

# folded key -> its name; whether it is required, by kind of file.
KEYS: dict[str, dict[str, bool]] = {
    "parcours": {"titre": True, "public": False, "modules": True, "attestation": False},
    "module": {
        "titre": True,
        "but": True,
        "objectifs": True,
        "duree": False,
        "seuil": False,
        "prerequis": False,
        "verifie": False,
    },
    "lesson": {"titre": True, "objectif": False, "duree": False, "type": False, "audio": False},
    "bank": {"objectif": False, "titre": False},
    "questionnaire": {"titre": True, "moment": True, "information": True},
}
# How a key is written, where it is not as it is compared.
_WRITTEN = {"duree": "durée", "prerequis": "prérequis", "verifie": "vérifié"}
_LISTS = frozenset({"objectifs"})


@dataclass(slots=True)
class FrontMatter:
    """The values with the line of each; ``body_line`` is the line where the text starts."""

    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    body_line: int = 1

    def get(self, key: str, default: str = "") -> str:
        """Return a value by its folded key."""
        return self.values.get(key, default)

    def line(self, key: str) -> int:
        """Return the line of a key, 1 when it is absent."""
        return self.lines.get(key, 1)


def read_front_matter(text: str, kind: str, report: Report) -> FrontMatter:
    """Split a file in its front matter and its body, telling each fault."""
    lines = text.split("\n")
    found = FrontMatter()
    if not lines or lines[0].strip() != "---":
        found.body = lines
    else:
        end = next((i for i in range(1, len(lines)) if lines[i].strip() == "---"), None)
        if end is None:
            report.error(
                1, "l’en-tête n’est pas fermé.", "Ajoutez une ligne « --- » après les réglages."
            )
            found.body, found.body_line = [], len(lines)
        else:
            _read_keys(lines[1:end], kind, report, found)
            found.body, found.body_line = lines[end + 1 :], end + 2
    for key, required in KEYS[kind].items():
        if required and not found.values.get(key) and not found.lists.get(key):
            report.error(1, f"« {key} » manque dans l’en-tête.", f"Écrivez « {key}: … ».")
    return found


def _read_keys(lines: list[str], kind: str, report: Report, found: FrontMatter) -> None:
    current = ""
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        if line[0] in " \u00a0" and current in _LISTS:
            found.lists.setdefault(current, []).append((number, line.strip()))
            continue
        match = _KEY.fullmatch(line.strip())
        if match is None:
            report.error(
                number, f"« {line.strip()[:60]} » ne se lit pas.", "Écrivez « clé: valeur »."
            )
            continue
        key = fold(match["key"])
        current = key
        if key not in KEYS[kind]:
            report.error(
                number,
                f"« {match['key']} » est inconnu ici.",
                did_you_mean(match["key"], (_WRITTEN.get(one, one) for one in KEYS[kind])),
            )
            continue
        if key in found.lines:
            report.error(number, f"« {key} » est écrit deux fois.", "Gardez une seule ligne.")
            continue
        found.lines[key] = number
        found.values[key] = match["value"].strip()
