"""Language of the screens: gettext for sentences, Babel for dates; French is the source."""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.support import NullTranslations, Translations
from flask import Flask, current_app

from learning.paths import TRANSLATIONS

ZONE = ZoneInfo("Europe/Paris")


class FrenchSource(NullTranslations):
    """The sentences as they are written: in French, none is singular as one is."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the plural from two on."""
        return msgid1 if abs(n) < 2 else msgid2  # noqa: PLR2004 - the rule itself


class Language:
    """One language: its translations, code and direction of writing."""

    def __init__(self, code: str, translations: NullTranslations | None = None) -> None:
        self.locale = Locale.parse(code)
        self.lang = code.replace("_", "-")
        self.dir = self.locale.text_direction
        self.translations = translations or _load(code)

    def install(self, app: Flask) -> None:
        """Give ``_`` and ``ngettext`` to every template, macros included."""
        app.jinja_env.add_extension("jinja2.ext.i18n")
        app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
            self.translations.gettext, self.translations.ngettext, newstyle=True
        )


def _load(code: str) -> NullTranslations:
    found = Translations.load(str(TRANSLATIONS), [code])
    return found if isinstance(found, Translations) else FrenchSource()


def language() -> Language:
    """Return the language of this site."""
    found: Language = current_app.extensions["language"]
    return found


def translate(message: str) -> str:
    """Return a message in the site's language."""
    return str(language().translations.gettext(message))


def hour(instant: datetime) -> str:
    """« 10 h 42 », on the clock of the room."""
    local = instant.astimezone(ZONE)
    return f"{local.hour}\u00a0h\u00a0{local.minute:02}"


def day(value: date | datetime) -> str:
    """« 23 novembre 2026 »."""
    local = value.astimezone(ZONE).date() if isinstance(value, datetime) else value
    return _day(local, str(language().locale))


def short_day(instant: datetime, now: datetime) -> str:
    """« 23 novembre », with its year when it is another one than now's."""
    local = local_day(instant)
    said = day(local)
    return said.removesuffix(f" {local.year}") if local.year == local_day(now).year else said


@cache
def _day(value: date, code: str) -> str:
    text = format_date(value, "d MMMM y", locale=code)
    return text.replace("1 ", "1er ", 1) if code.startswith("fr") and value.day == 1 else text


def month(value: datetime) -> str:
    """« novembre 2026 »."""
    return format_datetime(value, "MMMM y", tzinfo=ZONE, locale=language().locale)


def local_day(instant: datetime) -> date:
    """The day it is in the room."""
    return instant.astimezone(ZONE).date()
