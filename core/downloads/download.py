"""Offering a file to a viewer, and finding what an address offers."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from core.deployment import Deployment
from core.downloads.models import Download, DownloadKey
from core.viewer import Viewer

VALID = timedelta(minutes=15)
"""How long an address can be used."""

PATH = "/downloads/{kind}/{token}"


@dataclass(frozen=True)
class SignedAddress:
    """Where a file can be fetched, and until when."""

    url: str
    expires_at: datetime


async def offer(
    deployment: Deployment, viewer: Viewer, kind: str, arguments: Mapping[str, Any]
) -> SignedAddress:
    """An address at which the viewer, signed in, gets the file that the arguments describe."""
    now = deployment.clock.now()
    expires_at = now + VALID
    values = {
        "kind": kind,
        "employee_id": viewer.employee_id,
        "arguments": dict(arguments),
        "expires_at": expires_at,
    }
    async with deployment.database.writing(viewer) as session:
        await session.execute(delete(Download).where(Download.expires_at < now))
        made = insert(Download).values(values).returning(Download.id)
        key = (await session.execute(made)).scalar_one()
    token = (await _serializer(deployment)).dumps([kind, key])
    return SignedAddress(PATH.format(kind=kind, token=token), expires_at)


async def offered(
    deployment: Deployment, viewer: Viewer, kind: str, token: str
) -> Mapping[str, Any] | None:
    """The arguments behind an address; None if it is damaged, expired or somebody else's."""
    try:
        signed = (await _serializer(deployment)).loads(token)
    except (BadData, ValueError):
        return None
    found = await deployment.database.fetch(
        select(Download.arguments).where(
            Download.id == signed[1],
            Download.kind == kind,
            Download.employee_id == viewer.employee_id,
            Download.expires_at > deployment.clock.now(),
        )
    )
    return found[0].arguments if found and signed[0] == kind else None


async def _serializer(deployment: Deployment) -> URLSafeSerializer:
    key = await _key(deployment)
    options = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    return URLSafeSerializer(key, salt="kortisto.downloads", signer_kwargs=options)


async def _key(deployment: Deployment) -> str:
    """The key of the deployment; made when it is first needed."""
    known = select(DownloadKey.key)
    if found := await deployment.database.fetch(known):
        return str(found[0].key)
    async with deployment.database.writing() as session:
        made = insert(DownloadKey).values(id=1, key=secrets.token_urlsafe(48))
        await session.execute(made.on_conflict_do_nothing())
    return str((await deployment.database.fetch(known))[0].key)
