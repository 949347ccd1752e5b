"""External ids: by what names other systems know our records."""

from collections.abc import Iterable

from core.declare import Contribution
from core.external_ids.fields import FIELDS
from core.external_ids.types import ExternalId
from core.external_ids.visibility import REASONS
from core.hookspecs import hookimpl
from core.visibility import Reason


@hookimpl
def register_types() -> Iterable[type]:
    return [ExternalId]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return FIELDS


@hookimpl
def register_visibility() -> Iterable[Reason]:
    return REASONS
