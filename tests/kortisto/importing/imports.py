"""Imports by the command line, as its JSON tells them."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from kortisto.cli.running import run


def imported(url: str, file: Path, target: str, mapping: Path, *options: str) -> dict[str, Any]:
    """What one import tells."""
    arguments = ["import", str(file), "--into", target, "--mapping", str(mapping), "--json"]
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as output:
        patch.setenv("KORTISTO_DATABASE_URL", url)
        patch.setenv("KORTISTO_PLUGINS__ENABLED", "leads,opportunities")
        code = run([*arguments, *options])
    told: dict[str, Any] = json.loads(output.getvalue())
    assert code == (1 if told["rejected"] else 0)
    return told
