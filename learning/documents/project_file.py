"""A project file as PDF: A4, tagged for screen readers, whole in black and white."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from learning.documents.pdf import compile_pdf
from learning.domain.project_file.paper import ProjectFile

_TEMPLATE = Path(__file__).with_name("project_file.typ")


def write_project_file(paper: ProjectFile, day: date) -> bytes:
    """Write the file; the same twice, byte for byte.

    Raises:
        Unavailable: the extra is absent, or it has no letter for a sign that somebody typed.

    """
    # The title names nobody: it is shown in lists and in windows.
    inputs = {"title": paper.heading, "paper": json.dumps(_shown(paper))}
    return compile_pdf(_TEMPLATE, inputs, day)


def _shown(paper: ProjectFile) -> dict[str, Any]:
    """Return the file as the template reads it, the amounts of each picture's axis beside it."""
    found = asdict(paper)
    for shown, section in zip(found["sections"], paper.sections, strict=True):
        if section.curve is not None:
            shown["curve"]["scale"] = [
                {"value": value, "words": words} for value, words in section.curve.scale
            ]
    return found
