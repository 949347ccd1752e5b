"""What commands write: results on standard output, words about them on standard error."""

import sys
from collections.abc import Iterable, Sequence

import orjson
from rich.console import Console
from rich.table import Table


def write(text: str) -> None:
    """A line of the result."""
    sys.stdout.write(f"{text}\n")


def write_json(value: object) -> None:
    """The result, for a script."""
    write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def write_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """The result, for a person."""
    table = Table(*headings, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*row)
    Console(markup=False, highlight=False).print(table)


def tell(text: str) -> None:
    """A word to the person who waits."""
    sys.stderr.write(f"{text}\n")


def waiting() -> Console:
    """Where progress is shown: on standard error, and only if that is a terminal."""
    return Console(stderr=True)
