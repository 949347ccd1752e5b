"""The examples of the documentation, which tests run."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TOOLS = ROOT / "docs" / "tools.md"


def example(mark: str, file: Path = README) -> str:
    """The block of code below `<!-- mark -->`."""
    found = re.search(rf"<!-- {mark} -->\n```\w+\n(.*?)```", file.read_text("utf-8"), re.DOTALL)
    assert found, mark
    return found[1]
