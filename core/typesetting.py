"""PDF files, set by typst from a template and data."""

import sys
from pathlib import Path

import anyio
import orjson
from anyio.lowlevel import RunVar

from core.errors import KortistoError

MEDIA_TYPE = "application/pdf"

FAMILY = "Libertinus Serif"
"""The font of all documents. It comes with typst, under the Open Font License, and has the letters
of all European languages.
"""

SECONDS = 120
"""How long a document may take."""

AT_ONCE = 2
"""Documents that a worker process sets at the same time; others wait."""

PROGRAM = """
import pathlib, sys, typst
template = pathlib.Path(sys.argv[1])
inputs = {"font": sys.argv[2], "data": sys.stdin.buffer.read().decode()}
made = typst.compile(template, root=template.parent, ignore_system_fonts=True, sys_inputs=inputs)
sys.stdout.buffer.write(made)
"""


class NotTypeset(KortistoError):
    """A document could not be made."""

    code = "NOT_TYPESET"


async def typeset(template: Path, data: object) -> bytes:
    """The PDF that a template makes of data, the same each time; NotTypeset if it takes too long.

    The template reads `sys.inputs.data`, which is JSON: what stands there is never markup.
    """
    # typst keeps what it computed, 100 MB for 2,000 labels; a process of its own gives it back
    command = [sys.executable, "-I", "-c", PROGRAM, str(template), FAMILY]
    async with _places():
        with anyio.move_on_after(SECONDS):
            made = await anyio.run_process(command, input=orjson.dumps(data), check=False)
            if made.returncode == 0:
                return made.stdout
            raise RuntimeError(f"{template.name}: {made.stderr.decode(errors='replace')}")
    raise NotTypeset("The document takes too long to make: ask for less at once.")


_limiter: RunVar[anyio.CapacityLimiter] = RunVar("typesetting")


def _places() -> anyio.CapacityLimiter:
    """What lets so many at once begin, in one event loop."""
    found = _limiter.get(None)
    if found is None:
        found = anyio.CapacityLimiter(AT_ONCE)
        _limiter.set(found)
    return found
