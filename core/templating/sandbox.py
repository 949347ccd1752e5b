"""jinja2 in a sandbox, of which only places, conditions and a few filters are let in.

A template cannot call, count or loop, so that it ends as soon as it is read through once.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.templating.problem import TemplateProblem

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


class Sandbox:
    """A template as jinja2 reads it; TemplateProblem if it holds what is not let in."""

    def __init__(self, text: str, *, html: bool) -> None:
        self._text = text
        self._html = html
        try:
            self._tree = _environment(html, str).parse(text)
        except TemplateError as error:
            raise TemplateProblem(f"{error}") from None
        for node in self._tree.find_all(nodes.Node):
            _check(node)

    @cached_property
    def paths(self) -> frozenset[tuple[str, ...]]:
        """The names, with those after a point, that it has places for, or asks about."""
        inner = {id(node.node) for node in self._tree.find_all(nodes.Getattr)}
        ends = self._tree.find_all((nodes.Getattr, nodes.Name))
        return frozenset(_path(node) for node in ends if id(node) not in inner)

    def filled(self, values: Mapping[str, Any], written: Callable[[Any], Any]) -> str:
        """The text with values, each as it is to be written; TemplateProblem if that fails."""
        try:
            made = _environment(self._html, written).from_string(self._text)
            return made.render(values)
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


def _path(node: Any) -> tuple[str, ...]:
    if isinstance(node, nodes.Getattr):
        return (*_path(node.node), node.attr)
    return (node.name,)
