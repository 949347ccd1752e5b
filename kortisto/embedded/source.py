from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kortisto.embedded.server import EmbeddedPostgres


@contextmanager
def database_url(configured: str | None, folder: Path) -> Iterator[str]:
    """The configured address, or else that of an embedded server running for the time being."""
    if configured:
        yield configured
        return
    with EmbeddedPostgres(folder) as server:
        yield server.url
