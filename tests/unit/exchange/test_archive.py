"""Archives: what comes in is byte for byte what went out, and the hostile are told why not."""

import io
import stat
import time
import zipfile

import pytest

from learning.content.source import module_files, module_slugs, read_folder
from learning.domain.errors import Invalid
from learning.exchange.archive import MOST_TOTAL_BYTES, read_zip, write_zip
from learning.exchange.places import Rename, free_name, slug_of
from learning.paths import COURSES
from tests.support.zip_samples import (
    MODULE,
    link,
    many,
    nested,
    overlapping,
    raw_entry,
    zipped,
)


def with_file(name: str, body: bytes = b"x") -> bytes:
    """A module's archive with one more file."""
    return zipped({**MODULE, name: body})


def test_the_shipped_courses_come_back_byte_for_byte() -> None:
    files = read_folder(COURSES)
    whole = write_zip(files)
    assert dict(read_zip(whole).files) == files
    for slug in module_slugs(files):
        own = module_files(files, slug)
        packed = write_zip(own)
        found = read_zip(packed)
        assert dict(found.files) == own
        assert not found.renamed
        assert write_zip(found.files) == packed


def test_an_archive_is_the_same_whatever_the_order_and_the_day() -> None:
    backwards = dict(reversed(list(MODULE.items())))
    assert write_zip(MODULE) == write_zip(backwards)
    with zipfile.ZipFile(io.BytesIO(write_zip(MODULE))) as archive:
        assert archive.namelist() == sorted(MODULE)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_systems_leave_behind_and_one_folder_around_are_left_out() -> None:
    contents = {f"Mon envoi/{name}": body for name, body in MODULE.items()}
    contents |= {
        "__MACOSX/Mon envoi/essai/._module.md": b"x",
        "Mon envoi/.DS_Store": b"x",
        "Mon envoi/essai/Thumbs.db": b"x",
        "Mon envoi/essai/": b"",
    }
    assert dict(read_zip(zipped(contents)).files) == dict(MODULE)
    assert dict(read_zip(zipped(dict(MODULE))).files) == dict(MODULE)


def test_a_git_host_s_comment_is_tolerated() -> None:
    out = io.BytesIO(zipped(MODULE))
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"6cbccde8" * 5
    assert dict(read_zip(out.getvalue()).files) == dict(MODULE)


ODD_NAMES = {
    "deux points": ("../essai/20-x.md", "mène hors"),
    "au milieu": ("essai/../../x.md", "mène hors"),
    "racine": ("/etc/passwd", "mène hors"),
    "disque": ("C:/essai/x.md", "mène hors"),
    "réseau": ("\\\\serveur\\x.md", "mène hors"),
    "barre": ("essai\\20-x.md", "mène hors"),
    "con": ("essai/con.md", "tous les systèmes"),
    "aux": ("essai/media/AUX.png", "tous les systèmes"),
    "point final": ("essai/20-x.md.", "tous les systèmes"),
    "vide": ("essai//20-x.md", "tous les systèmes"),
    "ici": ("essai/./20-x.md", "tous les systèmes"),
    "sens": ("essai/media/\u202egnp.exe.png", "invisibles"),
    "sonnerie": ("essai/media/\x07.png", "invisibles"),
    "ligne": ("essai/media/a\nb.png", "invisibles"),
    "long": (f"essai/media/{'a' * 300}.png", "trop long"),
    "svg": ("essai/media/logo.SVG", "SVG"),
    "programme": ("essai/media/x.exe", "ni une image ni un son"),
    "page": ("essai/media/x.html", "ni une image ni un son"),
    "sous-dossier": ("essai/media/a/x.png", "sa place"),
    "dossier": ("essai/autre/x.md", "sa place"),
    "leçon": ("essai/intro.md", "sa place"),
    "majuscule": ("Essai2/10-x.md", "dans un dossier sans"),
    "sans module": ("autre/10-x.md", "dans un dossier sans"),
    "dehors": ("lisez-moi.md", "sa place"),
    "parcours": ("parcours/x.txt", "sa place"),
    "archive": ("essai/media/x.zip", "ni une image ni un son"),
    "casse": ("essai/10-UN.md", "deux fois"),
    "fichier et dossier": ("essai/10-un.md/x.md", "à la fois"),
}


@pytest.mark.parametrize(("name", "words"), ODD_NAMES.values(), ids=ODD_NAMES)
def test_a_name_that_leads_elsewhere_is_refused(name: str, words: str) -> None:
    with pytest.raises(Invalid, match=words) as told:
        read_zip(with_file(name))
    assert str(told.value).replace("\u00a0", " ").isprintable()


def test_the_same_name_twice_is_refused() -> None:
    out = io.BytesIO(zipped(MODULE))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("essai/10-un.md", b"autre")
    with pytest.raises(Invalid, match="deux fois"):
        read_zip(out.getvalue())
    twins = {**MODULE, "essai/media/e\u0301.png": b"a", "essai/media/\u00e9.png": b"b"}
    with pytest.raises(Invalid, match="deux fois"):
        read_zip(zipped(twins))


