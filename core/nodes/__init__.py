"""Any thing, found by its id."""

from collections.abc import Iterable

from core.declare import Contribution
from core.hookspecs import hookimpl
from core.nodes import queries


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [queries.fields]
