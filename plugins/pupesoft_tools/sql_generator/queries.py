"""Ways to saved and pinned reports, and to what they can be made of."""

from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args, get_origin

from core.context import Info
from core.declare import Entity, ToOne, ToOneThrough, by_id, connection, extend
from core.declare.field import Scalar
from core.declare.kinds import optional_free
from core.registry import Registry
from core.roots import Query
from core.scalars import JSON
from core.viewer import Viewer
from plugins.pupesoft_tools.sql_generator.compiling import is_open, readable
from plugins.pupesoft_tools.sql_generator.conditions import operators_of
from plugins.pupesoft_tools.sql_generator.permissions import SqlGeneratorPermission
from plugins.pupesoft_tools.sql_generator.types import SqlReportEntity, SqlReportField

NAMES: dict[Any, str] = {str: "String", int: "Int", bool: "Boolean", JSON: "JSON"}
"""What GraphQL calls values whose Python types are called otherwise."""

KEY = SqlReportField(
    name="id",
    description="Its id.",
    type="ID",
    values=None,
    operators=["eq", "ne", "in", "notIn", "isNull"],
    leads_to=None,
)

fields = extend(
    Query,
    sql_report=by_id("SqlReport", "The saved report with an id."),
    sql_reports=connection("SqlReport", None, "Your saved reports and shared ones, by name."),
    sql_report_pin=by_id("SqlReportPin", "The report that you pinned, with an id."),
    sql_report_pins=connection(
        "SqlReportPin", None, "The reports on your home page, in their order."
    ),
)


@extend(Query, permission=SqlGeneratorPermission.USE)
async def sql_report_entities(info: Info) -> list[SqlReportEntity] | None:
    """What you may make reports of, by name. Needs `sql_generator:use`."""
    context = info.context
    registry, viewer = context.deployment.registry, context.require()
    return [
        SqlReportEntity(
            name=name,
            description=(entity.origin.__doc__ or "").strip(),
            fields=[KEY, *_fields(registry, entity, viewer)],
        )
        for name, entity in sorted(registry.entities.items())
        if entity.is_node and is_open(entity, viewer)
    ]


def _fields(registry: Registry, entity: Entity, viewer: Viewer) -> Iterator[SqlReportField]:
    for field in registry.declared(entity).values():
        if not readable(field, viewer):
            continue
        leads_to = kind = values = None
        operators: list[str] = []
        if isinstance(field, ToOne | ToOneThrough) and is_open(
            registry.entity(field.target), viewer
        ):
            leads_to = field.target
        elif isinstance(field, Scalar):
            kind, values = _kind(field.annotation)
            operators = [*operators_of(field.annotation)]
        else:
            continue
        yield SqlReportField(
            name=field.graphql_name,
            description=field.description,
            type=kind,
            values=values,
            operators=operators,
            leads_to=leads_to,
        )


def _kind(annotation: Any) -> tuple[str, list[str] | None]:
    kind = optional_free(annotation)
    if get_origin(kind) is list:
        inner, values = _kind(get_args(kind)[0])
        return f"[{inner}]", values
    is_enum = isinstance(kind, type) and issubclass(kind, Enum)
    names = {"datetime": "DateTime", "date": "Date"}
    called = NAMES.get(kind) or names.get(kind.__name__, kind.__name__)
    return called, [*kind.__members__] if is_enum else None
