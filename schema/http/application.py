"""The application that all requests come to."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from schema.http.errors import EXCEPTION_HANDLERS

Lifespan = Callable[[Any], AbstractAsyncContextManager[None]]


class Application(Starlette):
    """Starlette's, with layers around its own: what goes past routes goes past these too."""

    def __init__(
        self,
        routes: Sequence[BaseRoute],
        layers: Sequence[Middleware],
        lifespan: Lifespan | None = None,
    ) -> None:
        super().__init__(routes=routes, exception_handlers=EXCEPTION_HANDLERS, lifespan=lifespan)
        self._layers = layers

    def build_middleware_stack(self) -> ASGIApp:
        """What handles a request, from the outermost layer on."""
        app = super().build_middleware_stack()
        for layer, positional, named in reversed(self._layers):
            app = layer(app, *positional, **named)
        return app
