"""``tremplin`` and ``python -m learning``."""

import sys

from learning.cli import main as run


def main() -> int:
    """Run the command."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
