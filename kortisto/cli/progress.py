"""Progress bars, on standard error and only if that is a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from kortisto.cli.output import waiting

WIDTH = 24

Told = Callable[[str, int, int], None]
"""What is done, how many are done, and how many there are."""


@contextmanager
def rows_progress() -> Iterator[Told]:
    """A bar for each kind of rows."""
    columns = (TextColumn("{task.description}"), BarColumn(WIDTH), MofNCompleteColumn())
    with _progress(*columns, TimeElapsedColumn()) as progress:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done)

        yield tell


@contextmanager
def bytes_progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar over the bytes of a file."""
    columns = (TextColumn("{task.description}"), BarColumn(WIDTH), DownloadColumn())
    with _progress(*columns, TimeRemainingColumn()) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _progress(*columns: ProgressColumn) -> Progress:
    console = waiting()
    return Progress(*columns, console=console, disable=not console.is_terminal)
