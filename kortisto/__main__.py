"""`python -m kortisto` and the command `kortisto`."""

import sys

from kortisto.cli.running import run


def main() -> None:
    """Run the command line."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
