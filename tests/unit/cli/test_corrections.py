"""``courses check --json`` carries what each correction would write."""

import json
from pathlib import Path

import pytest

from learning.cli import main
from tests.unit.content.course import COURSE


def test_a_finding_carries_its_correction(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, text in COURSE.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace(":::essentiel", ":::esentiel"), encoding="utf-8")
    assert main(["courses", "check", "--json", "--le", "2026-11-25", str(tmp_path)]) == 1
    rows = json.loads(capsys.readouterr().out)
    fault = next(row for row in rows if "esentiel" in row["phrase"])
    assert fault["correction"] == [
        {"ligne": fault["ligne"], "avant": ":::esentiel", "apres": ":::essentiel"}
    ]
    assert all(row["correction"] == [] for row in rows if row is not fault)
