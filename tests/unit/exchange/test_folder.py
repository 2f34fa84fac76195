"""Course files as a folder: the same as an archive, and nothing of somebody's is lost."""

from pathlib import Path

import pytest

from learning.content.source import module_files, read_folder
from learning.domain.errors import Conflict, Invalid
from learning.exchange.archive import read_zip, write_zip
from learning.exchange.folder import read_course_folder, write_course_folder
from learning.paths import COURSES
from tests.support.zip_samples import MODULE


def test_the_shipped_courses_go_to_a_folder_and_back(tmp_path: Path) -> None:
    files = read_folder(COURSES)
    assert not write_course_folder(files, tmp_path / "cours")
    assert dict(read_course_folder(tmp_path / "cours").files) == files
    write_course_folder(files, tmp_path / "cours")
    budget = module_files(files, "budget")
    assert dict(read_course_folder(tmp_path / "cours" / "budget").files) == budget
    write_course_folder(read_zip(write_zip(budget)).files, tmp_path / "un")
    assert dict(read_course_folder(tmp_path / "un").files) == budget


def test_other_files_are_replaced_only_when_asked(tmp_path: Path) -> None:
    write_course_folder({**MODULE, "essai/20-deux.md": b"deux"}, tmp_path)
    (tmp_path / "notes.txt").write_bytes(b"mes notes")
    with pytest.raises(Conflict, match=r"20-deux\.md.*--remplacer"):
        write_course_folder(MODULE, tmp_path)
    assert (tmp_path / "essai/20-deux.md").read_bytes() == b"deux"
    assert write_course_folder(MODULE, tmp_path, replace=True) == ("essai/20-deux.md",)
    assert (tmp_path / "notes.txt").read_bytes() == b"mes notes"
    changed = {**MODULE, "essai/10-un.md": b"autre"}
    with pytest.raises(Conflict, match=r"10-un\.md"):
        write_course_folder(changed, tmp_path)


def test_a_folder_is_judged_like_an_archive(tmp_path: Path) -> None:
    write_course_folder(MODULE, tmp_path)
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_bytes(b"x")
    assert dict(read_course_folder(tmp_path).files) == dict(MODULE)
    (tmp_path / "essai" / "notes.odt").write_bytes(b"x")
    with pytest.raises(Invalid, match=r"notes\.odt.*rien n’est importé"):
        read_course_folder(tmp_path)
    with pytest.raises(Invalid, match="n’existe pas"):
        read_course_folder(tmp_path / "absent")
    with pytest.raises(Invalid, match="hors du dossier"):
        write_course_folder({"../x.md": b"x"}, tmp_path / "ici")
    assert not (tmp_path / "x.md").exists()
