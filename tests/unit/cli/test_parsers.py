"""A command that is badly written says so in French, and exits with 2."""

import argparse
from collections.abc import Iterator

import pytest

from learning.cli import build_parser
from learning.cli.parsers import Parser


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["dossier"], "il manque COMMANDE"),
        (["dossier", "export"], "il manque -o/--output"),
        (["nimporte"], "« nimporte » n’existe pas ; il y a 'init', 'demo'"),
        (["courses", "check", "--nope"], "« --nope » n’existe pas"),
        (["serve", "--port", "dix"], "--port : « dix » ne convient pas"),
        (["serve", "--port", "99999"], "--port : « 99999 » n’est pas entre 0 et 65535"),
        (["serve", "--port"], "--port attend une valeur"),
        (["doctor", "--json=oui"], "--json ne prend pas de valeur"),
    ],
    ids=[
        "no-command",
        "required",
        "choice",
        "unknown",
        "not-a-number",
        "out-of-bounds",
        "no-value",
        "flag",
    ],
)
def test_a_mistake_is_told_in_french(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        build_parser().parse_args(words)
    said = capsys.readouterr().err
    assert left.value.code == 2
    assert sentence in said
    assert "--help ».\n" in said


def test_options_that_exclude_each_other_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    parser = Parser(prog="tremplin essai")
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument("--un", action="store_true")
    either.add_argument("--deux", action="store_true")
    with pytest.raises(SystemExit):
        parser.parse_args(["--un", "--deux"])
    assert "--deux ne va pas avec --un" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        parser.parse_args([])
    assert "il faut l’un de ceux-ci : --un --deux" in capsys.readouterr().err


def test_help_has_no_english(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        build_parser().parse_args(["privacy", "export", "--help"])
    said = capsys.readouterr().out
    assert left.value.code == 0
    assert said.startswith("usage : tremplin privacy export")
    assert "à donner" in said
    assert "arguments" not in said


def arguments(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.Action]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from arguments(one)
        else:
            yield parser.prog, action


def test_every_argument_has_its_help_and_a_french_name() -> None:
    told = list(arguments(build_parser()))
    assert len(told) > 100
    assert not [(where, one.dest) for where, one in told if not one.help]
    valued = [(where, one) for where, one in told if one.nargs != 0 and not one.choices]
    assert not [(where, one.dest) for where, one in valued if not one.metavar]
