"""A request as a browser or a program sends it, as far as signing in looks at it."""

from starlette.requests import Request

from core.access.sessions import SESSION_COOKIE
from core.context import Context
from tests.api import Answer, Api


def request(address: str, cookie: str | None = None, *, https: bool = False) -> Request:
    headers = [(b"cookie", f"{SESSION_COOKIE}={cookie}".encode())] if cookie else []
    return Request(
        {
            "type": "http",
            "method": "POST",
            "scheme": "https" if https else "http",
            "server": ("crm.example.com", 443 if https else 80),
            "path": "/graphql",
            "query_string": b"",
            "headers": headers,
            "client": (address, 40000),
        }
    )


class Browser:
    """Runs operations with the cookie that earlier ones set."""

    def __init__(self, api: Api, address: str = "192.0.2.1", *, https: bool = False) -> None:
        self.api = api
        self.address = address
        self.https = https
        self.cookie: str | None = None
        self.set_cookie = ""

    async def __call__(self, query: str, **variables: object) -> Answer:
        sent = request(self.address, self.cookie, https=self.https)
        context = Context(self.api.deployment, None, sent)
        answer = await self.api.run(query, context, variables)
        for name, value in context.response_headers:
            assert name == "Set-Cookie"
            self.set_cookie = value
            self.cookie = value.partition(";")[0].partition("=")[2] or None
        return answer
