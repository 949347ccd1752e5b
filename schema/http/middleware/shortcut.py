"""The short way to one endpoint."""

from starlette.types import ASGIApp, Receive, Scope, Send


class Shortcut:
    """Gives requests of a path to an endpoint that raises nothing, past routes and handlers."""

    def __init__(self, app: ASGIApp, path: str, endpoint: ASGIApp) -> None:
        self.app = app
        self._path = path
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == self._path:
            scope["endpoint"] = self._endpoint
            await self._endpoint(scope, receive, send)
        else:
            await self.app(scope, receive, send)
