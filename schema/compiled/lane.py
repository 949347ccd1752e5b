"""The way of a compiled read from a request to its answer."""

from collections.abc import AsyncIterator, Callable
from typing import Any, cast

from graphql import GraphQLError, get_operation_ast
from strawberry.extensions import SchemaExtension
from strawberry.types.execution import ExecutionResult
from strawberry.types.graphql import OperationType

from core.context import Context
from core.errors import KortistoError
from core.texts import Unfit
from schema.compiled.plans import Plans
from schema.internals import graphql_schema, requested_operation

HEADER = "X-Kortisto-Plan"
"""Tells how a query was answered, where a setting asks for it: `compiled` or `reference`."""


class CompiledReads:
    """The compiled reads of one schema; give it to that schema's `extensions`.

    `observe` is told how each query was answered.
    """

    def __init__(
        self, *, header: bool = False, observe: Callable[[str], None] | None = None
    ) -> None:
        self._plans: Plans | None = None
        self._header = header
        self._observe = observe

    def __call__(self) -> "CompiledReadExtension":
        """The extension for one operation."""
        return CompiledReadExtension(self)

    def plans(self, context: Context, extension: SchemaExtension) -> Plans:
        """The plans of the schema, kept as long as it lives."""
        if self._plans is None:
            self._plans = Plans(
                graphql_schema(extension.execution_context.schema),
                context.deployment.registry,
                context.deployment.database.engine.dialect,
            )
        return self._plans

    def answered(self, context: Context) -> None:
        """Tell how a query was answered to those who want to know."""
        if self._header:
            context.response_headers.append((HEADER, context.plan))
        if self._observe is not None:
            self._observe(context.plan)


class CompiledReadExtension(SchemaExtension):
    """Answers a query by one statement where it can be compiled."""

    def __init__(self, reads: CompiledReads) -> None:
        super().__init__()
        self._reads = reads

    async def on_execute(self) -> AsyncIterator[None]:
        """Set the result, or leave the operation to the reference path."""
        asked = self.execution_context
        if asked.operation_type is OperationType.QUERY and asked.graphql_document is not None:
            await self._answer(asked.context)
            self._reads.answered(asked.context)
        yield

    async def _answer(self, context: Context) -> None:
        asked = self.execution_context
        document = asked.graphql_document
        if context.viewer is None or document is None:
            return
        operation = get_operation_ast(document, requested_operation(asked))
        if operation is None:
            return
        plans = self._reads.plans(context, self)
        found = plans.find(document, operation, asked.variables or {}, context.viewer)
        if found is None:
            return
        plan, given = found
        try:
            arguments = plan.arguments(context.viewer, given)
        except KortistoError:
            return
        context.plan = "compiled"
        try:
            text = await context.deployment.database.texts.fetch(plan.sql, arguments)
        except Unfit:
            # a value that the schema cannot show: the reference path tells where it stands
            context.plan = "reference"
            return
        except KortistoError as error:
            refusal = GraphQLError(error.message, original_error=error)
            asked.result = ExecutionResult(data=None, errors=[refusal])
            return
        asked.result = ExecutionResult(data=cast(Any, text.encode()), errors=None)
