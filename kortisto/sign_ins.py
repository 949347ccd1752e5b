"""The sign-ins of demo data, kept beside the embedded server so that later starts can tell them."""

from pathlib import Path
from typing import NamedTuple

import orjson
from sqlalchemy import select

from core.access.passwords import verify_password
from core.deployment import Deployment
from core.employees.models import Employee
from kortisto.demo import SignIns
from kortisto.settings import AppSettings


class Kept(NamedTuple):
    """The sign-ins, and the hash of the password with which they were last found to hold."""

    sign_ins: SignIns
    password_hash: str | None = None


def place(settings: AppSettings) -> Path:
    """The file that holds them."""
    return settings.data_folder / "demo.json"


def keep(file: Path, kept: Kept) -> None:
    """Write the file, for the eyes of this user alone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    said = {**kept.sign_ins._asdict(), "password_hash": kept.password_hash}
    file.write_bytes(orjson.dumps(said))


def recall(file: Path) -> Kept | None:
    """What the file says, if there is one."""
    try:
        said = orjson.loads(file.read_bytes())
        password_hash = said.pop("password_hash", None)
        return Kept(SignIns(**said), password_hash)
    except (OSError, ValueError, TypeError, AttributeError):
        return None


async def told_again(deployment: Deployment, file: Path) -> SignIns | None:
    """What the file says, if it opens this database."""
    kept = recall(file)
    if kept is None:
        return None
    stored = await stored_hash(deployment, kept.sign_ins)
    if stored is None or stored != kept.password_hash:
        right, _ = await verify_password(kept.sign_ins.password, stored)
        if not right:
            return None
        keep(file, Kept(kept.sign_ins, stored))
    return kept.sign_ins


async def stored_hash(deployment: Deployment, sign_ins: SignIns) -> str | None:
    """The hash of the administrator's password."""
    found = select(Employee.password_hash).where(Employee.email == sign_ins.admin)
    rows = await deployment.database.fetch(found)
    return rows[0][0] if rows else None
