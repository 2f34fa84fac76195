"""Any set of course files goes to a ZIP or a folder and comes back byte for byte."""

import re
import string
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.domain.errors import Invalid
from learning.exchange.archive import read_zip, write_zip
from learning.exchange.folder import read_course_folder, write_course_folder
from learning.exchange.places import slug_of

SLUG = st.text(string.ascii_lowercase + string.digits, min_size=2, max_size=8).filter(
    lambda name: name not in {"con", "prn", "aux", "nul"}
)
BODY = st.binary(max_size=300)
LESSON = st.builds("{}-{}.md".format, st.integers(0, 99), SLUG)
BANK = SLUG.map("banques/{}.md".format)
MEDIA = st.builds(
    "media/{}.{}".format,
    st.text(string.ascii_letters + string.digits + "_-", min_size=1, max_size=9).filter(
        lambda name: not re.fullmatch(r"con|prn|aux|nul|(com|lpt)[0-9]", name.lower())
    ),
    st.sampled_from(["png", "jpg", "JPG", "webp", "mp3", "opus", "png.txt"]),
)
INSIDE = st.dictionaries(st.one_of(LESSON, BANK, MEDIA), BODY, max_size=6)
SITE = st.dictionaries(
    st.one_of(
        st.sampled_from(["glossaire.md", "referentiel.yaml"]),
        st.builds("{}/{}.md".format, st.sampled_from(["parcours", "questionnaires"]), SLUG),
    ),
    BODY,
    max_size=3,
)
MODULES = st.dictionaries(
    SLUG.filter(lambda slug: slug not in {"parcours", "questionnaires", "banques", "media"}),
    st.tuples(BODY, INSIDE),
    min_size=1,
    max_size=3,
)


@st.composite
def course_files(draw: st.DrawFn) -> dict[str, bytes]:
    """A set of files that courses may hold: no two alike but for capitals."""
    files = dict(draw(SITE))
    for slug, (head, inside) in draw(MODULES).items():
        files[f"{slug}/module.md"] = head
        files |= {f"{slug}/{name}": body for name, body in inside.items()}
    return dict({path.lower(): (path, body) for path, body in files.items()}.values())


@settings(max_examples=60, deadline=None)
@given(course_files())
def test_files_come_back_byte_for_byte(files: dict[str, bytes]) -> None:
    packed = write_zip(files)
    found = read_zip(packed)
    assert dict(found.files) == files
    assert not found.renamed
    assert write_zip(found.files) == packed
    with TemporaryDirectory() as folder:
        write_course_folder(files, Path(folder))
        assert dict(read_course_folder(Path(folder)).files) == files


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 400), course_files())
def test_no_bytes_do_more_than_be_refused(noise: bytes, at: int, files: dict[str, bytes]) -> None:
    packed = write_zip(files)
    for body in (noise, packed[:at] + noise + packed[at:], packed[:at] + noise):
        try:
            found = read_zip(body)
        except Invalid as told:
            assert str(told)  # noqa: PT017 - either outcome is right, no other
        else:
            assert all(".." not in path and not path.startswith("/") for path in found.files)


@given(st.text(max_size=200))
def test_a_name_is_plain_whatever_the_words(words: str) -> None:
    slug = slug_of(words)
    assert slug == slug_of(slug)
    assert slug.isascii()
    assert set(slug) <= set(string.ascii_lowercase + string.digits + "-")
