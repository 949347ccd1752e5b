"""The GraphQL types of the viewer and of API tokens."""

import strawberry
from sqlalchemy import ColumnElement, true

from core.access import models
from core.access.permissions import TokenPermission
from core.declare import Node, column, entity, one
from core.declare.field import Alias
from core.viewer import Viewer as Credentials


def own_or_all(row: Alias, viewer: Credentials) -> ColumnElement[bool]:
    if viewer.may(TokenPermission.MANAGE):
        return true()
    own: ColumnElement[bool] = row.employee_id == viewer.employee_id
    return own


@entity(models.ApiToken, visible=own_or_all, order={"createdAt": "DESC"})
class ApiToken(Node):
    """A program's way in, as an employee and at most with the scopes. The token is not kept."""

    employee = one("Employee", "Whose work it does.")
    name = column("What it is for, at most 200 characters.")
    scopes = column("Permissions it may use, as far as the employee has them.")
    created_at = column("When it was made.")
    expires_at = column("When it ends.")
    last_used_at = column("When it was last used, to the minute; null if never.")
    revoked_at = column("When it was revoked; null while it is valid.")


@strawberry.type(description="You, who are signed in.")
class Viewer:
    permissions: list[str] = strawberry.field(
        description="What you may do, such as `customers:read`; narrowed by a token's scopes."
    )
    via: str = strawberry.field(description="How you came in: session, token, jwt or system.")
    employee_id: strawberry.Private[int]

    @classmethod
    def of(cls, viewer: Credentials) -> "Viewer":
        return cls(
            permissions=sorted(viewer.permissions), via=viewer.via, employee_id=viewer.employee_id
        )
