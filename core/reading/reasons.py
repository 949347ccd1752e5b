"""The field that tells why a row is visible."""

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import strawberry
from sqlalchemy import ARRAY, ColumnElement, String, case, func
from sqlalchemy.dialects.postgresql import array

from core.declare.expression import Expression
from core.declare.field import Alias, Declared
from core.reading.visible import SHARED, reasons
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.declare.entity import Entity
    from core.registry import Registry


class VisibleBecause(Expression):
    """The codes of the reasons for which the viewer sees a row."""

    def __init__(self, description: str) -> None:
        super().__init__(None, description, lambda row, viewer: row.id)

    def bound(self, registry: "Registry", entity: "Entity") -> "BoundReasons":
        """The same field over the reasons of a deployment."""
        made = BoundReasons(self.description, registry, entity)
        made.name = self.name
        return made


class BoundReasons(Expression):
    """`VisibleBecause` of one deployment: its values are the reasons of the enabled plugins."""

    def __init__(self, description: str, registry: "Registry", entity: "Entity") -> None:
        Declared.__init__(self, description)
        self._formula = self._codes
        self._registry = registry
        self._entity = entity

    @cached_property
    def annotation(self) -> Any:
        known = {r.code: r.description for r in self._registry.reasons(self._entity.name)}
        if self._entity.visible is not None:
            known = {SHARED: "You see what it belongs to, or everybody sees its kind.", **known}
        values = {c: strawberry.enum_value(c, description=text) for c, text in known.items()}
        name = f"{self._entity.name}VisibilityReason"
        text = f"Why a viewer sees a {self._entity.prefix}."
        codes: Any = Enum(name, values)  # type: ignore[misc]
        return list[strawberry.enum(codes, description=text)]  # type: ignore[misc]

    def _codes(self, row: Alias, viewer: Viewer) -> ColumnElement[Any]:
        found = reasons(self._registry, self._entity, row, viewer)
        codes: list[Any] = [case((condition, code)) for code, condition in found]
        return func.array_remove(array(codes, type_=String), None, type_=ARRAY(String))


def visible_because(description: str) -> Any:
    """Tell why the viewer sees a row: a list of the codes of all reasons that hold."""
    return VisibleBecause(description)
