"""Places which the unprivileged account of a server started by root can reach."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

from kortisto.embedded.account import Account
from kortisto.embedded.binaries import Binaries
from kortisto.embedded.errors import DataFolderError

SHELTER = Path("/var/lib/kortisto")
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def reachable_folder(folder: Path, account: Account, shelter: Path) -> Path:
    """Make the folder, or, where the account cannot reach it, a link to one in the shelter."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if not folder.is_symlink() and not account.reaches(folder.parent):
            if folder.exists():
                folder.rmdir()
            folder.symlink_to(tempfile.mkdtemp(prefix="data-", dir=opened_shelter(shelter)))
        if not folder.is_symlink():
            folder.mkdir(exist_ok=True)
        if account.uid is not None:
            folder.chmod(0o755)
        return folder.resolve(strict=True)
    except OSError as error:
        raise DataFolderError(
            f"The data folder {folder} cannot be made or used: {error}"
        ) from error


def reachable_binaries(binaries: Binaries, account: Account, shelter: Path) -> Binaries:
    """The same programs, or, where the account cannot reach them, their copy in the shelter."""
    if account.reaches(binaries.folder / "postgres"):
        return binaries
    home = binaries.folder.parent
    copy = shelter / f"postgresql-{binaries.version}"
    try:
        if not copy.exists():
            copy_programs(home, copy, opened_shelter(shelter))
        refuse_foreign(copy)
    except OSError as error:
        raise DataFolderError(f"PostgreSQL cannot be copied to {copy}: {error}") from error
    return Binaries(copy / home.parent.name / home.name / binaries.folder.name, binaries.version)


def copy_programs(home: Path, copy: Path, shelter: Path) -> None:
    """Copy beside the final place and rename, so that nobody sees half a copy."""
    draft = Path(tempfile.mkdtemp(prefix="copying-", dir=shelter))
    shutil.copytree(home, draft / home.parent.name / home.name, symlinks=True)
    # The wheel keeps the libraries of its programs beside its package, found by relative path.
    libraries = home.parent.parent / f"{home.parent.name}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name)
    for path in [draft, *draft.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    try:
        draft.rename(copy)
    except OSError:
        shutil.rmtree(draft)
        if not copy.exists():
            raise


def opened_shelter(shelter: Path) -> Path:
    if not shelter.exists():
        shelter.mkdir(parents=True)
        shelter.chmod(0o755)
    refuse_foreign(shelter)
    return shelter


def refuse_foreign(folder: Path) -> None:
    """Never run programs or keep data where another user could exchange them."""
    state = folder.stat()
    if state.st_uid not in (0, os.geteuid()) or state.st_mode & OTHERS_MAY_WRITE:
        raise DataFolderError(f"{folder} can be changed by other users; remove it and try again.")
