"""Build a catalogue from files and their rendered HTML: no Markdown is rendered here."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from learning.content.finding import Report
from learning.content.parse import Parser
from learning.content.rates_file import FILE as RATES
from learning.content.rates_file import read_rates
from learning.content.render import RENDERER_VERSION, TooHeavy, render_jobs
from learning.content.source import (
    Files,
    decode,
    digest_of,
    module_files,
    module_slugs,
    site_files,
)
from learning.domain.course import Catalogue
from learning.domain.errors import Invalid

SITE_PART = "_site"


@dataclass(frozen=True, slots=True)
class RenderKey:
    """What a part's HTML depends on: its own files and the renderer, and nothing else.

    Figures and terms are put in when the catalogue is built, so a new rate renders nothing.
    """

    part_digest: str
    renderer: str = RENDERER_VERSION


def render_keys(files: Files) -> dict[str, RenderKey]:
    """Return the key of each part: every module, and what is the site's."""
    keys = {slug: RenderKey(digest_of(module_files(files, slug))) for slug in module_slugs(files)}
    keys[SITE_PART] = RenderKey(digest_of(site_files(files)))
    return keys


def release_id(files: Files, *, on: date) -> str:
    """Name a release by its content: its files, and which rows of figures wait for their date.

    The same files published again once such a date has come are another release, since they
    show another figure.
    """
    digest = digest_of(files)
    rates = read_rates(decode(files.get(RATES, b"")), Report(RATES), on=on)
    waiting = sorted((row.id, str(row.valid_from)) for row in rates.waiting)
    if not waiting:
        return digest
    return hashlib.sha256(json.dumps([digest, waiting]).encode()).hexdigest()


def render_parts(
    files: Files, *, known: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, dict[str, str]]:
    """Render every part of which a fragment is not known yet, in one child process.

    Raises:
        Invalid: a text takes too long to render.

    """
    parsed = Parser(files).run()
    wanted = {
        part: parsed.fragments[part].wanted if part in parsed.fragments else {}
        for part in render_keys(files)
    }
    missing = [
        part
        for part, fragments in wanted.items()
        if known is None or part not in known or not fragments.keys() <= known[part].keys()
    ]
    jobs = {f"{part}/{key}": job for part in missing for key, job in wanted[part].items()}
    rendered: dict[str, dict[str, str]] = {part: {} for part in missing}
    try:
        done = render_jobs(jobs)
    except TooHeavy as error:
        part, _, key = error.key.partition("/")
        file, line = parsed.fragments[part].places[key][0]
        sentence = f"%(file)s, ligne %(line)s : {error}"
        raise Invalid(sentence, file=file, line=line) from error
    for name, html in done.items():
        part, _, key = name.partition("/")
        rendered[part][key] = html
    return rendered


def build(
    files: Files,
    rendered: Mapping[str, Mapping[str, str]],
    *,
    choice_ids: Mapping[str, tuple[str, ...]] | None = None,
    release: str = "",
    on: date | None = None,
) -> Catalogue:
    """Build the catalogue of files that were checked and rendered, with that day's figures.

    A release is built on the day that it was made, whenever it is read: it never changes.
    """
    parsed = Parser(files, rendered, choice_ids, on=on).run()
    current = (parsed.rates.current(name) for name in parsed.rates.rows)
    return Catalogue(
        release=release or digest_of(files),
        modules=tuple(parsed.modules),
        paths=tuple(sorted(parsed.paths, key=lambda path: path.slug)),
        questionnaires=tuple(parsed.questionnaires),
        glossary=parsed.glossary,
        figures=tuple(rate.figure() for rate in current if rate is not None),
    )
