"""The page of the studio's editor: one text with its settings, findings, preview and tree."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from learning.content.finding import Finding, Report, Severity
from learning.content.fixing import apply_fix
from learning.content.library import SITE_PART
from learning.content.proofing import Proof
from learning.content.rates_file import FILE as RATES
from learning.content.rates_file import read_rates
from learning.content.source import fold, module_files
from learning.services.inserts import Insert, inserts_for
from learning.services.preview import Preview
from learning.services.proofs import count
from learning.services.settings_form import SettingField, fields_of
from learning.services.texts import (
    Files,
    Text,
    TextKind,
    module_of,
    module_titles,
    open_text,
    ordered,
    ref_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding beside its line of the body; 0 when it speaks of a setting or of the whole."""

    line: int
    field: str
    severity: str
    message: str
    remedy: str
    fix: str  # the label of its button, "" without one
    fix_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeItem:
    """A text of the tree."""

    label: str
    url: str
    current: bool
    errors: int
    state: str  # published, changed, new


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeGroup:
    """Texts of one sort."""

    title: str
    items: tuple[TreeItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioTree:
    """Every text of a module, or of the site."""

    module_slug: str
    module_title: str
    groups: tuple[TreeGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishBar:
    """What publishing would do, in a sentence."""

    ready: bool
    sentence: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """Everything that the editor shows."""

    ref: str
    title: str
    place: str
    kind: str
    fields: tuple[SettingField, ...]
    body: str
    base: str
    state: str
    findings: tuple[FindingView, ...]
    errors: int
    warnings: int
    advice: int
    tree: StudioTree
    preview: Preview | None
    preview_url: str
    inserts: tuple[Insert, ...]
    figures: tuple[tuple[str, str, str], ...]  # id, label, shown
    media: tuple[tuple[str, str], ...]  # Markdown, label
    publish: PublishBar
    saved: str = ""
    theirs: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a page is made from: every file as it is being written, and the proof of one."""

    files: Files
    path: str
    proof: Proof
    states: Mapping[str, str]  # path → new, changed, removed
    preview: Preview | None
    today: date

    @property
    def text(self) -> Text:
        """The text itself."""
        return open_text(self.files, self.path)


def show_text(desk: Desk, *, base: str) -> TextPage:
    """Build the page of a text; ``base`` is the digest of what it is over."""
    text = desk.text
    own = desk.proof.of(desk.path)
    counts = count(own)
    ref = ref_of(desk.path)
    titles = module_titles(desk.files)
    return TextPage(
        ref=ref,
        title=text.title,
        place=_place(desk, text, titles),
        kind="raw" if text.broken else text.kind.value,
        fields=() if text.broken else fields_of(text, desk.files),
        body=text.body,
        base=base,
        state=desk.states.get(desk.path, "published"),
        findings=tuple(_finding(one, text) for one in own),
        errors=counts.errors,
        warnings=counts.warnings,
        advice=counts.advice,
        tree=tree_of(desk, text.module),
        preview=desk.preview,
        preview_url=preview_url(ref),
        inserts=() if text.broken else inserts_for(text.kind.value),
        figures=figures_of(desk.files, desk.today),
        media=media_of(desk.files, text.module),
        publish=publish_bar(desk, text.module),
    )


def preview_url(ref: str) -> str:
    """Return where a text is shown as learners will get it."""
    return f"/formateur/apercu/{ref}"


def publish_url(changed: Iterable[str], module: str) -> str:
    """Return where a module is published, with the site's texts if some of those changed.

    A new module is only met through a path, and a figure through the référentiel.
    """
    parts = [module or SITE_PART]
    if module and not all(module_of(path) for path in changed):
        parts.append(SITE_PART)
    return f"/formateur/versions/publier?{urlencode([('partie', part) for part in parts])}"


def fix_id(finding: Finding) -> str:
    """Name a correction by what it does, so that a stale button does nothing else."""
    named = repr((finding.line, finding.message, finding.fix))
    return hashlib.sha256(named.encode()).hexdigest()[:12]


def fixed(text: Text, proof: Proof, wanted: str) -> str | None:
    """Return the whole text under one correction, or None when no finding has it any more.

    Raises:
        Conflict: the line has changed since.

    """
    for finding in proof.of(text.path):
        if finding.fix is not None and fix_id(finding) == wanted:
            return apply_fix(text.whole, finding.fix)
    return None


def tree_of(desk: Desk, module: str) -> StudioTree:
    """Build the tree of a module, or of the site's own texts when ``module`` is ""."""
    if not module:
        return StudioTree(
            module_slug="", module_title="Textes du site", groups=(_site_group(desk),)
        )
    paths = [path for path in module_files(desk.files, module) if path.endswith(".md")]
    items = {path: _item(desk, path) for path in ordered(paths)}
    lessons = tuple(item for path, item in items.items() if "/banques/" not in path)
    banks = tuple(item for path, item in items.items() if "/banques/" in path)
    groups = [TreeGroup(title="", items=lessons)]
    if banks:
        groups.append(TreeGroup(title="Banques de questions", items=banks))
    return StudioTree(
        module_slug=module,
        module_title=module_titles(desk.files).get(module, module),
        groups=tuple(groups),
    )


def _site_group(desk: Desk) -> TreeGroup:
    paths = sorted(
        path
        for path in desk.files
        if path.startswith(("parcours/", "questionnaires/")) or path == "glossaire.md"
    )
    return TreeGroup(title="", items=tuple(_item(desk, path) for path in paths))


def _item(desk: Desk, path: str) -> TreeItem:
    text = open_text(desk.files, path)
    label = "Le module" if text.kind is TextKind.MODULE else text.title
    return TreeItem(
        label=label,
        url=f"/formateur/textes/{ref_of(path)}",
        current=path == desk.path,
        errors=count(desk.proof.of(path)).errors,
        state=desk.states.get(path, "published"),
    )


def _place(desk: Desk, text: Text, titles: Mapping[str, str]) -> str:
    if not text.module:
        return "Textes du site"
    kinds = {
        TextKind.MODULE: "Réglages et présentation",
        TextKind.BANK: "Banque de questions",
        TextKind.TEST: "Épreuve",
    }
    where = titles.get(text.module, text.module)
    if text.kind is not TextKind.LESSON:
        return f"{where} · {kinds[text.kind]}"
    lessons = [
        path
        for path in ordered(list(module_files(desk.files, text.module)))
        if path.endswith(".md") and path.count("/") == 1 and not path.endswith("/module.md")
    ]
    return f"{where} · leçon {lessons.index(text.path) + 1} sur {len(lessons)}"


def _finding(finding: Finding, text: Text) -> FindingView:
    line = finding.line - text.skipped
    key = "" if line > 0 or text.broken else _key_at(text, finding.line)
    return FindingView(
        line=max(line, 0),
        field=key,
        severity=finding.severity.value,
        message=_capital(finding.message),
        remedy=finding.remedy,
        fix="Corriger" if finding.fix is not None else "",
        fix_id=fix_id(finding) if finding.fix is not None else "",
    )


def _key_at(text: Text, line: int) -> str:
    """Return the setting that a line of the head is about: its own, or the one above."""
    found = ""
    for number, written in enumerate(text.whole.split("\n")[: text.skipped], start=1):
        if number > line:
            break
        for key in text.values:
            if not written.startswith(" ") and fold(written).startswith(key):
                found = key
    return found


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def figures_of(files: Files, today: date) -> tuple[tuple[str, str, str], ...]:
    """Return the figures that may be put in a text: id, label, and what is shown."""
    body = files.get(RATES, b"").decode("utf-8", errors="replace")
    rates = read_rates(body, Report(RATES), on=today)
    current = (rates.current(rate_id) for rate_id in rates.rows)
    found = [(one.id, one.label, one.shown) for one in current if one is not None]
    return tuple(sorted(found, key=lambda row: row[1].casefold()))


def media_of(files: Files, module: str) -> tuple[tuple[str, str], ...]:
    """Return the images and sounds of a module as Markdown to insert, with what they are."""
    prefix = f"{module}/media/"
    found = []
    for path in sorted(files):
        name = path.removeprefix(prefix)
        if (
            not module
            or not path.startswith(prefix)
            or name.endswith((".txt", ".mp3", ".ogg", ".opus"))
        ):
            continue
        described = files.get(f"{prefix}{name}.txt", b"").decode("utf-8", "replace")
        words = " ".join(described.split())
        found.append((f"![{words}](media/{name})", words or name))
    return tuple(found)


def publish_bar(desk: Desk, module: str) -> PublishBar:
    """Say what publishing this module would do."""
    mine = [path for path in desk.states if (path.split("/")[0] if module else "") == module]
    errors = sum(count([f]).errors for f in desk.proof.findings if _concerns(f, module))
    url = publish_url(desk.states, module)
    if errors:
        word = "une erreur" if errors == 1 else f"{errors} erreurs"
        return PublishBar(
            ready=False,
            sentence=f"Publier est bloqué par {word}. La version publiée reste en service.",
            url=url,
        )
    if not mine:
        return PublishBar(
            ready=False,
            sentence="Rien à publier : les apprenants ont déjà cette version.",
            url=url,
        )
    word = "1 texte a changé" if len(mine) == 1 else f"{len(mine)} textes ont changé"
    return PublishBar(
        ready=True,
        sentence=f"{word}. La page suivante montre ce qui change avant de publier.",
        url=url,
    )


def _concerns(finding: Finding, module: str) -> bool:
    folder, inside, _ = finding.file.partition("/")
    site = not inside or folder in {"parcours", "questionnaires"}
    return finding.severity is Severity.ERROR and (site if not module else folder == module)
