"""Commands of `kortisto`, run in this process."""

import io
from contextlib import redirect_stdout

import pytest

from kortisto.cli.running import run
from tests.api import ALL_PLUGINS


def kortisto(url: str, *arguments: object) -> None:
    """Run a command, which must go through."""
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as output:
        patch.setenv("KORTISTO_DATABASE_URL", url)
        patch.setenv("KORTISTO_PLUGINS__ENABLED", ",".join(ALL_PLUGINS))
        assert run([*map(str, arguments)]) == 0, output.getvalue()
