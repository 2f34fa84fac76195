"""Each decision has a number of its own, which its title repeats: others name it by that."""

import re
from collections import Counter

from tests.guards.tree import must_be_empty, read, under

FOLDER = "learning/guides/decisions"


def test_each_decision_has_its_own_number() -> None:
    names = [path.name for path in under(FOLDER, ".md")]
    counts = Counter(name[:4] for name in names)
    assert names
    must_be_empty([f"{one}: {count} decisions" for one, count in counts.items() if count > 1])
    must_be_empty([name for name in names if not re.fullmatch(r"[0-9]{4}-[a-z0-9-]+\.md", name)])
    assert sorted(counts) == [f"{number:04}" for number in range(1, len(names) + 1)]


def test_a_title_repeats_the_number() -> None:
    must_be_empty(
        [
            str(path)
            for path in under(FOLDER, ".md")
            if not read(path).startswith(f"# {int(path.name[:4])}. ")
        ]
    )
