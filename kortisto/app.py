"""The web application."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import cast

from sqlalchemy import select
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.routing import BaseRoute, Route, WebSocketRoute

from core.access.authentication import Authentication
from core.context import Context
from core.deployment import Deployment, deploy
from core.errors import PluginError
from core.migrating import pending
from kortisto.ending import told_of_the_end
from kortisto.settings import AppSettings
from kortisto.working import working
from schema.compiled import CompiledReads, HotLane
from schema.composition import Schema, compose
from schema.documents import DocumentCache, TrustedDocuments
from schema.exports import ExportEndpoint
from schema.http import (
    Application,
    GraphQLEndpoint,
    Metrics,
    ReadinessCheck,
    middleware,
    routes,
)
from schema.repeats import RepeatExtension
from schema.subscriptions import EventStreams, SocketEndpoint, Streams


def create_app(
    settings: AppSettings, deployment: Deployment | None = None, schema: Schema | None = None
) -> Starlette:
    """The application of a deployment; PluginError or SettingError says what does not fit.

    Nothing is opened before the first request, unless it runs jobs; its connections are closed at
    shutdown. A schema is what the plugins of the deployment were composed to before.
    """
    living = deployment or deploy(settings)
    metrics = Metrics() if settings.http.metrics else None

    schema = schema or compose(living.registry)
    endpoints = make_endpoints(settings, living, schema, metrics)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        with told_of_the_end(endpoints.streams.stopping.set):
            async with working(living) if settings.jobs == "on" else nullcontext():
                yield
        await living.close()

    own = [
        *routes(endpoints.graphql, ready_when_migrated(living), metrics),
        WebSocketRoute("/graphql", endpoints.socket),
        Route("/export", endpoints.export),
    ]
    layers = middleware(settings.http, endpoints.graphql, metrics)
    return Application(with_plugin_routes(own, living), layers, lifespan)


@dataclass(frozen=True)
class Endpoints:
    """What executes operations, and how."""

    graphql: GraphQLEndpoint
    socket: SocketEndpoint
    export: ExportEndpoint
    streams: Streams


def make_endpoints(
    settings: AppSettings,
    deployment: Deployment,
    composed: Schema,
    metrics: Metrics | None = None,
) -> Endpoints:
    """GraphQL, subscriptions and exports, with limits and trusted documents as the settings say."""
    documents, reads = DocumentCache(settings.limits), compiled_reads(settings, metrics)
    # documents and limits, repeats, and compiled reads stand around each operation
    schema = composed.with_extensions([documents, RepeatExtension, *([reads] if reads else ())])
    make_context, trusted = context_of(deployment), trusted_documents(settings)
    hot = HotLane(schema, documents, reads) if reads else None
    streams = Streams(schema, documents, trusted, settings.subscriptions, metrics)
    http, found = settings.http, EventStreams(streams)
    return Endpoints(
        GraphQLEndpoint(schema, make_context, settings.limits, http, trusted, hot, found),
        SocketEndpoint(streams, make_context, http),
        ExportEndpoint(
            schema, documents, make_context, trusted, http, settings.export, settings.language
        ),
        streams,
    )


def compiled_reads(settings: AppSettings, metrics: Metrics | None) -> CompiledReads | None:
    """The compiled reads, unless the settings switch them off."""
    if not settings.compiled_reads:
        return None
    observe = metrics.count_plan if metrics else None
    return CompiledReads(header=settings.http.plan_header, observe=observe)


def trusted_documents(settings: AppSettings) -> TrustedDocuments:
    """The documents of the manifest, if there is one."""
    only = settings.trusted_documents_only
    if settings.trusted_documents is None:
        return TrustedDocuments(only=only)
    return TrustedDocuments.load(settings.trusted_documents, only=only)


def context_of(deployment: Deployment) -> Callable[[HTTPConnection], Awaitable[Context]]:
    """What makes the context of each operation: it finds out who asks."""
    authentication = Authentication(deployment)

    async def make(connection: HTTPConnection) -> Context:
        identify = partial(authentication.viewer, connection.headers, connection.cookies)
        # not by isinstance: connections are mappings, where it takes long
        request = cast(Request, connection) if connection.scope["type"] == "http" else None
        return Context(deployment, await identify(), request, identify)

    return make


def ready_when_migrated(deployment: Deployment) -> ReadinessCheck:
    """Ready as soon as the database answers and no migration is missing."""
    migrated = False

    async def check() -> str | None:
        nonlocal migrated
        if migrated:
            await deployment.database.fetch(select(1))
            return None
        waiting = await pending(deployment.database, deployment.plugins)
        migrated = not waiting
        return f"{len(waiting)} migrations are to be run" if waiting else None

    return check


def with_plugin_routes(own: list[BaseRoute], deployment: Deployment) -> list[BaseRoute]:
    """All routes; PluginError if two parties want the same path."""
    result = list(own)
    owners = {getattr(route, "path", None): "the core" for route in own}
    for plugin, route in deployment.plugins.collect("register_routes", deployment=deployment):
        path = getattr(route, "path", None)
        if path in owners:
            raise PluginError(
                f"The route {path} comes from both '{owners[path]}' and '{plugin.name}'."
            )
        owners[path] = plugin.name
        result.append(route)
    return result
