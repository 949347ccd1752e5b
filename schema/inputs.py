"""Filter and order inputs, made from the declared fields of one schema."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.schema_directives import OneOf
from strawberry.types.field import StrawberryField

from core.declare import Connection, Declared, Entity, ToMany, ToOne, ToOneThrough
from core.declare.field import Scalar
from core.declare.kinds import optional_free
from core.declare.making import made_type
from core.reading.operators import BOOLEANS, LISTS, TEXTS, operators_for
from core.reading.ordering import OrderDirection
from core.registry import Registry

Fields = Callable[[], list[StrawberryField]]


class Inputs:
    """The input types of a schema, each made when first asked for.

    A type's fields are found when the schema reads them, so that types may lead in circles.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._made: dict[str, type] = {}
        self._fields: dict[type, Fields] = {}
        # thousands of fields are of a few hundred types, each of which is looked into once
        self._optional = cache(_optional)

    def fields(self, origin: type) -> list[StrawberryField] | None:
        """The fields of an input made here; None for any other type."""
        made = self._fields.get(origin)
        return None if made is None else made()

    def filter(self, entity: Entity) -> type:
        """`CustomerFilter`: conditions on the entity's fields, all of which must hold."""
        text = f"Conditions on a {entity.prefix}; all must hold. `{{}}` holds for every row."
        return self._input(f"{entity.name}Filter", text, lambda: self._filter_fields(entity))

    def order(self, entity: Entity) -> type:
        """`CustomerOrder`: one field and a direction."""
        return self._input(
            f"{entity.name}Order",
            "One field to order by. A list is ordered by its id last, so that no two rows tie.",
            lambda: self._order_fields(entity),
            one_of=True,
        )

    def _filter_fields(self, entity: Entity) -> list[StrawberryField]:
        own = self.filter(entity)
        found = [
            self._field("and", list[own], "All of these must hold."),  # type: ignore[valid-type]
            self._field("or", list[own], "At least one of these must hold."),  # type: ignore[valid-type]
            self._field("not", own, "This must not hold."),
        ]
        if entity.is_node:
            keys = self._operators("ID", strawberry.ID, ("eq", "ne", "in", "notIn"))
            found.append(self._field("id", keys, "The row's id."))
        return found + [
            self._field(declared.graphql_name, kind, declared.description)
            for declared in self._registry.declared(entity).values()
            if (kind := self._condition(declared)) is not None
        ]

    def _condition(self, declared: Declared) -> type | None:
        if isinstance(declared, Scalar):
            return self._value_filter(optional_free(declared.annotation))
        if isinstance(declared, ToOne | ToOneThrough):
            return self.filter(self._registry.entity(declared.target))
        if isinstance(declared, ToMany | Connection):
            return self._list_filter(self._registry.entity(declared.target))
        return None

    def _value_filter(self, kind: Any) -> type | None:
        operators = operators_for(kind)
        if operators is None:
            return None
        value = kind.__args__[0] if getattr(kind, "__origin__", None) is list else kind
        name = "TextList" if value is not kind else _NAMES.get(kind, getattr(kind, "__name__", ""))
        return self._operators(name, value, tuple(operators))

    def _operators(self, name: str, value: Any, operators: tuple[str, ...]) -> type:
        def fields() -> list[StrawberryField]:
            return [
                self._field(
                    o, bool if o in BOOLEANS else list[value] if o in LISTS else value, TEXTS[o]
                )
                for o in operators
            ]

        text = "Conditions on a value; all of them must hold."
        return self._input(f"{name}Filter", text, fields)

    def _list_filter(self, entity: Entity) -> type:
        one = self.filter(entity)
        return self._input(
            f"{entity.name}ListFilter",
            f"Conditions on the {entity.prefix} rows of a list that the viewer sees.",
            lambda: [
                self._field("some", one, "At least one row holds; `{}` for any row."),
                self._field("none", one, "No row holds."),
                self._field("every", one, "All rows hold; an empty list does."),
            ],
        )

    def _order_fields(self, entity: Entity) -> list[StrawberryField]:
        own = [self._field("id", OrderDirection, "By id: the order of creation.")]
        for declared in self._registry.declared(entity).values():
            if isinstance(declared, Scalar) and _orderable(declared.annotation):
                text = declared.description
                own.append(self._field(declared.graphql_name, OrderDirection, text))
        return own if entity.is_node else own[1:]

    def _input(self, name: str, text: str, fields: Fields, one_of: bool = False) -> type:
        if name not in self._made:
            directives = [OneOf()] if one_of else ()
            made = made_type(name, text, is_input=True, directives=directives)
            self._made[name] = made
            self._fields[made] = cache(fields)
        return self._made[name]

    def _field(self, name: str, kind: Any, text: str) -> StrawberryField:
        return StrawberryField(
            python_name=name,
            graphql_name=name,
            type_annotation=self._optional(kind),
            default=strawberry.UNSET,
            description=text,
        )


_NAMES: Mapping[Any, str] = {
    str: "Text",
    int: "Int",
    bool: "Boolean",
    date: "Date",
    datetime: "DateTime",
}


def _orderable(annotation: Any) -> bool:
    kind = optional_free(annotation)
    operators = operators_for(kind)
    return operators is not None and "eq" in operators


def _optional(kind: Any) -> StrawberryAnnotation:
    return StrawberryAnnotation(kind | None)
