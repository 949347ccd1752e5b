"""The plans of a schema, kept by document, operation, shape of the arguments, and permissions."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import structlog
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
)
from graphql.execution.values import VariableValues
from sqlalchemy import Dialect

from core.context import Context
from core.errors import BadInput, KortistoError
from core.reading.arguments import shape
from core.reading.kept import symbolic
from core.reading.late import Binds, Given
from core.recent import Recent
from core.registry import Registry
from core.viewer import Viewer
from schema.compiled.building import Builder
from schema.compiled.collecting import Collecting
from schema.compiled.filling import Fill
from schema.compiled.fills import Fills, Within
from schema.compiled.operations import Known, Operations
from schema.compiled.parsed import Parsed
from schema.compiled.places import Places
from schema.compiled.plan import Plan, plan_of
from schema.compiled.requested import Requested
from schema.compiled.spliced import Spliced, Uncounted, gaps_of
from schema.compiled.telling import Teller
from schema.compiled.uncompiled import Uncompiled

log = structlog.stdlib.get_logger("kortisto.compiled")

MOST_PLANS = 500
"""Plans kept per schema; the last used."""


class Asked(NamedTuple):
    """What one request asks: its variables, its arguments by place, and its conditions."""

    variables: VariableValues
    given: Given
    conditions: Mapping[str, bool]

    @property
    def shape(self) -> tuple[Hashable, ...]:
        """What requests have in common that one statement serves."""
        return (tuple(self.conditions.values()), *map(shape, self.given.values()))


class Plans:
    """Finds or makes the plan of a request."""

    def __init__(self, schema: GraphQLSchema, registry: Registry, dialect: Dialect) -> None:
        self._schema = schema
        self._registry = registry
        self._dialect = dialect
        self._operations = Operations(schema)
        self._plans: Recent[Hashable, Plan | None] = Recent(MOST_PLANS)

    def find(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, object],
        viewer: Viewer,
    ) -> tuple[Plan, Asked] | None:
        """The plan and what is asked of it; None if the reference path must answer."""
        known = self._operations.known(document, operation)
        try:
            asked = _asked(known.places, variables)
            plan = self._kept(known, asked, viewer)
        except (BadInput, GraphQLError, Uncompiled):
            return None
        return None if plan is None else (plan, asked)

    def __len__(self) -> int:
        return len(self._plans)

    def compile(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, object],
        viewer: Viewer,
    ) -> tuple[Plan, Given]:
        """As `find`, without keeping it; Uncompiled or a KortistoError tells why there is none."""
        places = self._operations.known(document, operation).places
        asked = _asked(places, variables)
        return self._compiled(places, operation, asked, viewer), asked.given

    def _kept(self, known: Known, asked: Asked, viewer: Viewer) -> Plan | None:
        """The plan of a shape, None if it has none; BadInput for values that fit no plan."""
        key = (known, viewer.permissions, asked.shape)
        plan = self._plans.get(key)
        if plan is None and key not in self._plans:
            plan = self._plans[key] = self._made(known, asked, viewer)
        return plan

    def _made(self, known: Known, asked: Asked, viewer: Viewer) -> Plan | None:
        try:
            return self._compiled(known.places, known.operation, asked, viewer)
        except (Uncompiled, KortistoError) as reason:
            log.debug("left to the reference path", reason=str(reason))
            if asked.given and isinstance(reason, BadInput):
                # other values of the same shape may be good
                raise
            return None

    def _compiled(
        self, places: Places, operation: OperationDefinitionNode, asked: Asked, viewer: Viewer
    ) -> Plan:
        binds = Binds()
        builder = self._builder(places, asked, symbolic(viewer), binds)
        fill = _fill(builder.fills.of(operation))
        statement = partial(replace(builder, fill=fill).statement, operation)
        return plan_of(statement, binds, self._dialect, fill)

    def teller(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        asked: Asked,
        context: Context,
    ) -> Teller:
        """What reads lists of Python types of a request as text."""
        binds, places = Binds(), self._operations.known(document, operation).places
        builder = self._builder(places, asked, context.require(), binds)
        return Teller(builder, binds, asked.given, context)

    def _builder(self, places: Places, asked: Asked, viewer: Viewer, binds: Binds) -> Builder:
        """A builder of statements, which may have no Python fields."""
        collecting = Collecting(places.fragments, asked.conditions)
        fills = Fills(self._schema, self._registry, collecting, self._dialect)
        requested = Requested(places, asked.given, binds)
        return Builder(self._schema, self._registry, viewer, collecting, requested, fills, None)


def _fill(within: Within | None) -> Fill | None:
    if within is None:
        return None
    try:
        return Spliced(gaps_of(within))
    except Uncounted:
        return Parsed(within)


def _asked(places: Places, variables: Mapping[str, object]) -> Asked:
    values = places.variables.values(variables)
    given = {number: field.values(values) for number, field in enumerate(places.fields)}
    return Asked(values, given, _held(places, values) if places.conditions else {})


def _held(places: Places, values: VariableValues) -> Mapping[str, bool]:
    """Which conditions hold."""
    conditions = {name: values.coerced.get(name) for name in places.conditions}
    if None in conditions.values():
        raise Uncompiled("a condition that is null")
    return {name: bool(value) for name, value in conditions.items()}
