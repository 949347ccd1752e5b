"""The feeds of customers, products and payments, through the engine that all writes use."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.keywords.models import Keyword
from core.viewer import Viewer, require
from core.writing import Mode, Reference, UserError, Writes, Writing, transaction, write
from plugins.finance.permissions import FinancePermission
from plugins.finance.sync.outcomes import Fed, FedBatch, Undone, aborted
from plugins.finance.sync.partners import take_over
from plugins.finance.sync.products import put_into_areas, refused_areas

if TYPE_CHECKING:
    from core.deployment import Deployment

PATH = ("input", "items")
Item = dict[str, Any]
Step = Callable[[Writing, str, Sequence[Item]], Awaitable[None]]
RENAMED = {
    "invoiceId": "invoiceExternalId",
    "departmentId": "department",
    "groupId": "group",
}
"""What feeds call the inputs of mutations."""


async def sync_customers(
    deployment: "Deployment",
    viewer: Viewer | None,
    source: str,
    items: Sequence[Item],
    *,
    atomic: bool = False,
) -> FedBatch:
    """Make and change customers of another system; see `syncCustomers`."""
    return await _feed(deployment, viewer, "Customer", source, items, atomic, before=take_over)


async def sync_products(
    deployment: "Deployment",
    viewer: Viewer | None,
    source: str,
    items: Sequence[Item],
    *,
    atomic: bool = False,
) -> FedBatch:
    """Make and change products of another system; see `syncProducts`."""
    named = [_named(item, {"department": "department_id", "group": "group_id"}) for item in items]
    return await _feed(deployment, viewer, "Product", source, named, atomic)


async def sync_payments(
    deployment: "Deployment",
    viewer: Viewer | None,
    source: str,
    items: Sequence[Item],
    *,
    atomic: bool = False,
) -> FedBatch:
    """Make and change payments of another system; see `syncPayments`."""
    named = []
    for item in items:
        rest = {k: v for k, v in item.items() if k != "invoice_external_id"}
        invoice = Reference(str(item["invoice_external_id"]), "external_id", source)
        named.append({**rest, "invoice_id": invoice})
    return await _feed(deployment, viewer, "Payment", source, named, atomic)


def _named(item: Item, names: Mapping[str, str]) -> Item:
    """The item with codes of keywords as references."""
    found = {names.get(k, k): v for k, v in item.items()}
    for name in names.values():
        if found.get(name):
            found[name] = Reference(str(found[name]), Keyword.code.key)
    return found


async def _feed(
    deployment: "Deployment",
    viewer: Viewer | None,
    entity: str,
    source: str,
    items: Sequence[Item],
    atomic: bool,
    before: Step | None = None,
) -> FedBatch:
    known = require(viewer, FinancePermission.SYNC)
    # with the rules that other plugins add
    writes = deployment.registry.writes[entity]
    given = [{**item, "source": source} for item in items]
    try:
        async with transaction(deployment, known) as writing:
            if before is not None:
                await before(writing, source, given)
            batch = await _written(writing, writes, given)
            if atomic and batch.failed:
                raise Undone(aborted(batch.outcomes, PATH))
            return batch
    except Undone as undone:
        return undone.batch


async def _written(writing: Writing, writes: Writes, given: Sequence[Item]) -> FedBatch:
    areas = await refused_areas(writing, given)
    good = [place for place in range(len(given)) if place not in areas]
    feeding = replace(writes, rights={})
    batch = await write(writing, feeding, [given[p] for p in good], mode=Mode.UPSERT, path=PATH)
    outcomes = [Fed(errors=areas.get(place, ())) for place in range(len(given))]
    for place, outcome in zip(good, batch.outcomes, strict=True):
        errors = [_placed(error, place) for error in outcome.errors]
        outcomes[place] = Fed(outcome.key, outcome.action, errors)
    moved = await put_into_areas(writing, given, outcomes)
    return FedBatch([moved.get(place, outcome) for place, outcome in enumerate(outcomes)])


def _placed(error: UserError, place: int) -> UserError:
    """The error with the path of the item as the feed sent it."""
    first, second, _, *rest = error.path
    rest = [RENAMED.get(word, word) for word in rest]
    return replace(error, path=[first, second, str(place), *rest])
