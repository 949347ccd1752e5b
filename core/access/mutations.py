"""Signing in and out, and API tokens."""

from datetime import timedelta
from math import ceil
from typing import Annotated

import strawberry

from core.access.inputs import (
    CreateApiTokenInput,
    CreateApiTokenPayload,
    RevokeApiTokenInput,
    RevokeApiTokenPayload,
    SignInInput,
    SignInPayload,
    SignOutPayload,
)
from core.access.permissions import TokenPermission
from core.access.rules import token_errors, user_error
from core.access.sessions import SESSION_COOKIE, close_session, session_cookie
from core.access.sign_in import Refusal
from core.access.sign_in import sign_in as check_in
from core.access.tokens import create_token, revoke_token
from core.access.types import Viewer
from core.context import Info
from core.declare import extend
from core.errors import BadInput
from core.ids import decode_as
from core.roots import Mutation
from core.writing.user_error import Code, UserError


@extend(Mutation, public=True)
async def sign_in(
    info: Info, input: Annotated[SignInInput, strawberry.argument(description="Who you are.")]
) -> SignInPayload | None:
    """Sign in with e-mail and password; the answer sets the session cookie."""
    context = info.context
    client = context.request.client if context.request else None
    address = client.host if client else ""
    found = await check_in(context.deployment, input.email, input.password, address)
    if isinstance(found, Refusal):
        return SignInPayload(viewer=None, user_errors=[_refused(found)])
    await _forget_session(info)
    _set_cookie(info, found.session_id, timedelta(hours=context.deployment.settings.session_hours))
    context.become(found.viewer)
    return SignInPayload(viewer=Viewer.of(found.viewer), user_errors=[])


@extend(Mutation, public=True)
async def sign_out(info: Info) -> SignOutPayload | None:
    """End the session; the answer removes the session cookie. API tokens stay valid."""
    await _forget_session(info)
    _set_cookie(info, "", timedelta())
    info.context.become(None)
    return SignOutPayload(user_errors=[])


@extend(Mutation, permission=TokenPermission.CREATE)
async def create_api_token(
    info: Info,
    input: Annotated[
        CreateApiTokenInput, strawberry.argument(description="What the token is for.")
    ],
) -> CreateApiTokenPayload | None:
    """Make an API token for yourself. It never allows more than you yourself may do."""
    viewer, deployment = info.context.require(), info.context.deployment
    if errors := token_errors(viewer, input):
        return CreateApiTokenPayload(token=None, user_errors=errors)
    info.context.answer_is_secret = True
    async with deployment.database.writing(viewer) as session:
        text, made = await create_token(
            session,
            employee_id=viewer.employee_id,
            name=input.name.strip(),
            scopes=input.scopes,
            now=deployment.clock.now(),
            days=input.days or deployment.settings.token_days,
        )
    return CreateApiTokenPayload(token=text, key=made.id, user_errors=[])


@extend(Mutation)
async def revoke_api_token(
    info: Info,
    input: Annotated[RevokeApiTokenInput, strawberry.argument(description="Which token.")],
) -> RevokeApiTokenPayload | None:
    """Make an API token useless from now on. Others' tokens need `tokens:manage`."""
    viewer, deployment = info.context.require(), info.context.deployment
    owner = None if viewer.may(TokenPermission.MANAGE) else viewer.employee_id
    try:
        key = decode_as("api_token", input.id)
    except BadInput as error:
        return RevokeApiTokenPayload(user_errors=[user_error(Code.INVALID, error.message, "id")])
    async with deployment.database.writing(viewer) as session:
        found = await revoke_token(session, key, deployment.clock.now(), employee_id=owner)
    if not found:
        missing = user_error(Code.NOT_FOUND, "There is no such API token.", "id")
        return RevokeApiTokenPayload(user_errors=[missing])
    return RevokeApiTokenPayload(key=key, user_errors=[])


async def _forget_session(info: Info) -> None:
    request = info.context.request
    if request and (session_id := request.cookies.get(SESSION_COOKIE)):
        async with info.context.deployment.database.writing() as session:
            await close_session(session, session_id)


def _set_cookie(info: Info, session_id: str, lasting: timedelta) -> None:
    request = info.context.request
    secure = request is not None and request.url.scheme == "https"
    cookie = session_cookie(session_id, lasting, secure=secure)
    info.context.response_headers.append(("Set-Cookie", cookie))


def _refused(refusal: Refusal) -> UserError:
    if refusal.wait is None:
        message = "E-mail or password are wrong, or you may not sign in."
        return user_error("INVALID_CREDENTIALS", message)
    seconds = ceil(refusal.wait.total_seconds())
    message = f"There were too many failed attempts; try again in {seconds} seconds."
    return user_error("TOO_MANY_ATTEMPTS", message)