HOSTILE = {
    "lien": (link("essai/20-x.md", "/etc/passwd"), "lien"),
    "périphérique": (link("essai/20-x.md", "", stat.S_IFCHR), "lien"),
    "tube": (link("essai/20-x.md", "", stat.S_IFIFO), "lien"),
    "raccourci": (zipped(MODULE, external_attr=0x400), "lien"),
    "mot de passe": (raw_entry(b"essai/20-x.md", b"x", flags=1), "mot de passe"),
    "nom illisible": (raw_entry(b"essai/\xff\xfe.md", b"x", flags=0x800), "ordinaire"),
    "taille": (raw_entry(b"essai/20-x.md", bytes(1_000), size=10), "taille annoncée"),
    "taille d’une bombe": (
        raw_entry(b"essai/media/x.png", bytes(200_000_000), size=10), "plus de 5",
    ),
    "bombe": (with_file("essai/media/x.png", bytes(200_000_000)), "plus de 5"),
    "recouvrement": (overlapping(), "recouvrent"),
    "devant": (b"GIF89a" + zipped(MODULE), "ordinaire"),
    "devant, déplacé": (b"PK\x03\x04" + bytes(40) + zipped(MODULE), "ordinaire"),
    "derrière": (zipped(MODULE) + b"<script>", "ordinaire"),
    "coupée": (zipped(MODULE)[:-10], "ordinaire"),
    "vide": (zipped({}), "vide"),
    "rien": (b"", "ordinaire"),
    "autre chose": (b"%PDF-1.7" + bytes(500), "ordinaire"),
    "sans dossier": (zipped({"module.md": b"x", "10-a.md": b"x"}), "dans un dossier"),
    "archives": (nested(), "dans un dossier sans"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "words"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_archive_is_refused_at_once(body: bytes, words: str) -> None:
    start = time.process_time()
    with pytest.raises(Invalid, match=words):
        read_zip(body)
    assert time.process_time() - start < 1


def test_too_many_entries_are_refused_before_they_are_read() -> None:
    body = many(60_000)
    start = time.process_time()
    with pytest.raises(Invalid, match="plus de 2000 fichiers"):
        read_zip(body)
    assert time.process_time() - start < 0.1


def test_a_bomb_of_many_small_files_is_refused() -> None:
    level = {f"essai/media/{n}.png": bytes(4_000_000) for n in range(3)}
    with pytest.raises(Invalid, match="anormale"):
        read_zip(zipped({**MODULE, **level}))


def test_more_than_an_archive_holds_is_not_written() -> None:
    with pytest.raises(Invalid, match="module par module"):
        write_zip({"essai/media/x.png": bytes(MOST_TOTAL_BYTES + 1)})


def test_any_changed_byte_is_refused_in_a_sentence_or_read() -> None:
    body = zipped(MODULE)
    for place in range(len(body)):
        for one in (body[:place], body[:place] + b"\xff" + body[place + 1 :]):
            try:
                read_zip(one)
            except Invalid as told:
                assert told.message  # noqa: PT017 - either outcome is right, no other


def test_media_of_odd_names_become_plain_and_texts_follow() -> None:
    text = (
        "---\ntitre: Un\nobjectif: a\naudio: Écoute 1.mp3\n---\n\n![Vue](media/Prüfung.png)\n"
        "![Vue](<media/Mon marché (1).JPG>)\n![Vue](media/Mon%20march%C3%A9%20(1).JPG)\n"
        '![Autre](media/autre.png "Prüfung.png")\r\n'
    )
    contents = {
        **MODULE,
        "essai/10-un.md": text.encode(),
        "essai/media/Pru\u0308fung.png": b"1",
        "essai/media/prufung.png": b"2",
        "essai/media/Mon marché (1).JPG": b"3",
        "essai/media/Écoute 1.mp3": b"4",
        "essai/media/Garde_Majuscules.PNG": b"5",
    }
    found = read_zip(zipped(contents))
    assert found.files["essai/media/prufung-2.png"] == b"1"
    assert found.files["essai/media/prufung.png"] == b"2"
    assert found.files["essai/media/mon-marche-1.jpg"] == b"3"
    assert found.files["essai/media/Garde_Majuscules.PNG"] == b"5"
    followed = found.files["essai/10-un.md"].decode()
    assert "audio: ecoute-1.mp3\n" in followed
    assert "![Vue](media/prufung-2.png)" in followed
    assert "![Vue](<media/mon-marche-1.jpg>)" in followed
    assert '![Autre](media/autre.png "Prüfung.png")\r\n' in followed
    assert {one.now for one in found.renamed} == {
        "essai/media/prufung-2.png", "essai/media/mon-marche-1.jpg", "essai/media/ecoute-1.mp3",
    }  # fmt: skip
    assert read_zip(write_zip(found.files)).files == found.files


@pytest.mark.parametrize("coding", ["utf-8", "cp850", "cp437", "cp1252"])
def test_names_without_their_coding_are_made_plain(coding: str) -> None:
    body = raw_entry("essai/media/Prüfung.png".encode(coding), b"x")
    found = read_zip(body)
    names = [path for path in found.files if "/media/" in path]
    assert len(names) == 1
    assert names[0].isascii()
    assert [one.now for one in found.renamed] == names
    if coding != "cp1252":
        assert found.renamed == (
            Rename(was="essai/media/Prüfung.png", now="essai/media/prufung.png", texts=()),
        )


def test_names_are_made_from_words() -> None:
    assert slug_of("  Le cœur du Marché, n° 2 ! ") == "le-coeur-du-marche-n-2"
    assert slug_of("日本") == ""
    assert len(slug_of("mot " * 50)) <= 60
    assert free_name("vue", "png", ["Vue.png", "vue-2.png"]) == "vue-3.png"
