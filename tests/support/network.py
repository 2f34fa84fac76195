"""No test reaches beyond this machine: a connection elsewhere is an error, whoever asks for it."""

import sys

LOOPBACK = ("127.", "::1", "localhost")


class NetworkReachedError(AssertionError):
    """Something tried to leave the machine."""


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
    elif event == "socket.getaddrinfo":
        address = arguments
    else:
        return
    if not isinstance(address, tuple) or not address or address[0] is None:
        return  # a Unix socket, or a listening one
    host = address[0].decode() if isinstance(address[0], bytes) else str(address[0])
    if host and not host.startswith(LOOPBACK):
        message = f"a test tried to reach {host!r}: the product makes no outbound connection"
        raise NetworkReachedError(message)


sys.addaudithook(_watch)
