"""Bytes as letters that people copy: no I, L, O or U, in groups of four.

What was typed in small letters, with spaces or with a look-alike reads the same.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_LOOK_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})
_DASHES = str.maketrans(dict.fromkeys("-\u2010\u2011\u2013", " "))  # some keyboards change them
_BITS = 5
_BYTE = 8
_GROUP = 4
_MOST = 8_000  # no code of ours is that long; a longer one would be slow to read


def to_letters(body: bytes) -> str:
    """Write bytes, five bits a letter."""
    padding = -len(body) * _BYTE % _BITS
    value = int.from_bytes(body, "big") << padding
    count = (len(body) * _BYTE + padding) // _BITS
    return "".join(ALPHABET[value >> (place * _BITS) & 31] for place in range(count - 1, -1, -1))


def bare(text: str) -> str | None:
    """Return typed letters without spaces and dashes, None when one is not of the alphabet."""
    letters = "".join(text.translate(_DASHES).split()).upper().translate(_LOOK_ALIKE)
    return letters if letters and all(letter in _VALUES for letter in letters) else None


def from_letters(text: str) -> bytes | None:
    """Read bytes back, None when the letters are not those of any bytes."""
    letters = bare(text)
    if letters is None or len(letters) > _MOST:
        return None
    size = len(letters) * _BITS
    padding = size % _BYTE
    value = 0
    for letter in letters:
        value = value << _BITS | _VALUES[letter]
    if padding >= _BITS or value & ((1 << padding) - 1):
        return None
    return (value >> padding).to_bytes(size // _BYTE, "big")


def grouped(letters: str) -> str:
    """« 7K3M-92QX-HD4T »."""
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
