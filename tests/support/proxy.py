"""nginx and Caddy of Debian's packages before served sites, by the configurations that ship."""

import http.client
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from learning.services.deployment import deployment_files
from tests.support.sites import free_port
from tests.support.visitor import Visitor

HOST = "tremplin.interne"
_MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/erreurs.log;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/corps;
    proxy_temp_path {folder}/p;
    fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u;
    scgi_temp_path {folder}/s;
    include {folder}/tremplin.conf;
}}
"""


def once(text: str, old: str, new: str) -> str:
    """Replace what stands there once or more, and fail if it does not."""
    assert old in text, f"the configuration that ships has no {old!r}"
    return text.replace(old, new)


def make_authority(folder: Path) -> Path:
    """The site's authority and certificate, by the script that ships."""
    script = folder / "autorite.sh"
    script.write_bytes(deployment_files(HOST)["tls/autorite.sh"])
    place = folder / "tls"
    subprocess.run(["sh", script, place], check=True, capture_output=True)
    return place


class TlsVisitor(Visitor):
    """A browser of one terminal, who reaches the site by its name and trusts its authority."""

    def __init__(self, proxy: "Proxy", *, terminal: str = "127.0.0.1") -> None:
        super().__init__(f"https://{HOST}:{proxy.port}")
        self.proxy = proxy
        self.terminal = terminal
        self.trusting = ssl.create_default_context(cafile=str(proxy.tls / "autorite.pem"))

    def connect(self) -> http.client.HTTPConnection:
        """Open a TLS connection from the terminal's address."""
        return _Connection(self)


class _Connection(http.client.HTTPSConnection):
    def __init__(self, visitor: TlsVisitor) -> None:
        self._trusting = visitor.trusting
        self._terminal = visitor.terminal
        super().__init__(HOST, visitor.proxy.port, timeout=visitor.timeout, context=self._trusting)

    def connect(self) -> None:
        """Reach this machine, whatever the name says."""
        plain = socket.create_connection(
            ("127.0.0.1", self.port), self.timeout, source_address=(self._terminal, 0)
        )
        self.sock = self._trusting.wrap_socket(plain, server_hostname=HOST)


@dataclass(slots=True)
class Proxy:
    """A running proxy."""

    folder: Path
    port: int
    plain_port: int
    tls: Path
    process: "subprocess.Popen[bytes] | None" = None
    visitors: list[TlsVisitor] = field(default_factory=list)

    def visitor(self, terminal: str = "127.0.0.1") -> TlsVisitor:
        """A browser at one address."""
        visitor = TlsVisitor(self, terminal=terminal)
        self.visitors.append(visitor)
        return visitor

    def start(self, order: list[str | Path]) -> None:
        """Start it, and wait until it listens."""
        with (self.folder / "erreurs.log").open("ab") as log:
            self.process = subprocess.Popen(order, stdout=log, stderr=log)
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                assert time.monotonic() < deadline, (self.folder / "erreurs.log").read_text()
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """Stop it, once every browser has hung up."""
        for visitor in self.visitors:
            visitor.close()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=10)


def nginx_order(proxy: Proxy, ports: tuple[int, ...]) -> list[str | Path]:
    """Write what nginx reads to stand in front of these processes; return how to start it."""
    text = deployment_files(HOST)["nginx/tremplin.conf"].decode()
    text = once(text, "listen 443 ", f"listen 127.0.0.1:{proxy.port} ")
    text = once(text, "listen 80 ", f"listen 127.0.0.1:{proxy.plain_port} ")
    text = once(text, "/etc/tremplin/tls", str(proxy.tls))
    text = once(text, "# server 127.0.0.1:8001", "server 127.0.0.1:8001")
    for shipped, port in zip(("8000", "8001"), ports, strict=True):
        text = once(text, f"127.0.0.1:{shipped};", f"127.0.0.1:{port};")
    (proxy.folder / "tremplin.conf").write_text(text, encoding="utf-8")
    main = proxy.folder / "nginx.conf"
    main.write_text(_MAIN.format(folder=proxy.folder), encoding="utf-8")
    return [program("nginx"), "-c", main, "-e", proxy.folder / "erreurs.log"]


def caddy_order(proxy: Proxy, ports: tuple[int, ...]) -> list[str | Path]:
    """Write what Caddy reads to stand in front of these processes; return how to start it."""
    text = deployment_files(HOST)["caddy/Caddyfile"].decode()
    own = f"http_port {proxy.plain_port}\n\thttps_port {proxy.port}\n\tdefault_bind 127.0.0.1"
    text = once(text, "admin off\n", f"admin off\n\t{own}\n")
    text = once(text, "/etc/tremplin/tls", str(proxy.tls))
    text = once(text, "127.0.0.1:8000 {", f"{' '.join(f'127.0.0.1:{p}' for p in ports)} {{")
    file = proxy.folder / "Caddyfile"
    file.write_text(text, encoding="utf-8")
    return [program("caddy"), "run", "--config", file, "--adapter", "caddyfile"]


def program(name: str) -> str:
    """Where Debian puts it."""
    found = shutil.which(name, path="/usr/sbin:/usr/bin")
    if found is None:
        pytest.fail(f"{name} est absent. Tapez : sudo apt-get install -y {name}")
    return found


StartProxy = Callable[..., Proxy]


@pytest.fixture
def start_proxy(tmp_path: Path) -> Iterator[StartProxy]:
    """Put nginx, or another, in front of served sites; stopped at the end of the test."""
    started: list[Proxy] = []

    def start(
        *ports: int, order: Callable[[Proxy, tuple[int, ...]], list[str | Path]] = nginx_order
    ) -> Proxy:
        folder = tmp_path / "mandataire"
        folder.mkdir()
        folder.chmod(0o755)
        proxy = Proxy(folder, free_port(), free_port(), make_authority(folder))
        started.append(proxy)
        proxy.start(order(proxy, ports))
        return proxy

    yield start
    for proxy in started:
        proxy.stop()
