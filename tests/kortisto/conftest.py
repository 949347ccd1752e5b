from pathlib import Path

import pytest

from tests.kortisto.program import Program, Shell


@pytest.fixture
def program(tmp_path: Path, database_url: str) -> Program:
    """The program, in processes of its own."""
    return Program(tmp_path, database_url)


@pytest.fixture
def shell(
    tmp_path: Path,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shell:
    """The command line, on a database of its own."""
    monkeypatch.setenv("KORTISTO_DATABASE_URL", database_url)
    return Shell(tmp_path, monkeypatch, capsys)
