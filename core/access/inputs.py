"""What the mutations of signing in and of API tokens take and give."""

from typing import Any, cast

import strawberry
from strawberry import Parent

from core.access.types import ApiToken, Viewer
from core.context import Info
from core.reading import load
from core.writing.user_error import UserError


@strawberry.input(description="E-mail and password of an employee.")
class SignInInput:
    email: str = strawberry.field(description="E-mail address; capital letters do not matter.")
    password: str = strawberry.field(description="Password.")


@strawberry.type(description="The answer to `signIn`.")
class SignInPayload:
    viewer: Viewer | None = strawberry.field(description="You; null if you were not signed in.")
    user_errors: list[UserError] = strawberry.field(
        description="INVALID_CREDENTIALS: e-mail or password are wrong, or you may not sign in. "
        "TOO_MANY_ATTEMPTS: wait as long as the message says."
    )


@strawberry.type(description="The answer to `signOut`.")
class SignOutPayload:
    user_errors: list[UserError] = strawberry.field(description="Always empty.")


async def _kept(payload: Parent[Any], info: Info) -> ApiToken | None:
    found = payload.key and await load(info, "ApiToken", payload.key)
    return cast(ApiToken | None, found)


@strawberry.input(description="An API token to make for yourself.")
class CreateApiTokenInput:
    name: str = strawberry.field(description="What it is for, 1 to 200 characters.")
    scopes: list[str] = strawberry.field(
        description="Permissions it may use, at least one; you must hold each of them."
    )
    days: int | None = strawberry.field(
        default=None,
        description="Days until it ends, 1 to 3650; null takes the deployment's default, 90.",
    )


@strawberry.type(description="The answer to `createApiToken`.")
class CreateApiTokenPayload:
    token: str | None = strawberry.field(
        description="The token, for the header `Authorization: Bearer`. It is shown only now."
    )
    api_token: ApiToken | None = strawberry.field(resolver=_kept, description="What is kept of it.")
    key: strawberry.Private[int | None] = None
    user_errors: list[UserError] = strawberry.field(
        description="REQUIRED: the name or the scopes are empty. TOO_LONG: the name. INVALID: the "
        "days. FORBIDDEN_VALUE: a scope that is unknown or that you do not hold."
    )


@strawberry.input(description="An API token to revoke.")
class RevokeApiTokenInput:
    id: strawberry.ID = strawberry.field(description="Id of the API token.")


@strawberry.type(description="The answer to `revokeApiToken`.")
class RevokeApiTokenPayload:
    api_token: ApiToken | None = strawberry.field(
        resolver=_kept, description="The token, now revoked."
    )
    key: strawberry.Private[int | None] = None
    user_errors: list[UserError] = strawberry.field(
        description="NOT_FOUND: no such token, or not yours."
    )
