"""What fields are called in documents: the words of the core."""

from pathlib import Path

from core.hookspecs import hookimpl


@hookimpl
def register_headings() -> Path:
    return Path(__file__).with_name("words.toml")
