"""Reading a mapping file."""

import tomllib
from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kortisto.importing.errors import MappingError
from kortisto.importing.mapping import Mapping, Rule


def read_mapping(path: Path) -> Mapping:
    """The mapping of a TOML file; MappingError names each wrong key on a line of its own."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
        return Mapping.model_validate(values)
    except OSError as error:
        raise MappingError(f"Cannot read the mapping file {path}: {error.strerror}.") from error
    except ValidationError as error:
        lines = [_described(fault) for fault in error.errors()]
        raise MappingError("\n".join([f"The mapping file {path} is wrong:", *lines])) from None
    except ValueError as error:
        raise MappingError(f"The mapping file {path} is not valid TOML: {error}.") from error


def _described(fault: ErrorDetails) -> str:
    path = [str(part) for part in fault["loc"]]
    key = ".".join(path)
    if fault["type"] == "extra_forbidden":
        known = Rule if path[0] == "fields" else Mapping
        return f"'{key}' is unknown. Known here: {', '.join(known.model_fields)}."
    if fault["type"] == "missing":
        return f"'{key}' is missing."
    return f"'{key}' is {fault['input']!r}: {fault['msg'].removeprefix('Value error, ')}."
