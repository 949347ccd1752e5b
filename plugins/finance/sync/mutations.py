"""The mutations that other systems feed."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

import strawberry

from core.context import Info
from core.declare import PythonField
from core.declare.extend import Contribution
from core.ids import encode
from core.roots import Mutation
from core.writing import Code, UserError
from plugins.finance.permissions import FinancePermission
from plugins.finance.sync import inputs
from plugins.finance.sync.invoices import sync_invoices
from plugins.finance.sync.names import snake_case
from plugins.finance.sync.outcomes import Fed, FedBatch
from plugins.finance.sync.records import sync_customers, sync_payments, sync_products

Feed = Callable[..., Awaitable[FedBatch]]


@strawberry.type(description="What became of one item of a feed.")
class SyncResult:
    id: strawberry.ID | None = strawberry.field(
        description="Id of the record; null with errors, or if all was undone."
    )
    action: str | None = strawberry.field(description="CREATE, UPDATE, or null if nothing changed.")
    user_errors: list[UserError] = strawberry.field(
        description="Empty if the item was taken in; it wrote nothing otherwise."
    )


@strawberry.type(description="What became of the items of a feed.")
class SyncPayload:
    results: list[SyncResult] = strawberry.field(
        description="One for each item, in the order of the items."
    )
    user_errors: list[UserError] = strawberry.field(
        description="What is wrong with the batch as a whole; see also those of each result."
    )


def _mutation(
    name: str, text: str, prefix: str, feed: Feed, kind: type[Any]
) -> dict[str, PythonField]:
    async def resolve(info: Info, input: Any) -> Any:
        context, source = info.context, str(input["source"])
        limit = context.deployment.settings.batch_items
        if (wrong := _wrong(source, len(input["items"]), limit)) is not None:
            return SyncPayload(results=[], user_errors=[wrong])
        batch = await feed(
            context.deployment,
            context.viewer,
            source.strip(),
            snake_case(input["items"]),
            atomic=bool(input["atomic"]),
        )
        context.loaders.clear()
        results = [_result(prefix, outcome) for outcome in batch.outcomes]
        return SyncPayload(results=results, user_errors=list(batch.errors))

    resolve.__name__ = name
    described = strawberry.argument(description="What to take in.")
    resolve.__annotations__ = {
        "info": Info,
        "input": Annotated[kind, described],
        "return": SyncPayload | None,
    }
    field = strawberry.field(resolver=resolve, description=f"{text} Needs `finance:sync`.")
    return {name: PythonField(name, field, FinancePermission.SYNC, None, False)}


def _wrong(source: str, count: int, limit: int) -> UserError | None:
    if count > limit:
        text = f"'items' has {count} items: send at most {limit} at once."
        return UserError(code=Code.TOO_MANY.value, message=text, path=["input", "items"])
    if not 0 < len(source.strip()) <= 60:
        text = "'source' must be a text of 1 to 60 characters."
        return UserError(code=Code.INVALID.value, message=text, path=["input", "source"])
    return None


def _result(prefix: str, outcome: Fed) -> SyncResult:
    return SyncResult(
        id=strawberry.ID(encode(prefix, outcome.key)) if outcome.key else None,
        action=outcome.action.value if outcome.action else None,
        user_errors=list(outcome.errors),
    )


ONCE = "Repeating a batch changes nothing; what is older than what is here is refused as STALE."

FIELDS: Mapping[str, PythonField] = {
    **_mutation(
        "sync_customers",
        "Make or change customers of another system. One that is not known by its external id is "
        f"found by its business id, and made if there is none. {ONCE}",
        "customer",
        sync_customers,
        inputs.SyncCustomersInput,
    ),
    **_mutation(
        "sync_products",
        f"Make or change products of another system, and put them into offering areas. {ONCE}",
        "product",
        sync_products,
        inputs.SyncProductsInput,
    ),
    **_mutation(
        "sync_invoices",
        "Make or change invoices and credit notes of another system with all their lines. The "
        f"customer is found by external id, then by business id. {ONCE}",
        "invoice",
        sync_invoices,
        inputs.SyncInvoicesInput,
    ),
    **_mutation(
        "sync_payments",
        f"Make or change payments of another system; none may be beyond the open amount. {ONCE}",
        "payment",
        sync_payments,
        inputs.SyncPaymentsInput,
    ),
}

feeds = Contribution(Mutation, dict(FIELDS))
