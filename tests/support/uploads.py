"""Send a file by a form, as a browser does; its body is made in memory: nothing is left open."""

from werkzeug.datastructures import MultiDict
from werkzeug.test import encode_multipart

from tests.support.client import PageClient, Reply


def multipart(values: dict[str, list[str]], name: str, body: bytes) -> tuple[bytes, str]:
    """The body of a form with one file, and its type."""
    boundary = "limite-de-l-envoi"
    _, fields = encode_multipart(MultiDict(values), boundary)
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="IMG_0001.dat"'
        "\r\nContent-Type: application/octet-stream\r\n\r\n"
    )
    return head.encode() + body + fields, f"multipart/form-data; boundary={boundary}"


def upload(
    client: PageClient, url: str, body: bytes, *, name: str = "fichier", **typed: str
) -> Reply:
    """Open a page and send its form with a file; redirections are followed."""
    form = client.get(url).page.form(name)
    values = {**form.values, **{field: [value] for field, value in typed.items()}}
    values.pop(name, None)
    return post_file(client, form.action, values, body, name=name)


def post_file(
    client: PageClient,
    url: str,
    values: dict[str, list[str]],
    body: bytes,
    *,
    name: str = "fichier",
) -> Reply:
    """Send exactly these values and this file: no token is added."""
    sent, kind = multipart(values, name, body)
    response = client.http.post(
        url,
        data=sent,
        content_type=kind,
        follow_redirects=True,
        environ_base={"REMOTE_ADDR": client.terminal},
    )
    return client._keep(response)
