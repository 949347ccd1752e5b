"""The examples of README.md, which tests run."""

import re
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def example(mark: str) -> str:
    """The block of code below `<!-- mark -->`."""
    found = re.search(rf"<!-- {mark} -->\n```\w+\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert found, mark
    return found[1]
