"""The change log of every write."""

from collections.abc import Iterable
from enum import StrEnum

from core.changes import fields, queries, subscriptions
from core.changes.permissions import ChangePermission
from core.changes.types import Change
from core.changes.visibility import REASONS
from core.declare import Contribution
from core.hookspecs import hookimpl
from core.visibility import Reason


@hookimpl
def register_types() -> Iterable[type]:
    return [Change]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [queries.fields, fields.customer, subscriptions.records_changed]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [ChangePermission]


@hookimpl
def register_visibility() -> Iterable[Reason]:
    return REASONS
