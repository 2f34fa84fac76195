"""A CSV of accounts: whatever an office or an attacker sends is read whole or said."""

import pytest

from learning.domain.access import Role
from learning.domain.errors import Invalid
from learning.exchange.accounts_csv import MOST_BYTES, MOST_ROWS, Row, read_accounts

HEAD = "role;nom;groupe;identifiant\n"


def rows(text: str, encoding: str = "utf-8") -> tuple[Row, ...]:
    """Read a text as a file in this encoding."""
    return read_accounts(text.encode(encoding))


def only(text: str) -> Row:
    """Read a file of one row."""
    (row,) = rows(HEAD + text)
    return row


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_office_is_read_alike(encoding: str, separator: str, end: str) -> None:
    lines = ["Rôle;NOM;Groupe", "Conseillère;Aïcha Élodée;Été", ";Noé Œuvrard;"]
    text = end.join(lines).replace(";", separator)
    first, second = rows(text, encoding)
    assert (first.role, first.name, first.groups) == (Role.COUNSELLOR, "Aïcha Élodée", ("Été",))
    assert (second.role, second.name, second.faults) == (Role.LEARNER, "Noé Œuvrard", ())


def test_letters_in_two_pieces_are_made_one() -> None:
    assert only(";Ai\u0308cha;;").name == "Aïcha"


def test_quotes_spaces_and_several_groups() -> None:
    row = only(' apprenant ;"  Jean  ""dit"" Petit ";" Matin |Soir| Matin ";Colibri-4718')
    assert row.name == 'Jean "dit" Petit'
    assert row.groups == ("Matin", "Soir")
    assert row.identifier == "colibri-4718"
    assert row.faults == ()


@pytest.mark.parametrize("name", ["=1+1", "+33", "-2", "@SUM(A1)", "  =HYPERLINK(1)"])
def test_a_formula_is_a_fault(name: str) -> None:
    assert any("formule" in fault for fault in only(f";{name};;").faults)


@pytest.mark.parametrize("name", ["Al\u202eix", "Al\u0007ix", "Al\u200bix", "\ue000"])
def test_what_does_not_show_is_a_fault_and_goes(name: str) -> None:
    row = only(f";{name};;")
    assert any("ne s’affichent pas" in fault for fault in row.faults)
    assert row.name in {"Alix", ""}


def test_every_fault_of_a_row_is_said() -> None:
    row = only(f"chef;{'x' * 81};;;en trop")
    assert len(row.faults) == 3
    assert only(";;Matin;").faults == ("Il manque le nom.",)


def test_lines_are_numbered_as_the_spreadsheet_does() -> None:
    found = rows(HEAD + "\n;Un;;\n\n;Deux;;\n")
    assert [row.line for row in found] == [3, 5]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "vide"),
        ("   \n ", "vide"),
        (HEAD, "ligne de titres"),
        ("role;groupe\n;Matin", "Il manque la colonne"),
        ("nom;nom\na;b", "deux fois"),
        ("nom;écrou\na;123", "n’est pas connue"),
        ("nom;infraction\na;vol", "n’est pas connue"),
        ('nom;groupe\n"Alix;Matin', "guillemet"),
    ],
)
def test_a_file_that_cannot_be_is_refused(text: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        rows(text)


def test_a_binary_file_is_refused() -> None:
    with pytest.raises(Invalid, match="CSV"):
        read_accounts(b"PK\x03\x04\x00\x00nom\x00")


def test_five_thousand_rows_are_read_and_no_more() -> None:
    row = ";Personne;;\n"
    assert len(rows(HEAD + row * MOST_ROWS)) == MOST_ROWS
    with pytest.raises(Invalid, match="5 000 au plus"):
        rows(HEAD + row * (MOST_ROWS + 1))
    with pytest.raises(Invalid, match="1 Mo"):
        read_accounts(b"x" * (MOST_BYTES + 1))
