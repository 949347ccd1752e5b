"""Functions of Python fields, called without Strawberry's wrapper where it would do nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from strawberry.types.field import StrawberryField

from core.context import Info
from core.reading.selection import ResolveInfo


@dataclass(frozen=True, slots=True)
class Tell:
    """Resolves a field by a plain function that needs nothing but the object it is of."""

    function: Callable[..., Any]
    parent: str

    def __call__(self, source: Any, info: ResolveInfo) -> Any:
        return self.of(source)

    def of(self, source: Any) -> Any:
        """What the function tells of an object."""
        return self.function(**{self.parent: source})


def direct(field: StrawberryField) -> Callable[[Any, ResolveInfo], Any] | None:
    """A resolver that calls the function; None if it takes arguments or has extensions."""
    function = field.base_resolver
    if function is None or field.arguments or field.extensions:
        return None
    call = function.wrapped_func
    if function.self_parameter or function.root_parameter or not isinstance(call, FunctionType):
        return None
    parent, info = function.parent_parameter, function.info_parameter
    if parent is not None and info is None and not function.is_async:
        return Tell(call, parent.name)

    def resolve(source: Any, resolving: ResolveInfo) -> Any:
        given = {} if parent is None else {parent.name: source}
        if info is not None:
            given[info.name] = Info(_raw_info=resolving, _field=field)
        return call(**given)

    return resolve
