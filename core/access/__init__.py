"""Who comes in, and how: sign-in, sessions, API tokens, bearer tokens of an issuer."""

from collections.abc import Iterable
from enum import StrEnum

from core.access import fields, mutations, queries, set_password
from core.access.permissions import TokenPermission
from core.access.types import ApiToken, Viewer
from core.declare import Contribution
from core.hookspecs import hookimpl


@hookimpl
def register_types() -> Iterable[type]:
    return [ApiToken, Viewer]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.viewer,
        queries.fields,
        fields.employee,
        fields.roles,
        mutations.sign_in,
        mutations.sign_out,
        mutations.create_api_token,
        mutations.revoke_api_token,
        set_password.set_password,
    ]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [TokenPermission]
