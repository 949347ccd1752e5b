"""A small schema that serves nothing but these tests."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import NewType

import strawberry
from graphql import GraphQLError
from starlette.applications import Starlette
from starlette.requests import Request
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext
from strawberry.types.scalar import ScalarDefinition

from core.errors import Forbidden, Unauthenticated
from schema.documents import DocumentCache, TrustedDocuments
from schema.errors import log_unexpected
from schema.http import (
    Application,
    GraphQLEndpoint,
    HTTPSettings,
    Metrics,
    ReadinessCheck,
    middleware,
    routes,
)
from schema.limits import Limits

Raw = NewType("Raw", object)
Even = NewType("Even", int)


def parse_even(value: object) -> Even:
    if not isinstance(value, int) or value % 2:
        raise ValueError(f"{value!r} is not even")
    return Even(value)


SCALARS: dict[object, ScalarDefinition] = {
    Raw: strawberry.scalar(name="Raw", serialize=lambda value: value),
    Even: strawberry.scalar(name="Even", parse_value=parse_even),
}


@dataclass
class Context:
    request: Request | None = None
    viewer: object = None
    response_headers: list[tuple[str, str]] = field(default_factory=list)

    def release(self) -> None:
        """There is nothing to let go of."""


Info = strawberry.Info[Context, None]


def recent_things() -> "Things":
    return Things()


@strawberry.type
class Thing:
    name: str = "thing"

    @strawberry.field
    def friend(self) -> "Thing":
        return Thing()

    @strawberry.field
    def tags(self) -> list["Thing"]:
        return []

    @strawberry.field
    def friends(self, first: int | None = None, last: int | None = None) -> "Things":
        return Things()

    recent: "Things" = strawberry.field(resolver=recent_things, metadata={"page_size": 20})


@strawberry.type
class Things:
    nodes: list[Thing] = strawberry.field(default_factory=list)
    total: int = 0


@strawberry.type
class Query:
    @strawberry.field
    def me(self) -> Thing:
        return Thing()

    @strawberry.field
    def hello(self, name: str = "world") -> str:
        return f"Hello {name}"

    @strawberry.field
    def echo(self, value: strawberry.ID) -> strawberry.ID:
        return value

    @strawberry.field
    def nodes(self, ids: list[strawberry.ID]) -> list[Thing]:
        return [Thing() for _ in ids]

    @strawberry.field
    def half(self, n: Even) -> int:
        return n // 2

    @strawberry.field
    def crash(self) -> str | None:
        raise RuntimeError("SELECT secret FROM table")

    @strawberry.field
    def denied(self) -> str | None:
        raise Forbidden("You need leads:read.", permission="leads:read")

    @strawberry.field
    def refused(self) -> str | None:
        raise GraphQLError("Not this one.")

    @strawberry.field
    def required(self) -> str:
        raise Unauthenticated("Sign in first.")

    @strawberry.field
    def large(self, size: int) -> str:
        return "x" * size

    @strawberry.field
    def raw(self, kind: str) -> Raw:
        return Raw({"integer": 2**80, "surrogate": "\ud800", "object": object()}[kind])


@strawberry.input
class SignInInput:
    email: str
    password: str


@strawberry.type
class UserError:
    message: str


@strawberry.type
class Viewer:
    id: strawberry.ID


@strawberry.type
class SignInPayload:
    viewer: Viewer | None
    user_errors: list[UserError]


@strawberry.type
class Mutation:
    @strawberry.mutation
    def sign_in(self, info: Info, input: SignInInput) -> SignInPayload:
        if input.password != "secret":
            return SignInPayload(viewer=None, user_errors=[UserError(message="Wrong password.")])
        cookie = "kortisto_session=abc; HttpOnly; SameSite=Lax; Path=/"
        info.context.response_headers.append(("Set-Cookie", cookie))
        return SignInPayload(viewer=Viewer(id=strawberry.ID("1")), user_errors=[])

    @strawberry.mutation
    def touch(self) -> int:
        return 1


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def ticks(self) -> AsyncIterator[int]:
        yield 1


class ToySchema(strawberry.Schema):
    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        log_unexpected(errors)


def make_schema(limits: Limits | None = None) -> ToySchema:
    return ToySchema(
        Query,
        Mutation,
        Subscription,
        extensions=[DocumentCache(limits or Limits())],
        config=StrawberryConfig(scalar_map=SCALARS),
    )


async def make_context(request: Request) -> Context:
    if request.headers.get("authorization") == "Bearer wrong":
        raise Unauthenticated("The token is unknown.")
    if request.headers.get("authorization") == "Bearer broken":
        raise RuntimeError("the database is gone")
    known = request.headers.get("authorization") == "Bearer known"
    return Context(request, viewer="somebody" if known else None)


async def ready() -> str | None:
    return None


def make_app(
    limits: Limits | None = None,
    settings: HTTPSettings | None = None,
    trusted: TrustedDocuments | None = None,
    check: ReadinessCheck = ready,
    metrics: Metrics | None = None,
) -> Starlette:
    limits = limits or Limits()
    settings = settings or HTTPSettings()
    endpoint = GraphQLEndpoint(make_schema(limits), make_context, limits, settings, trusted)
    return Application(routes(endpoint, check, metrics), middleware(settings, endpoint, metrics))


def fragments(pattern: str, count: int) -> str:
    """`count` fragments on Thing; `{next}` in the pattern is the name of the next one."""
    chain: Iterable[str] = (
        f"fragment F{i} on Thing {{ {pattern.replace('{next}', f'F{i + 1}')} }}"
        for i in range(count)
    )
    return " ".join([*chain, f"fragment F{count} on Thing {{ name }}"])
