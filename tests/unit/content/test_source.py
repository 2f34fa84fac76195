"""Files as bytes by path: read within limits, named by their content."""

from pathlib import Path

import pytest

from learning.content import source
from learning.content.source import decode, digest_of, fold, read_folder
from learning.domain.errors import Invalid


def test_a_folder_is_read_whole_but_for_what_is_hidden(tmp_path: Path) -> None:
    (tmp_path / "budget" / "media").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_bytes(b"x")
    (tmp_path / "budget" / ".10-a.md.swp").write_bytes(b"x")
    (tmp_path / "budget" / "10-a.md").write_bytes(b"a")
    (tmp_path / "budget" / "media" / "a.png").write_bytes(b"\x89")
    assert read_folder(tmp_path) == {"budget/10-a.md": b"a", "budget/media/a.png": b"\x89"}


def test_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="n’existe pas"):
        read_folder(tmp_path / "rien")


def test_a_file_too_big_and_a_link_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "MOST_MEDIA_BYTES", 10)
    (tmp_path / "a.png").write_bytes(b"x" * 11)
    with pytest.raises(Invalid, match=r"a\.png"):
        read_folder(tmp_path)
    (tmp_path / "a.png").unlink()
    (tmp_path / "b.md").symlink_to("/etc/hostname")
    with pytest.raises(Invalid, match=r"b\.md"):
        read_folder(tmp_path)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MOST_FILES", 2)
    for name in "abc":
        (tmp_path / f"{name}.md").write_bytes(b"x")
    with pytest.raises(Invalid, match="fichiers"):
        read_folder(tmp_path)


def test_a_digest_is_that_of_the_content_whatever_the_order() -> None:
    assert digest_of({"a": b"1", "b": b"2"}) == digest_of({"b": b"2", "a": b"1"})
    assert digest_of({"a": b"1", "b": b"2"}) != digest_of({"a": b"12", "b": b""})
    assert digest_of({"a": b"1"}) != digest_of({"b": b"1"})


def test_what_a_text_was_typed_on_does_not_count() -> None:
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\td") == "a\nb\nc    d"
    assert decode("e\u0301".encode()) == "é"


def test_keywords_are_compared_without_accents_or_case() -> None:
    assert fold("  RÈGLE ") == fold("regle")
