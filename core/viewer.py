"""Who is looking."""

from dataclasses import dataclass
from enum import StrEnum

from core.errors import Forbidden, Unauthenticated


@dataclass(frozen=True)
class Viewer:
    """The signed-in employee with the permissions of his roles, narrowed by a token's scopes.

    `via` tells how he came in: `session`, `token`, `jwt`, `command` or `system` (jobs).
    """

    employee_id: int
    permissions: frozenset[str]
    via: str = "session"

    def may(self, permission: StrEnum | str) -> bool:
        return permission in self.permissions


def require(viewer: Viewer | None, permission: StrEnum | str | None) -> Viewer:
    """The viewer, if he is signed in and holds the permission; raises otherwise."""
    if viewer is None:
        raise Unauthenticated("Sign in first, or send an API token.")
    if permission is not None and not viewer.may(permission):
        raise Forbidden(f"This needs the permission '{permission}'.", permission=str(permission))
    return viewer
