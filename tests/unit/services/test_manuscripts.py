"""The courses being written, on both databases: an overlay that loses nothing unseen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.services.manuscripts import (
    StaleText,
    changed,
    digest_of_body,
    files_now,
    give_up,
    keep,
    keep_all,
    published_files,
)
from learning.services.work import Program
from tests.support.small_site import make, publish_folder


@pytest.fixture
def program(database_url: str, tmp_path: Path) -> Iterator[Program]:
    """A published site, on either database."""
    made, _accounts = make(tmp_path / "var", database_url, phrases=False)
    yield made
    made.database.dispose()


def lesson_of(program: Program) -> tuple[str, bytes]:
    """A published lesson."""
    with program.reading() as work:
        files = published_files(work)
    return next((p, b) for p, b in files.items() if p.startswith("essai/") and p[6].isdigit())


def states(program: Program) -> dict[str, str]:
    """The state of each file that is being written."""
    with program.reading() as work:
        return {one.path: one.state for one in changed(work)}


def test_a_text_is_kept_over_the_one_that_was_seen(program: Program) -> None:
    path, body = lesson_of(program)
    with program.writing() as work:
        keep(work, path, b"un", base=digest_of_body(body))
        keep(work, path, b"deux", base=digest_of_body(b"un"))
        keep(work, "essai/99-neuve.md", b"neuf", base="")
    with program.reading() as work:
        assert files_now(work)[path] == b"deux"
    assert states(program) == {path: "changed", "essai/99-neuve.md": "new"}


def test_a_stale_save_overwrites_nothing_and_shows_the_other_text(program: Program) -> None:
    path, body = lesson_of(program)
    with program.writing() as work:
        keep(work, path, b"un", base=digest_of_body(body))
    with pytest.raises(StaleText) as caught, program.writing() as work:
        keep(work, path, b"moi", base=digest_of_body(body))
    assert caught.value.theirs == b"un"
    with program.writing() as work:
        assert files_now(work)[path] == b"un"
        keep(work, path, b"un", base="perdue")  # the same text: nothing to refuse


def test_a_file_taken_out_comes_back_when_given_up(program: Program) -> None:
    path, body = lesson_of(program)
    with program.writing() as work:
        keep_all(work, {path: None})
        assert path not in files_now(work)
    assert states(program) == {path: "removed"}
    with program.writing() as work:
        give_up(work, path)
        assert files_now(work)[path] == body
    assert states(program) == {}


def test_what_equals_the_published_text_is_no_draft(program: Program) -> None:
    path, body = lesson_of(program)
    with program.writing() as work:
        keep(work, path, b"un", base=digest_of_body(body))
        keep(work, path, body, base=digest_of_body(b"un"))
    assert states(program) == {}


def test_a_text_published_meanwhile_is_told(program: Program) -> None:
    path, body = lesson_of(program)
    with program.writing() as work:
        keep(work, path, body + "\n\nÀ moi.\n".encode(), base=digest_of_body(body))
        files = published_files(work)
    files[path] = body + "\n\nDe l’autre.\n".encode()
    publish_folder(program, files)
    with program.reading() as work:
        (found,) = changed(work)
    assert (found.path, found.state, found.overtaken) == (path, "changed", True)
