"""The files that put a site in its place: units, proxies, terminals; filled with its name."""

import re

from learning.domain.errors import Invalid
from learning.paths import DEPLOY

_HOST = re.compile(
    r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
)
_MOST = 253
_PLACE = "{{hote}}"


def deployment_files(host: str) -> dict[str, bytes]:
    """Return every file to copy out, by its place, with the site's name in it.

    Raises:
        Invalid: it is no host name.

    """
    if len(host) > _MOST or not _HOST.fullmatch(host):
        raise Invalid(
            "« %(host)s » n’est pas un nom de machine. Exemple : tremplin.interne.", host=host
        )
    return {
        file.relative_to(DEPLOY).as_posix(): file.read_text(encoding="utf-8")
        .replace(_PLACE, host)
        .encode()
        for file in sorted(DEPLOY.rglob("*"))
        if file.is_file()
    }
