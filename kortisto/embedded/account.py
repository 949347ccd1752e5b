import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kortisto.embedded.errors import DataFolderError

UNPRIVILEGED = ("kortisto", "nobody")


@dataclass(frozen=True)
class Account:
    """The system account PostgreSQL runs as; `uid` is None where it is our own."""

    uid: int | None = None
    gid: int | None = None

    @property
    def groups(self) -> list[int] | None:
        return None if self.uid is None else []

    def run(self, *command: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run a program to its end as this account, in an environment without PG* variables."""
        return subprocess.run(
            command,
            user=self.uid,
            group=self.gid,
            extra_groups=self.groups,
            input=text,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={"LC_ALL": "C", "PATH": os.defpath},
        )

    def reaches(self, path: Path) -> bool:
        """Tell whether this account may enter the folder or execute the file."""
        return self.uid is None or self.run("/usr/bin/env", "test", "-x", path).returncode == 0

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def account_for(data: Path) -> Account:
    """Our own account, or, as root, the owner of the data or else an unprivileged one."""
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise DataFolderError(f"{data} belongs to user id {owner}; run as that user or root.")
        return Account()
    if owner:
        return Account(owner, data.stat().st_gid)
    return unprivileged()


def unprivileged() -> Account:
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    names = " or ".join(UNPRIVILEGED)
    raise DataFolderError(f"PostgreSQL refuses to run as root; add a user named {names}.")
