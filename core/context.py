"""What every resolver gets: the deployment, who is looking, and the request's loaders."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import strawberry
from starlette.requests import Request

from core.errors import Unauthenticated
from core.reading.loaders import Loaders
from core.reading.selection import ResolveInfo
from core.viewer import Viewer, require

if TYPE_CHECKING:
    from core.deployment import Deployment


class Context:
    """One operation of one caller. Never shared between requests.

    A resolver that answers with a secret sets `answer_is_secret`: the answer is not kept for
    repeated requests. `identify` finds out once more who is asking.
    """

    def __init__(
        self,
        deployment: "Deployment",
        viewer: Viewer | None,
        request: Request | None = None,
        identify: Callable[[], Awaitable[Viewer | None]] | None = None,
    ) -> None:
        self.deployment = deployment
        self.viewer = viewer
        self.request = request
        self._identify = identify
        self.response_headers: list[tuple[str, str]] = []
        self.answer_is_secret = False
        self.plan = "reference"
        self.is_left_to_reference = False
        self.loaders = Loaders(deployment, viewer)

    def become(self, viewer: Viewer | None) -> None:
        """Go on as somebody else: after signing in or out."""
        self.viewer = viewer
        self.loaders = Loaders(self.deployment, viewer)

    def release(self) -> None:
        """Let go of what was read: loaders know each other, and would wait for Python's search."""
        self.loaders.clear()

    async def renew(self) -> Viewer:
        """The viewer as he is now, for an operation that lasts; loaders forget what they know.

        Raises Unauthenticated as soon as he may no longer come in.
        """
        viewer = await self._identify() if self._identify else self.viewer
        if viewer is None:
            raise Unauthenticated("Your sign-in or token has ended: sign in again.")
        self.become(viewer)
        return viewer

    async def is_welcome(self) -> bool:
        """Whether whoever asks may still come in."""
        try:
            return self._identify is None or await self._identify() is not None
        except Unauthenticated:
            return False

    def require(self, permission: str | None = None) -> Viewer:
        """The viewer; raises Unauthenticated or Forbidden."""
        return require(self.viewer, permission)


class Info(strawberry.Info[Context, None]):
    """What a Python field may take as a parameter: the context and the field being resolved."""

    @property
    def resolving(self) -> ResolveInfo:
        """The field as graphql-core sees it, with the selection below it."""
        return self._raw_info
