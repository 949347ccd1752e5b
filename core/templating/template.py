"""Templates: jinja2 in a sandbox, of which only places, conditions and a few filters are let in.

A template cannot call, count or loop, so that it ends as soon as it is read through once.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST_TEMPLATE = 50_000

LET_IN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Const,
    nodes.If,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
    nodes.CondExpr,
)
FILTERS = frozenset({"capitalize", "default", "lower", "title", "trim", "upper"})

Path = tuple[str, ...]
"""A field of a record, or of a record it leads to: `name`, `owner.email`."""


class TemplateProblem(ValueError):
    """A template cannot be read or used; the text says why."""


class Template:
    """A text with places such as `{{ owner.name }}`; TemplateProblem if it cannot be one.

    With `html` what fills the places is escaped. Values read as the language has them; a value that
    is not there leaves its place empty.
    """

    def __init__(self, text: str, *, html: bool = False) -> None:
        if len(text) > LONGEST_TEMPLATE:
            raise TemplateProblem(f"it is longer than {LONGEST_TEMPLATE} characters.")
        self._text = text
        self._html = html
        try:
            self._tree = _environment(html, str).parse(text)
        except TemplateError as error:
            raise TemplateProblem(f"{error}") from None
        for node in self._tree.find_all(nodes.Node):
            _check(node)

    @cached_property
    def paths(self) -> frozenset[Path]:
        """The fields that it has places for, or asks about."""
        inner = {id(node.node) for node in self._tree.find_all(nodes.Getattr)}
        ends = self._tree.find_all((nodes.Getattr, nodes.Name))
        return frozenset(_path(node) for node in ends if id(node) not in inner)

    def filled(self, values: Mapping[Path, object], language: str, zone: ZoneInfo) -> str:
        """The text with the values of all `paths`; TemplateProblem if that is impossible."""
        written = _written(language, zone)
        try:
            made = _environment(self._html, written).from_string(self._text)
            return made.render(_nested(values))
        except (TemplateError, TypeError) as error:
            raise TemplateProblem(f"{error}") from None


def _environment(html: bool, written: Callable[[Any], Any]) -> ImmutableSandboxedEnvironment:
    # never without escaping where the text is HTML; elsewhere there is nothing to escape
    made = ImmutableSandboxedEnvironment(
        autoescape=html, undefined=StrictUndefined, finalize=written, keep_trailing_newline=True
    )
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests.clear()
    made.globals.clear()
    return made


def _check(node: nodes.Node) -> None:
    if not isinstance(node, LET_IN):
        kind = type(node).__name__
        raise TemplateProblem(f"line {node.lineno}: {kind} is not allowed: use places and `if`.")
    if isinstance(node, nodes.Getattr) and not isinstance(node.node, nodes.Name | nodes.Getattr):
        raise TemplateProblem(f"line {node.lineno}: write the name of a field before the point.")
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        known = ", ".join(sorted(FILTERS))
        raise TemplateProblem(f"line {node.lineno}: there is no filter '{node.name}': use {known}.")


def _path(node: Any) -> Path:
    if isinstance(node, nodes.Getattr):
        return (*_path(node.node), node.attr)
    return (node.name,)


def _nested(values: Mapping[Path, object]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path, value in sorted(values.items(), key=lambda item: -len(item[0])):
        place = found
        for step in path[:-1]:
            place = place.setdefault(step, {})
        place.setdefault(path[-1], value)
    return found


def _written(language: str, zone: ZoneInfo) -> Callable[[Any], Any]:
    """How a value reads in a language."""

    def write(value: Any) -> Any:
        if value is None:
            return ""
        if isinstance(value, Enum):
            return value.name
        if isinstance(value, datetime):
            return format_datetime(value, "short", tzinfo=zone, locale=language)
        if isinstance(value, date):
            return format_date(value, "short", locale=language)
        if isinstance(value, Decimal):
            return format_decimal(value, locale=language)
        return value

    return write
