"""What is said of a wrong setting: its key, its value, and what is allowed."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from core.errors import SettingError

M = TypeVar("M", bound=BaseModel)


def named(key: str) -> str:
    return f"Setting '{key}'"


def check(
    kind: type[M],
    values: Mapping[str, Any],
    *,
    section: str = "",
    origin: Callable[[str], str] = named,
) -> M:
    """The values as a model; SettingError tells each fault on a line of its own, secrets hidden."""
    try:
        return kind.model_validate(dict(values))
    except ValidationError as error:
        lines = [_describe(kind, fault, section, origin) for fault in error.errors()]
        raise SettingError("\n".join(lines)) from None


def _describe(
    kind: type[BaseModel], fault: ErrorDetails, section: str, origin: Callable[[str], str]
) -> str:
    path = [str(part) for part in fault["loc"]]
    name = origin(".".join([section, *path] if section else path))
    model = _model_at(kind, path[:-1])
    if fault["type"] == "extra_forbidden":
        return f"{name} is unknown. Known here: {', '.join(sorted(model.model_fields))}."
    if fault["type"] == "missing":
        return f"{name} is missing."
    allowed = fault["msg"].removeprefix("Value error, ").removesuffix(".")
    if _is_secret(kind, path):
        return f"{name} is wrong: {allowed}."
    return f"{name} is {fault['input']!r}: {allowed}."


def _is_secret(kind: type[BaseModel], path: list[str]) -> bool:
    """Whether a fault's input may hold a secret, or stands where nothing is known of it."""
    for name in path:
        field = kind.model_fields.get(name)
        if field is None:
            return True
        inner = _model_of(field.annotation)
        if inner is None:
            return "SecretStr" in str(field.annotation)
        kind = inner
    return True


def _model_at(kind: type[BaseModel], path: list[str]) -> type[BaseModel]:
    for name in path:
        field = kind.model_fields.get(name)
        inner = _model_of(field.annotation) if field else None
        if inner is None:
            break
        kind = inner
    return kind


def _model_of(annotation: object) -> type[BaseModel] | None:
    """The model that an annotation such as `Model | None` is about."""
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None
