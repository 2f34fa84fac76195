"""Build a catalogue from files and their rendered HTML: no Markdown is rendered here."""

import hashlib
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from learning.content.finding import Report
from learning.content.glossary import FILE as GLOSSARY
from learning.content.parse import Parsed, Parser
from learning.content.rates_file import FILE as RATES
from learning.content.rates_file import read_rates
from learning.content.render import RENDERER_VERSION, TooHeavy, render_jobs
from learning.content.source import (
    Files,
    decode,
    digest_of,
    digest_of_listing,
    module_files,
    module_slugs,
    site_files,
)
from learning.domain.course import Catalogue, Module
from learning.domain.errors import Invalid

SITE_PART = "_site"
Told = Callable[[int, int], None]  # how many are done, of how many
_BATCH = 200  # fragments: less than a second
_AT_ONCE = 2


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


def part_digests(listing: Mapping[str, str]) -> set[str]:
    """Return what names each part in its key, from the digests of the files alone."""
    slugs = module_slugs(dict.fromkeys(listing, b""))
    parts: dict[str, dict[str, str]] = {slug: {} for slug in (*slugs, SITE_PART)}
    for path, digest in listing.items():
        folder = path.split("/")[0]
        parts[folder if folder in slugs else SITE_PART][path] = digest
    return {digest_of_listing(part) for part in parts.values()}


def release_id(files: Files, *, on: date) -> str:
    """Name a release by its content: its files, and which rows of figures wait for their date.

    The same files published again once such a date has come are another release, since they
    show another figure.
    """
    digest = digest_of(files)
    rates = read_rates(_text(files, RATES), Report(RATES), on=on)
    waiting = sorted((row.id, str(row.valid_from)) for row in rates.waiting)
    if not waiting:
        return digest
    return hashlib.sha256(json.dumps([digest, waiting]).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """The HTML of the parts that were not known whole, by part; ``count`` was rendered now."""

    parts: Mapping[str, Mapping[str, str]]
    count: int = 0


def module_prints(
    files: Files,
    choice_ids: Mapping[str, tuple[str, ...]] | None = None,
    *,
    on: date | None = None,
) -> dict[str, str]:
    """Name each module by all that it is built from: two of one name are the same module.

    Its own files, the figures shown that day, the terms, and the permanent ids of its choices.
    """
    rates = read_rates(_text(files, RATES), Report(RATES), on=on)
    shown = sorted((row.id, str(row.valid_from)) for row in rates.waiting)
    shared = [RENDERER_VERSION, _text(files, RATES), _text(files, GLOSSARY), shown]
    ids = choice_ids or {}
    prints = {}
    for slug in module_slugs(files):
        own = sorted((name, found) for name, found in ids.items() if name.startswith(f"{slug}/"))
        parts = [digest_of(module_files(files, slug)), shared, own]
        prints[slug] = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    return prints


def _text(files: Files, path: str) -> str:
    try:
        return decode(files.get(path, b""))
    except UnicodeDecodeError:
        return ""  # the check says so, and refuses


def render_parts(
    files: Files, *, known: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, dict[str, str]]:
    """Render what is missing of every part, and return those parts whole.

    Raises:
        Invalid: a text takes too long to render.

    """
    found = render_missing(files, known=known or {})
    return {part: dict(html) for part, html in found.parts.items()}


def render_missing(
    files: Files,
    *,
    known: Mapping[str, Mapping[str, str]],
    former: Mapping[str, Mapping[str, str]] | None = None,
    parsed: Parsed | None = None,
    told: Told | None = None,
) -> Rendered:
    """Render the fragments that neither these parts nor ``former`` ones hold, in child processes.

    A fragment is named by its text: whatever it stood in before, its HTML is the same.

    Raises:
        Invalid: a text takes too long to render.

    """
    if parsed is None:
        parsed = Parser(files).run()
    pool = {key: html for part in (former or {}).values() for key, html in part.items()}
    parts: dict[str, dict[str, str]] = {}
    jobs: dict[str, tuple[str, str]] = {}
    places: dict[str, tuple[str, int]] = {}
    for part in render_keys(files):
        fragments = parsed.fragments.get(part)
        wanted = fragments.wanted if fragments else {}
        if part in known and wanted.keys() <= known[part].keys():
            continue
        pool |= known.get(part, {})
        parts[part] = {key: pool[key] for key in wanted if key in pool}
        for key in wanted.keys() - parts[part].keys():
            jobs[key] = wanted[key]
            places[key] = fragments.places[key][0] if fragments else (part, 1)
    done = _render(jobs, places, told)
    for part, html in parts.items():
        fragments = parsed.fragments.get(part)
        html.update({k: done[k] for k in (fragments.wanted if fragments else ()) if k in done})
    return Rendered(parts=parts, count=len(jobs))


def _render(
    jobs: Mapping[str, tuple[str, str]],
    places: Mapping[str, tuple[str, int]],
    told: Told | None,
) -> dict[str, str]:
    """Render batch after batch, two at once, so that whoever waits sees it go forward."""
    done: dict[str, str] = {}
    names = sorted(jobs, key=places.__getitem__)
    batches = [names[start : start + _BATCH] for start in range(0, len(names), _BATCH)]
    try:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            asked = ({name: jobs[name] for name in batch} for batch in batches)
            for html in pool.map(render_jobs, asked):
                done |= html
                if told:
                    told(len(done), len(names))
    except TooHeavy as error:
        file, line = places[error.key]
        sentence = f"%(file)s, ligne %(line)s\u00a0: {error}"
        raise Invalid(sentence, file=file, line=line) from error
    return done


def build(
    files: Files,
    rendered: Mapping[str, Mapping[str, str]],
    *,
    choice_ids: Mapping[str, tuple[str, ...]] | None = None,
    release: str = "",
    on: date | None = None,
    ready: Mapping[str, Module] | None = None,
) -> Catalogue:
    """Build the catalogue of files that were checked and rendered, with that day's figures.

    A release is built on the day that it was made, whenever it is read: it never changes.
    ``ready`` are modules built before from the very same: they are taken as they are.
    """
    parsed = Parser(files, rendered, choice_ids, on=on, ready=ready).run()
    current = (parsed.rates.current(name) for name in parsed.rates.rows)
    return Catalogue(
        release=release or digest_of(files),
        modules=tuple(parsed.modules),
        paths=tuple(sorted(parsed.paths, key=lambda path: path.slug)),
        questionnaires=tuple(parsed.questionnaires),
        glossary=parsed.glossary,
        figures=tuple(rate.figure() for rate in current if rate is not None),
    )
