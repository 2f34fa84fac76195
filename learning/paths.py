"""Where the program's own files are: beside the package in a checkout, inside it in a wheel.

Decided once, here; nothing else looks at the file system's layout.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = PACKAGE.parent
_SHARE = PACKAGE / "_share"

IS_CHECKOUT = not _SHARE.is_dir()
ROOT = _CHECKOUT if IS_CHECKOUT else _SHARE

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
COURSES = ROOT / "courses"
GUIDES = PACKAGE / "guides"
TRANSLATIONS = PACKAGE / "translations"
WORDS = PACKAGE / "words" / "mots.txt"
DEPLOY = PACKAGE / "deploy"

DEFAULT_DATA = Path("var") if IS_CHECKOUT else Path("/var/lib/tremplin")
