"""Adding fields to a type, one's own or another's. There is no other way into the schema."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, overload

import strawberry
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from core.declare.entity import Entity, entity_of
from core.declare.field import Declared
from core.roots import Subscription


@dataclass(frozen=True, eq=False)
class PythonField:
    """A field answered by a Python function.

    `needs` names the columns of the parent's model that the function reads; None loads all of them,
    and a query with the field is not compiled.
    A field of Query, Mutation or Subscription needs a viewer, unless it is `public`. `largest_page`
    is how much `first` may be, where the limits do not say it.
    """

    name: str
    field: StrawberryField
    permission: StrEnum | None
    needs: tuple[str, ...] | None
    public: bool
    largest_page: int | None = None

    @property
    def graphql_name(self) -> str:
        return to_camel_case(self.name)


@dataclass(frozen=True, eq=False)
class Contribution:
    """Fields that a plugin adds to a type; `only_with` names an entity that they need.

    A type that is told by its name is added to where some enabled plugin registers it.
    """

    target: type | str
    fields: dict[str, Declared | PythonField] = field(default_factory=dict)
    only_with: str | None = field(default=None, kw_only=True)


@overload
def extend(
    target: type,
    *,
    permission: StrEnum | None = None,
    needs: tuple[str, ...] | None = None,
    public: bool = False,
    largest_page: int | None = None,
) -> Callable[[Callable[..., Any]], Contribution]: ...


@overload
def extend(
    target: type,
    *,
    permission: None = None,
    needs: None = None,
    public: bool = False,
    largest_page: None = None,
    **fields: Any,
) -> Contribution: ...


@overload
def extend(target: str, **fields: Any) -> Contribution: ...


def extend(
    target: type | str,
    *,
    permission: StrEnum | None = None,
    needs: tuple[str, ...] | None = None,
    public: bool = False,
    largest_page: int | None = None,
    **fields: Declared,
) -> Contribution | Callable[[Callable[..., Any]], Contribution]:
    """Add fields to a type.

    With keywords, declared fields: `extend(Customer, leads=connection("Lead", …))`. As a decorator,
    a Python function, whose docstring becomes the field's description:

        @extend(Customer, needs=("created_at",))
        def years_with_us(customer: Parent[Customer]) -> int | None:
            "Full years since the customer was created."

    A function that adds to Subscription is an async generator; `core.events.following.follow` tells
    it of writes.

    With the name of a type, declared fields for deployments only where some enabled plugin
    registers it: `extend("Opportunity", way_to_cash=expression(…))`.
    """
    if isinstance(target, type):
        _refuse_inputs(target)
    if fields:
        return Contribution(target, _declared(entity_of(target), fields))

    make = strawberry.subscription if target is Subscription else strawberry.field

    def contribute(function: Callable[..., Any]) -> Contribution:
        name = function.__name__
        made: StrawberryField = make(resolver=function, description=inspect.getdoc(function))
        python = PythonField(name, made, permission, needs, public, largest_page)
        return Contribution(target, {name: python})

    return contribute


def only_with(entity: str, contribution: Contribution) -> Contribution:
    """The same fields, in deployments only where some enabled plugin registers the entity.

    So a plugin leads to what another one may bring, without depending on it.
    """
    return replace(contribution, only_with=entity)


def _declared(
    entity: Entity | None, fields: dict[str, Declared]
) -> dict[str, Declared | PythonField]:
    for name, declared in fields.items():
        if entity is None:
            declared.name = name
        else:
            entity.bind(name, declared)
    return dict(fields)


def _refuse_inputs(target: type) -> None:
    definition = getattr(target, "__strawberry_definition__", None)
    if definition is None:
        raise TypeError(f"{target.__name__} is not a GraphQL type; extend a Strawberry type.")
    if definition.is_input:
        raise TypeError(
            f"{target.__name__} is an input: a value of an added input field would be dropped. "
            "Extend an output type, or add an argument to your own field."
        )
