"""``tremplin serve``: waitress, on loopback unless TLS stands in front."""

import argparse
import ipaddress
import sys
from contextlib import nullcontext
from typing import Any

from waitress.server import create_server

from learning.app import create_app
from learning.cli.parsers import add_command, whole
from learning.domain.errors import Refused, reason
from learning.services.retention import LOG_FOLDER
from learning.services.running import serving
from learning.services.watching import Watcher
from learning.services.work import open_program
from learning.settings import Settings, load_settings
from learning.web import log

_BEHIND_PROXY: dict[str, Any] = {
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto x-forwarded-host",
}


def add_commands(commands: Any) -> None:
    """Add ``serve``."""
    parser = add_command(commands, "serve", "sert le site", run)
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ADRESSE", help="l’adresse (127.0.0.1)"
    )
    parser.add_argument(
        "--port",
        type=whole(0, 65_535),
        default=8000,
        metavar="PORT",
        help="le port (8000) ; 0 en prend un libre",
    )
    parser.add_argument("--journal", action="store_true", help="écrit une ligne JSON par demande")
    parser.add_argument(
        "--threads",
        type=whole(1, 512),
        default=8,
        metavar="NOMBRE",
        help="les fils d’exécution (8)",
    )


def run(chosen: argparse.Namespace) -> int:
    """Serve until stopped."""
    settings = load_settings()
    check_host(settings, chosen.host)
    with serving(settings.data) if settings.data.is_dir() else nullcontext():
        return _serve(chosen, settings)


def _serve(chosen: argparse.Namespace, settings: Settings) -> int:
    program = open_program(settings)
    app = create_app(program)
    if chosen.journal:
        log.to_standard_error()
    if settings.journal_technique_mois:
        log.to_files(settings.data / LOG_FOLDER)
    try:
        server = create_server(
            app,
            host=chosen.host,
            port=chosen.port,
            threads=chosen.threads,
            ident=None,
            channel_timeout=30,
            connection_limit=1000,
            max_request_body_size=21_000_000,  # an archive; each page has its own limit
            clear_untrusted_proxy_headers=True,
            **(_BEHIND_PROXY if settings.mandataire_tls else {}),
        )
    except OSError as error:
        raise Refused(
            "Le port %(port)s ne peut pas servir : %(error)s. Essayez --port %(next)s.",
            port=chosen.port,
            error=reason(error),
            next=chosen.port + 1,
        ) from error
    watcher = Watcher(program)
    watcher.start()
    port = getattr(server, "effective_port", chosen.port)  # several sockets have none of their own
    print(f"Tremplin sert sur http://{chosen.host}:{port}", file=sys.stderr)
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()
    finally:
        watcher.stop()
        program.database.dispose()
    return 0


def check_host(settings: Settings, host: str) -> None:
    """Refuse an address that others reach unless TLS stands in front, or the site says it.

    Raises:
        Refused: the network would carry each person's phrase in clear.

    """
    try:
        inside = ipaddress.ip_address(host).is_loopback
    except ValueError:
        inside = host == "localhost"
    if not (inside or settings.mandataire_tls or settings.reseau_sans_tls):
        raise Refused(
            "Servir sur « %(host)s » ferait circuler les phrases en clair. Placez un mandataire "
            "TLS devant et mettez « mandataire_tls = true » dans les réglages.",
            host=host,
        )
