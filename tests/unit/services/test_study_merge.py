"""Files to pool: right ones are pooled, and each wrong one is refused with its own sentence."""

import csv
import io
import re

import pytest

from learning.domain.codebook import VARIABLES, find_variable
from learning.domain.errors import Invalid, Refused
from learning.sealing import box_key_text, make_box_secret, read_box_key, seal
from learning.services.study_export import SEALED_FOR, write_codebook
from learning.services.study_merge import (
    FIGURES_FILE,
    HIDDEN,
    MOST_BYTES,
    TABLES_FILE,
    merge,
    open_file,
    people_of,
    read_file,
    write_publication,
)

SECRET = make_box_secret()
KEY = read_box_key(box_key_text(SECRET))
NAMES = tuple(one.name for one in VARIABLES)


def words(sentence: str) -> str:
    """A pattern for a sentence, whatever its spaces are made of."""
    return re.escape(sentence).replace(r"\ ", r"\s")


def line(number: int, **cells: str) -> list[str]:
    known = {
        "pseudonyme": f"PERSONNE{number:08}",
        "etude": "ABCD1234",
        "mois_export": "2026-11",
        "parcours": "createur",
        "forme": "atelier",
        "mois_arrivee": "2026-05",
        "etape": "commence",
        "semaine": "trop-tot",
        "reponses": "3",
        "epreuves": "0",
        "modules_reussis": "0",
        "heures": "1",
        "heures_accompagnement": "0",
        "faits": "5",
        **cells,
    }
    return [known.get(name, "") for name in NAMES]


def written(*lines: list[str], heads: tuple[str, ...] = NAMES) -> bytes:
    body = io.StringIO(newline="")
    csv.writer(body, delimiter=";", lineterminator="\r\n").writerows([heads, *lines])
    return body.getvalue().encode()


GOOD = [line(number) for number in range(20)]


def test_files_are_pooled_and_each_person_counts_once() -> None:
    later = [line(5, faits="9", etape="termine"), *[line(number) for number in range(20, 35)]]
    found = merge([("a", written(*GOOD)), ("b", written(*later))])
    assert (found.files, found.lines, len(found.rows)) == (2, 36, 35)
    kept = {row["pseudonyme"]: row for row in found.rows}
    assert kept["PERSONNE00000005"]["etape"] == "termine"
    again = merge([("tout", people_of(found))])
    assert again.rows == found.rows


def test_files_of_other_releases_have_other_columns() -> None:
    wide = (*NAMES, "module.budget", "item.avant.prix")
    body = written(*[[*cells, "reussi", "4"] for cells in GOOD], heads=wide)
    found = merge([("a", body), ("b", written(line(40)))])
    assert [one.name for one in found.variables] == list(wide)
    assert merge([("tout", people_of(found))]).rows[-1]["item.avant.prix"] == ""


def test_a_spreadsheet_may_have_added_a_mark_at_the_start() -> None:
    assert len(read_file("a", b"\xef\xbb\xbf" + written(*GOOD))[1]) == 20


def test_sealed_files_are_opened_with_the_key() -> None:
    sealed = seal(written(*GOOD), KEY, SEALED_FOR)
    assert len(merge([("a", sealed)], SECRET).rows) == 20
    assert open_file(sealed, SECRET) == written(*GOOD)
    with pytest.raises(Invalid, match=words("« a » : Ce fichier est scellé")):
        merge([("a", sealed)])
    with pytest.raises(Invalid, match="autre clé"):
        merge([("a", sealed)], make_box_secret())


def test_what_is_published_hides_and_declares() -> None:
    lines = [*GOOD, *[line(number, etape="termine") for number in range(30, 40)]]
    files = write_publication(merge([("a", written(*lines))]))
    tables = list(
        csv.DictReader(io.StringIO(files[TABLES_FILE].decode("utf-8-sig")), delimiter=";")
    )
    counts = [row["effectif"] for row in tables]
    assert HIDDEN in counts
    assert all(count == HIDDEN or int(count) >= 11 for count in counts)
    assert FIGURES_FILE in files
    for body in files.values():
        assert b"PERSONNE0" not in body


def test_too_few_people_publish_nothing() -> None:
    with pytest.raises(Refused, match="moins de 11 personnes"):
        merge([("a", written(*GOOD[:10]))])


def test_two_studies_are_not_pooled() -> None:
    other = written(line(50, etude="WXYZ1234"))
    with pytest.raises(Invalid, match=words("« a » et « b » ne sont pas de la même étude")):
        merge([("a", written(*GOOD)), ("b", other)])


def without(name: str) -> bytes:
    at = NAMES.index(name)
    return written(
        *[[*one[:at], *one[at + 1 :]] for one in GOOD], heads=(*NAMES[:at], *NAMES[at + 1 :])
    )


HOSTILE = {
    "est vide": b"",
    "abîmé, ou d’une autre sorte": b"\xff\xfe\x00\x01",
    "d’une autre sorte": written(line(1)).replace(b"createur", b"crea\0eur"),
    "« pseudonyme » manque": b"nom;age\r\nZoe;30\r\n",
    "« etape » manque": without("etape"),
    "C’est la liste des variables": write_codebook(VARIABLES),
    "aucune personne": written(),
    "« nom » n’est pas déclarée": written([*line(1), "Zoe"], heads=(*NAMES, "nom")),
    "est là deux fois, ou": written([*line(1), "x"], heads=(*NAMES, "etape")),
    "La ligne 2 a 21 cases au lieu de 22": written(line(1)[:-1]),
    "Ligne 3 : la colonne « etape » ne peut pas contenir « mort »": written(
        line(1), line(2, etape="mort")
    ),
    "ne peut pas contenir « =cmd": written(line(1, parcours="=cmd|' /C calc'!A0")),
    "« mois_arrivee » ne peut pas contenir « 2026-05-04 »": written(
        line(1, mois_arrivee="2026-05-04")
    ),
    "contenir « ?[31mrouge »": written(line(1, parcours="\x1b[31mrouge")),
    "Un pseudonyme est là deux fois": written(line(1), line(1)),
    "mélange plusieurs études": written(line(1), line(2, etude="sans")),
    "un guillemet manque": written(*GOOD[:2])[:-2] + b'\r\n"abc',
    "sa dernière ligne n’est pas finie": written(*GOOD)[:-2],
    "trop gros": b"x" * (MOST_BYTES + 1),
}


@pytest.mark.parametrize("sentence", HOSTILE)
def test_each_wrong_file_has_its_sentence(sentence: str) -> None:
    with pytest.raises(Invalid, match=words(sentence)) as refused:
        merge([("site-3", HOSTILE[sentence])])
    said = str(refused.value).replace("\u00a0", " ")
    assert said.startswith("« site-3 » : ")
    assert said.isprintable()


def test_a_file_cut_anywhere_is_refused_or_a_file_of_fewer_people() -> None:
    """A cut between two lines cannot be told: sealed files, which are, come whole or not."""
    whole = written(*GOOD[:3])
    ends = {at + 2 for at in range(len(whole)) if whole[at : at + 2] == b"\r\n"}
    for at in range(len(whole)):
        if at in ends and at > len(whole.split(b"\r\n", maxsplit=1)[0]) + 2:
            assert len(read_file("a", whole[:at])[1]) < 3
            continue
        with pytest.raises(Invalid):
            read_file("a", whole[:at])


def test_the_fixed_columns_are_known_by_their_names() -> None:
    assert all(find_variable(name) for name in NAMES)
