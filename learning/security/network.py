"""Zero outbound connection: what the checks opened, what the sources import, what pages name."""

import ast
import ipaddress
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from learning.domain.security_file import Section, State, Statement, judged
from learning.paths import PACKAGE, STATIC, TEMPLATES

# Modules that can reach a network.
_REACHING = frozenset(
    {
        *("aiohttp", "asyncio", "ftplib", "httpx", "imaplib", "poplib", "requests", "smtplib"),
        *("socket", "socketserver", "ssl", "telnetlib", "urllib3", "xmlrpc", "webbrowser"),
        *("http.client", "http.server", "urllib.request"),
    }
)
_NAMED = re.compile(r"""(?:src|href|action|poster|srcset|url)\s*[=(]\s*["']?\s*(?:https?:)?//""")
# What the interpreter tells of each: where the address or the name stands among its arguments.
_HEARD = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.getnameinfo": 0,
}
_BY_ADDRESS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_STARTING = frozenset({"subprocess", "multiprocessing", "pty"})
_READ = frozenset({".html", ".css", ".js", ".svg"})


@dataclass(slots=True)
class Watch:
    """What was asked of the network while it was watched."""

    watching: bool = False
    inside: int = 0
    outside: list[str] = field(default_factory=list)

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take note of a name that is looked up, or of what is sent somewhere."""
        if not self.watching or event not in _HEARD:
            return
        address = arguments[_HEARD[event]]
        host = address[0] if isinstance(address, tuple) and address else address
        text = host.decode() if isinstance(host, bytes) else str(host or "")
        local = event in _BY_ADDRESS and not isinstance(address, tuple)  # a Unix socket
        if local or _is_inside(text):
            self.inside += 1
        else:
            self.outside.append(text)


def _is_inside(host: str) -> bool:
    """Whether a name or an address is this very machine."""
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


_WATCH = Watch()
_STARTED: list[bool] = []


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch the whole process; what was heard is in the result."""
    if not _STARTED:  # Python cannot take a hook away: one serves for good
        sys.addaudithook(_WATCH.hear)
        _STARTED.append(True)
    _WATCH.inside, _WATCH.outside, _WATCH.watching = 0, [], True
    try:
        yield _WATCH
    finally:
        _WATCH.watching = False


def describe(watch: Watch, answers: int, *, sources: Path = PACKAGE) -> Section:
    """Say what was heard and what was read."""
    files = sorted(sources.rglob("*.py"))
    used = {file.relative_to(sources).as_posix(): _uses(file) for file in files}
    reaching = [f"{file} ({name})" for file, names in used.items() for name in names & _REACHING]
    starting = sorted(file for file, names in used.items() if names & _STARTING)
    statements: list[Statement] = [
        judged(
            not watch.outside,
            "Aucune connexion ni recherche de nom hors de cette machine pendant les essais."
            if not watch.outside
            else f"Vers l’extérieur pendant les essais : {', '.join(sorted(set(watch.outside)))}.",
            f"Tous les appels au réseau du processus écoutés pendant {answers} réponses du site "
            f"d’essai ; {watch.inside} restés dans la machine.",
        ),
        judged(
            not reaching,
            "Aucun module du programme ne charge de quoi appeler un réseau."
            if not reaching
            else f"Modules qui peuvent appeler un réseau : {', '.join(reaching)}.",
            f"{len(files)} fichiers sources lus ; {len(_REACHING)} modules cherchés, "
            "dont socket, urllib.request et http.client.",
        ),
        _pages(),
    ]
    if starting:
        statements.append(_started(starting, len(files)))
    return Section(
        title="Aucune connexion vers l’extérieur",
        lead="Le programme répond aux postes. Il n’appelle personne : ni mise à jour, ni "
        "courrier, ni heure, ni statistiques.",
        statements=tuple(statements),
    )


def _pages() -> Statement:
    """Look for an address elsewhere in what browsers get."""
    pages = [
        file
        for folder in (TEMPLATES, STATIC)
        for file in sorted(folder.rglob("*"))
        if file.suffix in _READ
    ]
    naming = [file.name for file in pages if _NAMED.search(file.read_text(encoding="utf-8"))]
    return judged(
        not naming,
        "Aucun gabarit, aucun style et aucun script ne nomme une adresse extérieure."
        if not naming
        else f"Fichiers qui nomment une adresse extérieure : {', '.join(naming)}.",
        f"{len(pages)} fichiers lus. La politique de contenu l’interdit aussi au navigateur "
        "(plus bas).",
    )


def _started(starting: list[str], read: int) -> Statement:
    return Statement(
        says=f"{len(starting)} modules lancent un autre programme de cette machine : "
        f"{', '.join(starting)}. Rien n’y est écouté : l’unité systemd fournie n’y laisse "
        "passer aucune adresse (IPAddressDeny).",
        check=f"{read} fichiers sources lus ; modules cherchés : {', '.join(sorted(_STARTING))}.",
        state=State.TOLD,
    )


def _uses(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        found |= {name for name in names if name in _REACHING | _STARTING}
    return found
