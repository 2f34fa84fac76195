"""Nothing that a program makes is committed."""

import subprocess

from tests.guards.tree import ROOT, files, must_be_empty

MADE = {".mo", ".pyc", ".sqlite3", ".whl", ".gz", ".br", ".log"}


def test_no_ignored_file_is_committed() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    must_be_empty([f"{name}: is ignored and committed" for name in listed.stdout.splitlines()])


def test_no_made_file_is_committed() -> None:
    must_be_empty([f"{path}: is made by a program" for path in files() if path.suffix in MADE])


def test_files_are_small() -> None:
    limit = 400_000
    must_be_empty(
        [
            f"{path}: {size} bytes, {limit} at most"
            for path in files()
            if (size := (ROOT / path).stat().st_size) > limit
        ]
    )
