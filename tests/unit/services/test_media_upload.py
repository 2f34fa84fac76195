"""Images and sounds of a module being written: added, said, used, taken out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.domain.errors import Conflict, Invalid, NotFound
from learning.services.manuscripts import (
    digest_of_body,
    files_now,
    keep_all,
    published_files,
)
from learning.services.media import (
    find_media,
    find_media_being_written,
    lines_with,
    list_media,
    markdown_of,
)
from learning.services.media_upload import (
    add_media,
    change_alternative,
    prepare_media,
    retire_media,
)
from learning.services.work import Program, with_release
from tests.support.media_samples import mp3, photograph, picture
from tests.support.small_site import make, publish_folder

WORDS = "Un étal de fruits au marché"
LESSON = "essai/10-formes.md"


@pytest.fixture
def program(database_url: str, tmp_path: Path) -> Iterator[Program]:
    """A published site, on either database."""
    made, _accounts = make(tmp_path / "var", database_url, phrases=False)
    yield made
    made.database.dispose()


def add(program: Program, body: bytes, title: str = "Le marché", words: str = WORDS) -> str:
    """Add a file to the small module."""
    prepared = prepare_media(body)
    with program.writing() as work:
        return add_media(work, "essai", prepared, title=title, alternative=words)


def test_an_image_is_bare_named_from_its_title_and_not_yet_published(program: Program) -> None:
    name = add(program, photograph())
    assert name == "le-marche.jpg"
    with program.reading() as work:
        with_release(work)
        found = find_media_being_written(work, "essai", name)
        assert found.kind == "image/jpeg"
        assert b"secret" not in found.body
        assert files_now(work)[f"essai/media/{name}.txt"] == f"{WORDS}\n".encode()
        with pytest.raises(NotFound):
            find_media(work, "essai", name)
        listed = list_media(work, "essai")
    assert [one.name for one in listed] == [name]
    assert listed[0].markdown == f"![{WORDS}](media/{name})"
    assert not listed[0].uses


def test_two_files_of_one_title_have_two_names(program: Program) -> None:
    assert add(program, picture()) == "le-marche.png"
    assert add(program, picture()) == "le-marche-2.png"
    assert add(program, mp3(), "Le marché") == "le-marche.mp3"
    with program.reading() as work:
        sound = list_media(work, "essai")[1]
    assert not sound.is_image
    assert sound.markdown == "audio: le-marche.mp3"


def test_a_published_file_is_found_and_its_retirement_waits_for_a_release(
    program: Program,
) -> None:
    name = add(program, picture())
    with program.reading() as work:
        files = files_now(work)
    publish_folder(program, files)
    with program.writing() as work:
        retire_media(work, "essai", name)
    with program.reading() as work:
        with_release(work)
        assert find_media(work, "essai", name).kind == "image/png"
        assert f"essai/media/{name}.txt" in published_files(work)
        assert f"essai/media/{name}.txt" not in files_now(work)
        assert not list_media(work, "essai")
        with pytest.raises(NotFound):
            find_media_being_written(work, "essai", name)


def test_a_file_that_a_text_shows_is_not_taken_out(program: Program) -> None:
    name = add(program, picture())
    with program.writing() as work:
        body = files_now(work)[LESSON] + f"\n![{WORDS}](media/{name})\n".encode()
        keep_all(work, {LESSON: body})
    with program.reading() as work:
        uses = list_media(work, "essai")[0].uses
    assert [(use.path, use.line) for use in uses] == [(LESSON, body.count(b"\n"))]
    assert uses[0].title
    with pytest.raises(Conflict, match="sert encore"), program.writing() as work:
        retire_media(work, "essai", name)
    with program.writing() as work:
        assert change_alternative(work, "essai", name, "Un étal [vide]") == (LESSON,)
    with program.reading() as work:
        assert f"![Un étal (vide)](media/{name})".encode() in files_now(work)[LESSON]
        assert list_media(work, "essai")[0].alternative == "Un étal [vide]"


@pytest.mark.parametrize(
    ("title", "words", "field"),
    [
        ("", WORDS, "titre"),
        ("!!!", WORDS, "titre"),
        ("Vue", " \n ", "texte"),
        ("Vue", "IMG_2041.JPG", "texte"),
        ("Vue", "photo", "texte"),
        ("Vue", "mot " * 100, "texte"),
    ],
)
def test_a_file_without_its_words_is_not_kept(
    program: Program, title: str, words: str, field: str
) -> None:
    with pytest.raises(Invalid) as told:
        add(program, picture(), title, words)
    assert told.value.field == field
    with program.reading() as work:
        assert not list_media(work, "essai")


def test_nothing_is_added_where_there_is_no_module(program: Program) -> None:
    prepared = prepare_media(picture())
    for module in ("rien", "parcours", "essai/media", ""):
        with pytest.raises(NotFound), program.writing() as work:
            add_media(work, module, prepared, title="Vue", alternative=WORDS)
    with pytest.raises(NotFound), program.writing() as work:
        retire_media(work, "essai", "module.md")
    with pytest.raises(NotFound), program.writing() as work:
        change_alternative(work, "essai", "module.md", WORDS)
    with pytest.raises(Invalid, match="Choisissez"):
        prepare_media(b"")


def test_a_full_module_takes_no_more(program: Program) -> None:
    with program.writing() as work:
        keep_all(work, {f"essai/media/{n}.png": bytes(5_000_000) for n in range(13)})
    with pytest.raises(Invalid, match="trop d’images"):
        add(program, picture())


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("![Vue](media/vue.png)", True),
        ('![Vue](media/vue.png "Vue")', True),
        ("![Vue](<media/vue.png>)", True),
        ("![Vue](media/vue.png.txt)", False),
        ("![Vue](media/vue.pngx)", False),
        ("![Vue](media/autre-vue.png)", False),
        ("Voir media/vue.png", False),
        ("audio : vue.png", True),
        ("Audio: vue.png ", True),
        ("audio: vue.png.mp3", False),
    ],
)
def test_where_a_file_is_shown(line: str, shown: bool) -> None:
    assert lines_with(f"a\n{line}\n", "vue.png") == ([2] if shown else [])


def test_words_with_brackets_stay_one_image() -> None:
    assert markdown_of("a.png", "Un [x] ici") == "![Un (x) ici](media/a.png)"


def test_an_old_page_keeps_the_image_that_it_had(program: Program) -> None:
    name = "vue.png"
    bodies = [picture("PNG", (size, 10)) for size in (10, 20)]
    pages, files = [], dict[str, bytes]()
    for body in bodies:
        with program.reading() as work:
            files = files_now(work) | {f"essai/media/{name}": body}
            files[LESSON] += f"\n![Une vue](media/{name})\n".encode()
        publish_folder(program, files)
        with program.reading() as work:
            module = with_release(work).catalogue.module("essai")
            lesson = module.lesson("formes") if module else None
            html = "".join(block.html for block in (lesson.blocks if lesson else ()))
        pages.append(html.split(f"/modules/essai/media/{name}?contenu=")[1].split('"')[0])
    with program.reading() as work:
        with_release(work)
        shown = [find_media(work, "essai", name, content=one).body for one in pages]
        assert shown == bodies
        assert find_media(work, "essai", name).body == bodies[1]
        assert find_media(work, "essai", name, content="0" * 64).body == bodies[1]
        secret = digest_of_body(files[LESSON])
        assert find_media(work, "essai", name, content=secret).body == bodies[1]
        with pytest.raises(NotFound):
            find_media(work, "essai", "absent.png", content=secret)
