"""`python -m kortisto` and the command `kortisto`."""

import sys

from kortisto.memory import hurry


def main() -> None:
    """Run the command line."""
    hurry()
    from kortisto.cli.running import run  # noqa: PLC0415 - it imports nearly everything

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
