"""The public route that web forms send to."""

from typing import TYPE_CHECKING

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from core.access.secrets import digest
from plugins.leads.capture.body import URLENCODED, Unusable, malformed, media_type, read_fields
from plugins.leads.capture.limiting import wait_of
from plugins.leads.capture.mapping import Form, captured, with_key
from plugins.leads.capture.saving import save
from plugins.leads.settings import LeadSettings

if TYPE_CHECKING:
    from core.deployment import Deployment

log = structlog.stdlib.get_logger("kortisto.leads")

PATH = "/leads/capture/{key}"

ANY_SITE = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
"""Any page may send, since no cookie counts here."""

PREFLIGHT = {
    **ANY_SITE,
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "content-type",
    "Access-Control-Max-Age": "86400",
}


class Capture:
    """Takes what web forms send. It makes a lead and tells nothing: the answer is the same for a
    person and for a robot, whatever there is already.
    """

    def __init__(self, deployment: "Deployment") -> None:
        self.deployment = deployment
        self.settings = deployment.settings_of(LeadSettings)

    def route(self) -> Route:
        return Route(PATH, self.answer, methods=["POST", "OPTIONS"], name="capture")

    async def answer(self, request: Request) -> Response:
        """The answer to any request; nothing is raised."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=PREFLIGHT)
        try:
            return await self._take(request)
        except Unusable as refused:
            return refusal(refused.status, refused.code, refused.message)
        except Exception as error:
            log.error("a web form could not be taken", exc_info=error)
            return refusal(503, "UNAVAILABLE", "Try again later.")

    async def _take(self, request: Request) -> Response:
        form = await self._form(request.path_params["key"])
        if form is None:
            return refusal(404, "NOT_FOUND", "Not Found")
        if wait := await self._wait(request, form.id):
            text = f"Too many requests: try again in {wait} seconds."
            return refusal(429, "TOO_MANY_REQUESTS", text, {"Retry-After": str(wait)})
        sent = await read_fields(request, self.settings)
        if not any(value for name, value in sent if name == form.honeypot):
            errors = await save(self.deployment, form, captured(form, sent))
            if errors:
                raise malformed("There is nothing to be kept, or too much.")
        if form.redirect_url and media_type(request) == URLENCODED:
            return RedirectResponse(form.redirect_url, 303, ANY_SITE)
        return JSONResponse({"accepted": True}, 202, ANY_SITE)

    async def _form(self, key: str) -> Form | None:
        rows = await self.deployment.database.fetch(with_key(digest(key)))
        return Form(*tuple(rows[0])) if rows else None

    async def _wait(self, request: Request, form: int) -> int:
        address = request.client.host if request.client else ""
        now = self.deployment.clock.now()
        async with self.deployment.database.writing() as session:
            return await wait_of(session, now, form, address, self.settings)


def refusal(
    status: int, code: str, message: str, headers: dict[str, str] | None = None
) -> Response:
    """An answer that says what is wrong with the request."""
    body = {"errors": [{"message": message, "extensions": {"code": code}}]}
    return JSONResponse(body, status, {**ANY_SITE, **(headers or {})})
