"""Flat ``clé : valeur`` lines between two ``---``. Not YAML: « Non » is a text, like any other."""

import re
from dataclasses import dataclass, field

from learning.content.finding import Fix, Report, did_you_mean
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
WRITTEN = {"duree": "durée", "prerequis": "prérequis", "verifie": "vérifié"}
_LISTS = frozenset({"objectifs"})
_TITLE = re.compile(r"#[ \u00a0]+(?P<text>[^#].*?)[ \u00a0]*#*")
_UNMARKED = re.compile(r"(?P<key>[^\W\d_]+)[ \u00a0]*(?:=|[-–—]|[ \u00a0])[ \u00a0]*(?P<value>.+)")


@dataclass(slots=True)
class FrontMatter:
    """The values with the line of each; ``body_line`` is the line where the text starts."""

    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    body_line: int = 1
    closed: bool = True

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
                1,
                "l’en-tête n’est pas fermé.",
                "Ajoutez une ligne « --- » après les réglages.",
                fix=_close(lines, kind, report),
            )
            found.closed = False
            found.body, found.body_line = [], len(lines)
        else:
            _read_keys(lines[1:end], kind, report, found)
            found.body, found.body_line = lines[end + 1 :], end + 2
    for key, required in KEYS[kind].items():
        if required and not found.values.get(key) and not found.lists.get(key):
            report.error(
                1,
                f"« {key} » manque dans l’en-tête.",
                f"Écrivez « {key}: … ».",
                fix=with_key(found, key, _title_of(found.body), report)
                if key == "titre"
                else None,
            )
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
                number,
                f"« {line.strip()[:60]} » ne se lit pas.",
                "Écrivez « clé: valeur ».",
                fix=report.put(number, _with_colon(line, kind)),
            )
            continue
        key = fold(match["key"])
        current = key
        if key not in KEYS[kind]:
            written = [WRITTEN.get(one, one) for one in KEYS[kind]]
            report.error(
                number,
                f"« {match['key']} » est inconnu ici.",
                did_you_mean(match["key"], written),
                fix=report.swap(number, match["key"], report.near(match["key"], written)),
            )
            continue
        if key in found.lines:
            same = match["value"].strip() in {"", found.values[key]}
            report.error(
                number,
                f"« {key} » est écrit deux fois.",
                "Gardez une seule ligne.",
                fix=report.drop(number) if same and key not in _LISTS else None,
            )
            continue
        found.lines[key] = number
        found.values[key] = match["value"].strip()


def with_key(front: FrontMatter, key: str, value: str, report: Report) -> Fix | None:
    """Add a key whose value is known, in a new front matter when there is none."""
    if not value or not front.closed:
        return None
    setting = f"{WRITTEN.get(key, key)}: {value}"
    if report.line(1).strip() == "---":
        return report.below(1, setting)
    return report.put(1, f"---\n{setting}\n---\n\n{report.line(1)}")


def _title_of(body: list[str]) -> str:
    titles = [match["text"] for line in body if (match := _TITLE.fullmatch(line.strip()))]
    return titles[0] if len(titles) == 1 else ""


def _close(lines: list[str], kind: str, report: Report) -> Fix | None:
    """Close the front matter after the last of the settings that it begins with."""
    last = 0
    for place, line in enumerate(lines[1:], start=1):
        match = _KEY.fullmatch(line.strip())
        known = match is not None and fold(match["key"]) in KEYS[kind]
        if not known and not (line.strip() and line[0] in " \u00a0"):
            break
        last = place
    return report.below(last + 1, "---") if last else None


def _with_colon(line: str, kind: str) -> str | None:
    """Write « titre = Payer » or « titre Payer » with its colon."""
    match = _UNMARKED.fullmatch(line.strip())
    if match is None or fold(match["key"]) not in KEYS[kind]:
        return None
    return f"{match['key']}: {match['value']}"
