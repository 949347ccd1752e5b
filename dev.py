"""Sets the project up and works on it, with the standard library alone: `python3 dev.py run`."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

    Command = list[str | Path]

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".installed"
LOCKS = {name: ROOT / "requirements" / f"{name}.lock" for name in ("runtime", "dev")}
CHECKS = {
    "ruff check": ["-m", "ruff", "check"],
    "ruff format": ["-m", "ruff", "format", "--check"],
    "import-linter": [".venv/bin/lint-imports"],
    "mypy": ["-m", "mypy"],
}
COMPILE = [
    *("--universal", "--generate-hashes", "--python-version=3.11", "--group=build"),
    *("--no-emit-index-url", "--no-annotate", "--no-header", "--quiet"),
]
CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache")


def stop(message: str) -> NoReturn:
    """End with a plain message and exit code 1."""
    sys.exit(f"dev.py: {message}")


def wait(command: Command) -> int:
    """Exit code of the command, which is left to end in its own way on Ctrl-C."""
    with subprocess.Popen([str(word) for word in command], cwd=ROOT) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            return process.wait() or 130


def working_uv() -> str | None:
    uv = shutil.which("uv", path=f"{os.environ.get('PATH', os.defpath)}{os.pathsep}{VENV / 'bin'}")
    silent = subprocess.DEVNULL
    try:
        return uv if uv and not subprocess.call([uv, "--version"], stdout=silent) else None
    except OSError:
        return None


def digest(lock: str) -> str:
    """Changes with everything that an installation depends on, a moved folder included."""
    state = hashlib.sha256(f"{lock} {platform.python_version()} {VENV}".encode())
    for source in (LOCKS[lock], ROOT / "pyproject.toml"):
        state.update(source.read_bytes())
    return state.hexdigest()


def is_installed(lock: str) -> bool:
    return STAMP.is_file() and digest(lock) in STAMP.read_text().split() and PYTHON.exists()


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Keep a second installation waiting until the first is done."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def install(lock: str) -> None:
    """Bring .venv to the state of the lock; `dev` holds all that `runtime` holds."""
    if is_installed(lock):
        return
    if not os.access(ROOT, os.W_OK):
        stop(f"{ROOT} is not writable for you; copy the project to a folder of your own.")
    with only_one():
        if not is_installed(lock):
            install_now(lock)


def install_now(lock: str) -> None:
    print(f"Installing into {VENV} (needed once, a minute or so) ...", flush=True)
    make_venv()
    STAMP.unlink(missing_ok=True)
    uv = working_uv()
    if not (uv and install_with([uv, "pip", "install", "--python", PYTHON], lock)):
        pip: Command = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install"]
        if not install_with(pip, lock):
            stop("installing failed; read the lines above, check the network, try again.")
    done = ("runtime", "dev") if lock == "dev" else (lock,)
    STAMP.write_text("\n".join(map(digest, done)) + "\n")


def install_with(installer: Command, lock: str) -> bool:
    installer = installer if sys.stdout.isatty() else [*installer, "--quiet"]
    libraries = [*installer, "--require-hashes", "-r", LOCKS[lock]]
    project = [*installer, "--no-deps", "--no-build-isolation", "-e", "."]
    return wait(libraries) == 0 and wait(project) == 0


def make_venv() -> None:
    if is_usable_venv():
        return
    if VENV.exists() and not (VENV / "pyvenv.cfg").exists() and any(VENV.iterdir()):
        stop(f"{VENV} exists and is no virtual environment; move it away and try again.")
    shutil.rmtree(VENV, ignore_errors=True)
    if wait(venv_command()) != 0:
        stop(f"the virtual environment {VENV} could not be made; read the lines above.")


def venv_command() -> Command:
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return [sys.executable, "-m", "venv", VENV]
    uv = working_uv()
    if uv:
        return [uv, "venv", "--quiet", "--python", sys.executable, VENV]
    version = ".".join(platform.python_version_tuple()[:2])
    stop(
        f"this Python ({sys.executable}) has no venv or no ensurepip. Install them"
        f" (Debian, Ubuntu: apt install python{version}-venv) or install uv, and try again."
    )


def is_usable_venv() -> bool:
    probe = "import platform; print(platform.python_version())"
    try:
        answer = subprocess.run([PYTHON, "-c", probe], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.stdout.strip() == platform.python_version()


def run(arguments: list[str]) -> NoReturn:
    """Serve with demo data; this process becomes the server, so Ctrl-C goes straight to it."""
    install("runtime")
    port = ["--port", os.environ["PORT"]] if os.environ.get("PORT") else []
    os.chdir(ROOT)
    command = [str(PYTHON), "-m", "kortisto", "serve", "--demo", *port, *arguments]
    os.execv(PYTHON, command)


def check(steps: dict[str, list[str]]) -> NoReturn:
    """Run every step and end with the exit code of the last that failed."""
    install("dev")
    failures: dict[str, int] = {}
    for name, step in steps.items():
        print(f"\n== {name}", flush=True)
        code = wait([PYTHON, *step])
        if code:
            failures[name] = code
        if code == 130:
            break
    if failures:
        print(f"\ndev.py: failed: {', '.join(failures)}", file=sys.stderr)
    sys.exit([0, *failures.values()][-1])


def lint(arguments: list[str]) -> NoReturn:
    """Style, formatting, direction of imports and types."""
    refuse(arguments)
    check(CHECKS)


def test(arguments: list[str]) -> NoReturn:
    """Lint, types and all tests; arguments go to pytest."""
    check({**CHECKS, "pytest": ["-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments]})


def bench(arguments: list[str]) -> NoReturn:
    """Run the benchmarks."""
    install("dev")
    sys.exit(wait([PYTHON, "-m", "benchmarks", *arguments]))


def lock(arguments: list[str]) -> None:
    """Remake requirements/*.lock from pyproject.toml; `--upgrade` takes newer versions."""
    uv = working_uv() or stop("remaking the locks needs uv; `make lint` installs it.")
    base: Command = [uv, "pip", "compile", *COMPILE, *arguments, "pyproject.toml"]
    dev: Command = ["--extra", "dev", "-c", LOCKS["runtime"], "-o", LOCKS["dev"]]
    if wait([*base, "-o", LOCKS["runtime"]]) or wait([*base, *dev]):
        stop("the locks could not be made; read the lines above.")


def refuse(arguments: list[str]) -> None:
    if arguments:
        stop(f"this command takes no arguments, and got: {' '.join(arguments)}")


def clean(arguments: list[str]) -> None:
    """Remove what can be made again: .venv and caches, never the database."""
    refuse(arguments)
    caches = [ROOT / name for name in CACHES] + list(ROOT.glob("*.egg-info"))
    bytecode = [path for path in ROOT.rglob("__pycache__") if VENV not in path.parents]
    for folder in [VENV, *caches, *bytecode]:
        shutil.rmtree(folder, ignore_errors=True)


COMMANDS = {task.__name__: task for task in (run, test, lint, bench, lock, clean)}


def main() -> None:
    if sys.version_info[:2] < OLDEST_PYTHON:
        stop(f"Python 3.11 or newer is needed; this is {platform.python_version()}.")
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    parser.add_argument("command", choices=COMMANDS, help=", ".join(COMMANDS))
    command, arguments = parser.parse_known_args()
    # Compiling the sources anew doubles the time of a start and adds 8 MB to every process.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    COMMANDS[command.command](arguments)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
