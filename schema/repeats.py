"""The header Idempotency-Key: a repeated mutation request gets its first answer."""

from collections.abc import AsyncIterator
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from core.context import Context
from core.writing.idempotency import Claim, claim, current_claim, settle
from schema.errors import present
from schema.internals import requested_operation

HEADER = "idempotency-key"
REPLAYED = ("Idempotent-Replayed", "true")


def is_remembered(context: Context) -> bool:
    """Whether the answer of a request is kept for when it is repeated."""
    return key_of(context) is not None and context.viewer is not None


def key_of(context: Context) -> str | None:
    """The key that a request names."""
    return context.request.headers.get(HEADER) if context.request else None


class RepeatExtension(SchemaExtension):
    """Answers a mutation that a viewer repeats with its key as it was answered first.

    A request that failed before it wrote anything may be repeated. Requests that nobody signed are
    not remembered.
    """

    async def on_execute(self) -> AsyncIterator[None]:
        """Claim the key, or take the first answer in place of executing."""
        claimed = await self._claimed()
        if claimed is None:
            yield
            return
        token = current_claim.set(claimed)
        try:
            yield
        finally:
            current_claim.reset(token)
        await self._settle(claimed)

    async def _claimed(self) -> Claim | None:
        context: Context = self.execution_context.context
        key = key_of(context)
        mutates = self.execution_context.operation_type is OperationType.MUTATION
        if key is None or context.viewer is None or not mutates:
            return None
        asked = self.execution_context
        request = [asked.query, requested_operation(asked), asked.variables]
        body = orjson.dumps(request, option=orjson.OPT_SORT_KEYS)
        found = await claim(context.deployment, context.viewer.employee_id, key, body)
        if isinstance(found, Claim):
            return found
        context.response_headers.append(REPLAYED)
        asked.result = _result(found)
        return None

    async def _settle(self, claimed: Claim) -> None:
        context: Context = self.execution_context.context
        result: Any = self.execution_context.result
        answer = None if context.answer_is_secret else _text(result)
        await settle(context.deployment, claimed, answer, failed=bool(result.errors))


def _text(result: Any) -> str:
    errors = [present(error) for error in result.errors or ()]
    return orjson.dumps({"data": result.data, "errors": errors}).decode()


def _result(text: str) -> ExecutionResult:
    kept = orjson.loads(text)
    errors = [
        GraphQLError(e["message"], path=e.get("path"), extensions=e["extensions"])
        for e in kept["errors"]
    ]
    return ExecutionResult(kept["data"], errors or None)
