"""GraphQL types that no class is written for: a name, a description and fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField


def made_type(
    name: str,
    text: str,
    fields: Sequence[StrawberryField] = (),
    *,
    is_input: bool = False,
    directives: Sequence[object] = (),
    body: Mapping[str, object] | None = None,
) -> type[Any]:
    """A class with these fields in the schema, and the body in Python.

    Strawberry's decorators would make a dataclass of it too, which is of no use here and takes
    longer than all the rest; there are hundreds of such types.
    """
    made = type(name, (), {"__doc__": text, **(body or {})})
    made.__strawberry_definition__ = StrawberryObjectDefinition(  # type: ignore[attr-defined]
        name=name,
        is_input=is_input,
        is_interface=False,
        origin=made,
        description=text,
        interfaces=[],
        extend=False,
        directives=directives,
        is_type_of=None,
        resolve_type=None,
        fields=list(fields),
    )
    return made
