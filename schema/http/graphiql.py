"""GraphiQL, served from our own files."""

from pathlib import Path
from secrets import token_urlsafe

from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).parent / "static" / "graphiql"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; connect-src 'self';"
    " img-src 'self' data:; font-src 'self' data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class GraphiQL:
    """The page; its policy lets it load and call nothing but this server."""

    def __init__(self) -> None:
        self.page = (STATIC / "index.html").read_text(encoding="utf-8")

    def response(self) -> Response:
        """The page with a nonce of its own, for the styles that GraphiQL makes as it runs."""
        nonce = token_urlsafe(16)
        headers = {
            "Content-Security-Policy": POLICY.format(nonce=nonce),
            "Vary": "Accept",
            "Cache-Control": "no-store",
        }
        return HTMLResponse(self.page.replace("{{ nonce }}", nonce), headers=headers)


def graphiql_files() -> StaticFiles:
    """The application that serves GraphiQL's scripts and styles."""
    return StaticFiles(directory=STATIC)
