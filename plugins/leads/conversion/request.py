"""What is asked of a conversion."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement

from core.declare.field import Alias
from core.writing import UserError
from plugins.leads.conversion.config import STANDARD, ConversionConfig
from plugins.leads.conversion.enums import Mode, Target

Condition = Callable[[Alias], ColumnElement[bool]]
"""Whether a lead may be converted."""


@dataclass(frozen=True)
class Choice:
    """What is said of one target: how to reach it, by which id, with which values of fields.

    Values go by the names of fields in the schema; null means that the field stays blank.
    """

    mode: Mode | None = None
    id: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """A lead to convert: its global id, what is said of its targets, and where that was said."""

    id: str
    path: tuple[str, ...]
    """Where the input stands."""
    choices: Mapping[Target, Choice] = field(default_factory=dict)
    expected_version: int | None = None
    errors: tuple[UserError, ...] = ()
    """What is wrong with its form."""
    id_path: tuple[str, ...] | None = None
    """Where the id stands, if not in the input."""


@dataclass(frozen=True)
class Options:
    """What holds for all leads of a conversion.

    `archive` decides instead of the config if it is not None; `tool` is noted in the leads, and
    `condition` is what must hold for them.
    """

    config: ConversionConfig = STANDARD
    tool: str = "convertLead"
    condition: Condition | None = None
    archive: bool | None = None
    atomic: bool = False
    dry_run: bool = False
