"""What is served of a script: its code as it is, without what only its readers need."""

from pathlib import Path

import pytest

from learning.paths import STATIC
from learning.web.assets import Assets

SCRIPT = """/* Said above. */
(() => {
  'use strict';
  /* Two lines
     of words. */
  const kinds = 'text/html, */*'; /* stays */
  const glob = '/*';
})();
"""


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A folder of static files with one script."""
    (tmp_path / "css").mkdir()
    for name in ("tokens.css", "base.css", "layout.css", "print.css"):
        (tmp_path / "css" / name).write_text("")
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "one.js").write_text(SCRIPT)
    return tmp_path


def test_a_script_loses_its_indentation_and_the_comments_that_stand_alone(static: Path) -> None:
    served = Assets(static).packed["/static/js/one.js"].body.decode()
    assert served.splitlines() == [
        "(() => {",
        "'use strict';",
        "const kinds = 'text/html, */*'; /* stays */",
        "const glob = '/*';",
        "})();",
    ]


def test_its_address_says_what_is_served(static: Path) -> None:
    before = Assets(static).url("js/one.js")
    (static / "js" / "one.js").write_text(SCRIPT.replace("'use strict'", "'use  strict'"))
    assert Assets(static).url("js/one.js") != before


def test_no_script_holds_a_text_of_several_lines() -> None:
    open_ended = [
        f"{path.name}:{number}"
        for path in STATIC.glob("js/*.js")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.count("`") % 2
    ]
    assert not open_ended
