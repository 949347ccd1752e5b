"""Figures for Prometheus."""

from contextlib import AbstractContextManager
from functools import cache

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Scope

METHODS = ("GET", "HEAD", "OPTIONS", "POST")


class Metrics:
    """The figures of one application, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.seconds = Histogram(
            "kortisto_http_request_seconds",
            "Time from the request to the end of its response.",
            ("method", "path", "status"),
            registry=self.registry,
        )
        self._seconds_of = cache(self.seconds.labels)

        self.plans = Counter(
            "kortisto_queries",
            "Queries by how they were answered: by a compiled read, or on the reference path.",
            ("plan",),
            registry=self.registry,
        )
        self._plans_of = cache(self.plans.labels)

        self.connections = Gauge(
            "kortisto_subscription_connections",
            "Connections that follow events.",
            ("protocol",),
            registry=self.registry,
        )
        self.events = Counter(
            "kortisto_subscription_events",
            "Results sent to those who follow events.",
            registry=self.registry,
        )

    def following(self, protocol: str) -> AbstractContextManager[object]:
        """Count one connection meanwhile."""
        gauge: AbstractContextManager[object] = self.connections.labels(protocol).track_inprogress()
        return gauge

    def count_plan(self, plan: str) -> None:
        """Count one query."""
        self._plans_of(plan).inc()

    def route(self) -> Route:
        """/metrics."""

        async def show(_: Request) -> Response:
            content = generate_latest(self.registry)
            return Response(content, headers={"Content-Type": CONTENT_TYPE_LATEST})

        return Route("/metrics", show)

    def observe(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one request; whatever a client can invent becomes `other`."""
        method = scope["method"] if scope["method"] in METHODS else "other"
        known = "endpoint" in scope and not scope.get("path_params")
        self._seconds_of(method, scope["path"] if known else "other", status).observe(seconds)
