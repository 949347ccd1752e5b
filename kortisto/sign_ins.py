"""The sign-ins of demo data, kept beside the embedded server so that later starts can tell them."""

from pathlib import Path

import orjson
from sqlalchemy import select

from core.access.passwords import verify_password
from core.deployment import Deployment
from core.employees.models import Employee
from kortisto.demo import SignIns
from kortisto.settings import AppSettings


def place(settings: AppSettings) -> Path:
    """The file that holds them."""
    return settings.data_folder / "demo.json"


def keep(file: Path, made: SignIns) -> None:
    """Write the file, for the eyes of this user alone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_bytes(orjson.dumps(made._asdict()))


def recall(file: Path) -> SignIns | None:
    """What the file says, if there is one."""
    try:
        return SignIns(**orjson.loads(file.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


async def still_valid(deployment: Deployment, known: SignIns) -> bool:
    """Whether the sign-ins open this database."""
    hashes = await deployment.database.fetch(
        select(Employee.password_hash).where(Employee.email == known.admin)
    )
    right, _ = await verify_password(known.password, hashes[0][0] if hashes else None)
    return right
