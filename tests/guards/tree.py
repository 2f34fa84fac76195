"""The project's own files, as a commit would hold them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def files() -> tuple[Path, ...]:
    """Every file that is committed or would be, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return tuple(
        sorted(
            Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()
        )
    )


def under(folder: str, suffix: str = "") -> tuple[Path, ...]:
    """The files of one folder, with this suffix."""
    return tuple(
        path
        for path in files()
        if path.parts[: len(Path(folder).parts)] == Path(folder).parts
        and path.name.endswith(suffix)
    )


def read(path: Path) -> str:
    """The text of a file."""
    return (ROOT / path).read_text(encoding="utf-8")


def is_text(path: Path) -> bool:
    """Whether people read this file: a font or a picture is not text."""
    return b"\0" not in (ROOT / path).read_bytes()[:8192]


@cache
def python() -> dict[Path, ast.Module]:
    """Every Python file, parsed."""
    return {path: ast.parse(read(path)) for path in files() if path.suffix == ".py"}


def must_be_empty(faults: list[str]) -> None:
    """Fail with every sentence, one a line."""
    assert not faults, "\n" + "\n".join(faults)
