"""Set French no-break spaces in the sentences of the program and of templates.

People type plain spaces before « : » and inside « »; readers are owed U+00A0. Docstrings and
strings without a French letter are left alone. Names the files that it changed.
"""

import ast
import io
import re
import sys
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FRENCH = re.compile(
    r"[àâçéèêëîïôûùœ’«»]|\b(?:le|la|les|un|une|des|vous|votre|est)\b", re.IGNORECASE
)
BEFORE = re.compile(r"(?<=[\w»)}.…’]) (?=[:;!?»%€](?![\w=(]))")
AFTER = re.compile(r"« ")
NO_BREAK = "\u00a0"


def spaced(text: str) -> str:
    """Give a sentence its no-break spaces."""
    return AFTER.sub(f"«{NO_BREAK}", BEFORE.sub(NO_BREAK, text))


def apart(source: str) -> set[tuple[int, int]]:
    """Where docstrings start."""
    return {
        (node.value.lineno, node.value.col_offset)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def in_python(source: str) -> str:
    """The same module with its sentences spaced."""
    lines = io.StringIO(source).readlines()
    kept = apart(source)
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    for token in reversed(tokens):
        (row, column), (last, end) = token.start, token.end
        if token.type != tokenize.STRING or row != last:
            continue
        if (row, len(lines[row - 1][:column].encode())) in kept:
            continue
        if FRENCH.search(token.string) and not token.string.startswith(("r", "R")):
            line = lines[row - 1]
            lines[row - 1] = line[:column] + spaced(token.string) + line[end:]
    return "".join(lines)


def in_template(source: str) -> str:
    """The same template with its texts and translated strings spaced."""
    said = re.sub(
        r"""(_\(\s*)(['"])(.*?)\2""",
        lambda found: f"{found[1]}{found[2]}{spaced(found[3])}{found[2]}",
        source,
        flags=re.DOTALL,
    )
    return re.sub(
        r"(?<=>)([^<>{}]+)(?=[<{])",
        lambda found: spaced(found[1]) if FRENCH.search(found[1]) else found[1],
        said,
    )


def main() -> int:
    """Rewrite what needs it."""
    changed = 0
    for folder, pattern, rewrite in (
        ("learning", "*.py", in_python),
        ("templates", "*.html", in_template),
    ):
        for path in sorted((ROOT / folder).rglob(pattern)):
            before = path.read_text(encoding="utf-8")
            after = rewrite(before)
            if after != before:
                path.write_text(after, encoding="utf-8")
                print(path.relative_to(ROOT))
                changed += 1
    return 1 if changed and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
