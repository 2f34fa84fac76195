"""The site's settings as its file explains them: one text says what each does, everywhere."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from learning.content.typography import set_spaces
from learning.services.work import Program
from learning.settings import COMMENTED, Settings, settings_file

_LINE = re.compile(r"# (?P<key>[a-z_]+) = (?P<value>.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: what it does, its value, its default, and how it is written in the file."""

    key: str
    meaning: str
    value: str
    default: str
    changed: bool
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """Every setting, and the file where they are changed."""

    settings: tuple[Setting, ...]
    file: Path
    exists: bool


def show_settings(program: Program) -> SettingsPage:
    """Return every setting with its meaning."""
    file = settings_file(program.settings.data)
    return SettingsPage(
        settings=tuple(_setting(program.settings, *one) for one in explained()),
        file=file,
        exists=file.is_file(),
    )


def explained() -> list[tuple[str, str, str]]:
    """Read the commented file: each key with its meaning and its line."""
    found = []
    words: list[str] = []
    for line in COMMENTED.splitlines():
        written = _LINE.fullmatch(line)
        if written:
            found.append((written["key"], " ".join(words), line.removeprefix("# ")))
            words = []
        elif line.startswith("# "):
            words.append(line.removeprefix("# "))
        else:
            words = []
    return found


def _setting(settings: Settings, key: str, meaning: str, line: str) -> Setting:
    now, default = getattr(settings, key), getattr(Settings(), key)
    return Setting(
        key=key,
        meaning=set_spaces(meaning),
        value=show_value(now),
        default=show_value(default),
        changed=now != default,
        example=_example(key, default, line),
    )


def show_value(value: object) -> str:
    """A value as people read it."""
    match value:
        case bool():
            return "oui" if value else "non"
        case tuple():
            return ", ".join(str(one) for one in value) or "aucun"
        case _:
            return str(value) or "rien"


def _example(key: str, default: object, line: str) -> str:
    """A line to copy, with another value than the default where there is only one other."""
    if isinstance(default, bool):
        return f"{key} = {json.dumps(not default)}"
    return line
