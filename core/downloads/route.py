"""The routes at which files are fetched."""

import shutil
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from core.access.authentication import Authentication
from core.deployment import Deployment
from core.downloads.download import PATH, offered
from core.errors import KortistoError, Unauthenticated
from core.viewer import Viewer

PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class File:
    """A file that was made, its name for people, and its media type."""

    path: Path
    name: str
    media_type: str


Make = Callable[[Deployment, Viewer, Mapping[str, Any], Path], Awaitable[File]]
"""Makes the file that arguments describe, for a viewer, in a folder that is removed afterwards."""


def download_route(deployment: Deployment, kind: str, make: Make) -> Route:
    """The route of a kind of files; return it from `register_routes`.

    An address that is damaged, expired or of somebody else is answered as if it never was.
    """
    authentication = Authentication(deployment)

    async def answer(request: Request) -> Response:
        try:
            viewer = await authentication.viewer(request.headers, request.cookies)
            if viewer is None:
                raise Unauthenticated("Sign in first, or send an API token.")
            arguments = await offered(deployment, viewer, kind, request.path_params["token"])
            if arguments is None:
                return _refusal(404, "NOT_FOUND", "There is no such file, or no longer.")
            return await _made(deployment, viewer, arguments, make)
        except Unauthenticated as problem:
            return _refusal(401, problem.code, problem.message)
        except KortistoError as problem:
            return _refusal(422, problem.code, problem.message)

    path = PATH.replace("{kind}", kind)
    return Route(path, answer, methods=["GET"], name=f"download {kind}")


async def _made(
    deployment: Deployment, viewer: Viewer, arguments: Mapping[str, Any], make: Make
) -> Response:
    folder = Path(tempfile.mkdtemp(prefix="kortisto_download_"))
    try:
        file = await make(deployment, viewer, arguments, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    clean = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(
        file.path, headers=PRIVATE, media_type=file.media_type, filename=file.name, background=clean
    )


def _refusal(status: int, code: str, message: str) -> Response:
    body = {"errors": [{"message": message, "extensions": {"code": code}}]}
    return JSONResponse(body, status, PRIVATE)
