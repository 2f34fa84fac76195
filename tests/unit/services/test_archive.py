"""Modules in and out of a site: told before, byte for byte, and nothing lost unseen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.content.source import module_files
from learning.domain.errors import Conflict, NotFound
from learning.exchange.archive import Archive, read_zip, write_zip
from learning.services.archive import bring_in, examine, export_files
from learning.services.manuscripts import changed, files_now, keep_all
from learning.services.work import Program
from tests.support.clock import START
from tests.support.media_samples import mp3, photograph, picture
from tests.support.small_site import make
from tests.support.zip_samples import MODULE

LESSON = "essai/10-formes.md"
ON = START.date()
OTHER = {path.replace("essai/", "autre/"): body for path, body in MODULE.items()}


@pytest.fixture
def program(database_url: str, tmp_path: Path) -> Iterator[Program]:
    """A published site, on either database."""
    made, _accounts = make(tmp_path / "var", database_url, phrases=False)
    yield made
    made.database.dispose()


def exported(program: Program, module: str = "essai", *, being_written: bool = False) -> bytes:
    """A module of this site as an archive."""
    with program.reading() as work:
        return write_zip(export_files(work, module, being_written=being_written))


def imported(program: Program, archive: Archive, *, replace: bool = False) -> None:
    """Put an archive in the courses being written."""
    with program.writing() as work:
        bring_in(work, archive, replace=replace)


def test_a_module_leaves_and_comes_back_byte_for_byte(program: Program) -> None:
    packed = exported(program)
    examined = examine(program, read_zip(packed), on=ON)
    assert [(part.name, part.same, part.at_risk) for part in examined.parts] == [
        ("essai", True, False)
    ]
    assert not [str(f) for f in examined.findings if f.severity.value == "erreur"]
    imported(program, read_zip(packed))
    with program.reading() as work:
        assert not changed(work)
    assert exported(program, being_written=True) == packed


def test_another_module_joins_those_being_written(program: Program) -> None:
    archive = Archive(files={**OTHER, "autre/media/a.png": b"\x89PNG"})
    part = examine(program, archive, on=ON).parts[0]
    assert (part.name, part.title, part.is_new, len(part.added)) == ("autre", "Essai", True, 3)
    imported(program, archive)
    with program.reading() as work:
        assert {one.state for one in changed(work)} == {"new"}
        with pytest.raises(NotFound, match="essai"):
            export_files(work, "autre")
    assert exported(program, "autre", being_written=True) == write_zip(archive.files)


def test_a_module_becomes_exactly_what_the_archive_holds(program: Program) -> None:
    with program.reading() as work:
        files = dict(module_files(files_now(work), "essai"))
    del files["essai/20-choix.md"]
    files[LESSON] += b"\nUn mot de plus.\n"
    files["essai/30-fin.md"] = b"---\ntitre: Fin\n---\n"
    part = examine(program, Archive(files=files), on=ON).parts[0]
    assert (part.added, part.changed, part.removed) == (
        ("essai/30-fin.md",), (LESSON,), ("essai/20-choix.md",),
    )  # fmt: skip
    imported(program, Archive(files=files))
    assert exported(program, being_written=True) == write_zip(files)
    with program.reading() as work:
        assert {one.path: one.state for one in changed(work)} == {
            LESSON: "changed", "essai/20-choix.md": "removed", "essai/30-fin.md": "new",
        }  # fmt: skip


def test_what_somebody_writes_is_replaced_only_when_asked(program: Program) -> None:
    packed = read_zip(exported(program))
    with program.writing() as work:
        keep_all(work, {LESSON: b"en train", "glossaire.md": b"en train"})
    examined = examine(program, packed, on=ON)
    assert [part.name for part in examined.at_risk] == ["essai"]
    with pytest.raises(Conflict, match="a commencé à changer"):
        imported(program, packed)
    with program.reading() as work:
        assert files_now(work)[LESSON] == b"en train"
    imported(program, packed, replace=True)
    with program.reading() as work:
        assert files_now(work)[LESSON] == packed.files[LESSON]
        assert files_now(work)["glossaire.md"] == b"en train"


def test_texts_of_the_site_come_too_when_the_archive_holds_them(program: Program) -> None:
    archive = Archive(files={**OTHER, "parcours/autre.md": b"---\ntitre: Autre\n---\n"})
    imported(program, archive)
    with program.reading() as work:
        now = files_now(work)
    assert now["parcours/autre.md"] == archive.files["parcours/autre.md"]
    assert "parcours/essai.md" in now
    assert "referentiel.yaml" in now


def test_figures_unknown_here_are_told_and_stop_nothing(program: Program) -> None:
    text = OTHER["autre/10-un.md"] + b"\nLe seuil est {{ inconnu.ici }}.\n"
    archive = Archive(files={**OTHER, "autre/10-un.md": text})
    findings = examine(program, archive, on=ON).findings
    assert any("inconnu.ici" in finding.message for finding in findings)
    assert {finding.file.split("/")[0] for finding in findings} == {"autre"}
    imported(program, archive)


def test_media_that_are_not_what_they_say_are_told(program: Program) -> None:
    media = {"a.png": b"<html>", "b.jpg": photograph(), "c.jpg": picture("JPEG"), "d.mp3": mp3()}
    archive = Archive(files={**OTHER, **{f"autre/media/{n}": b for n, b in media.items()}})
    told = {
        finding.file: finding.message
        for finding in examine(program, archive, on=ON).findings
        if "/media/" in finding.file
    }
    assert set(told) == {"autre/media/a.png", "autre/media/b.jpg"}
    assert "où et quand" in told["autre/media/b.jpg"]


def test_all_the_courses_leave_together(program: Program) -> None:
    with program.reading() as work:
        whole = export_files(work)
    assert dict(read_zip(write_zip(whole)).files) == whole
    with program.reading() as work, pytest.raises(NotFound, match="essai"):
        export_files(work, "absent")
