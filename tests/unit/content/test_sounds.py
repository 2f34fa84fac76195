"""Sounds: known by what they hold, bare of their labels; others are told how to convert."""

import pytest

from learning.content.sounds import MOST_BYTES, is_sound, read_sound
from learning.domain.errors import Invalid
from tests.support.media_samples import MP3_FRAME, mp3, ogg, picture


def test_an_mp3_is_kept_without_its_labels() -> None:
    labelled = mp3(10, label=b"TPE1 Jean Secret" * 20)
    sound = read_sound(labelled)
    assert sound.extension == "mp3"
    assert sound.body == mp3(10)
    assert read_sound(sound.body) == sound


def test_a_cut_last_frame_or_a_short_label_behind_is_left_out() -> None:
    assert read_sound(mp3(50) + MP3_FRAME[:200]).body == mp3(50)
    assert read_sound(mp3(50) + b"APETAGEX" + bytes(100)).body == mp3(50)


@pytest.mark.parametrize(
    ("head", "extension"), [(b"OpusHead" + bytes(11), "opus"), (b"\x01vorbis" + bytes(23), "ogg")]
)
def test_opus_and_vorbis_are_kept_and_nothing_after_them(head: bytes, extension: str) -> None:
    sound = read_sound(ogg(head) + b"<script>")
    assert (sound.body, sound.extension) == (ogg(head), extension)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "WAV"),
        (b"fLaC" + bytes(50), "FLAC"),
        (b"FORM\x00\x00\x00\x00AIFF", "AIFF"),
        (b"\x00\x00\x00\x18ftypM4A ", "M4A"),
        (b"\x1a\x45\xdf\xa3", "WebM"),
        (b"0&\xb2u\x8ef\xcf\x11", "Windows Media"),
        (b"#!AMR\n", "AMR"),
        (ogg(b"\x80theora" + bytes(30)), "n’est pas un son"),
        (b"bonjour", "sorte inconnue"),
        (ogg()[:-5], "abîmé"),
        (ogg(pages=4)[:229], "abîmé"),
        (b"OggS", "abîmé"),
        (mp3(2), "abîmé"),
        (mp3(10) + b"<script>" * 2_000, "abîmé"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(50), "abîmé"),
        (mp3() + bytes(MOST_BYTES), "plus de 5\u00a0Mo"),
    ],
)
def test_what_is_refused_says_what_to_do(body: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words) as told:
        read_sound(body)
    assert told.value.field == "fichier"


def test_sounds_are_told_from_pictures() -> None:
    for body in (mp3(), mp3(label=b"x"), ogg(), b"RIFF\x00\x00\x00\x00WAVE", b"fLaC"):
        assert is_sound(body)
    for body in (picture("PNG"), picture("JPEG"), picture("WEBP"), b"", b"<svg/>"):
        assert not is_sound(body)
    assert not is_sound(b"\x00\x00\x00\x18ftypheic")


def test_any_bytes_are_refused_in_a_sentence_or_read() -> None:
    for body in (mp3(6, label=b"abcd"), ogg(pages=3)):
        for place in range(0, len(body), 7):
            for one in (body[:place], body[:place] + b"\xff" + body[place + 1 :]):
                try:
                    read_sound(one)
                except Invalid as told:
                    assert told.message  # noqa: PT017 - either outcome is right, no other
