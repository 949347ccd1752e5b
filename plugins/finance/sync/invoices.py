"""The feed of invoices."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.viewer import Viewer, require
from core.writing import Action, Writing, transaction
from plugins.finance.permissions import FinancePermission
from plugins.finance.sync.items import InvoiceItem, read_items
from plugins.finance.sync.lookups import Lookups
from plugins.finance.sync.outcomes import Fed, FedBatch, Undone, aborted
from plugins.finance.sync.settled import refuse_oversettled
from plugins.finance.sync.storing import Known, Store, is_stale

if TYPE_CHECKING:
    from core.deployment import Deployment

PATH = ("input", "items")


async def sync_invoices(
    deployment: "Deployment",
    viewer: Viewer | None,
    source: str,
    items: Sequence[Mapping[str, Any]],
    *,
    atomic: bool = False,
) -> FedBatch:
    """Make and change invoices of another system, in one transaction; see `syncInvoices`.

    Items are given by input names, as `external_id`. The number of statements does not depend on
    theirs. Raises Unauthenticated or Forbidden before anything is read.
    """
    known = require(viewer, FinancePermission.SYNC)
    read = read_items(items, PATH, deployment.settings.currency)
    try:
        async with transaction(deployment, known) as writing:
            return await _feed(writing, source, read, atomic=atomic)
    except Undone as undone:
        return undone.batch


async def _feed(
    writing: Writing, source: str, items: Sequence[InvoiceItem], *, atomic: bool
) -> FedBatch:
    await Lookups(writing, source).resolve(_good(items))
    store = Store(writing, source)
    known = await store.known(_good(items))
    for item in _good(items):
        if item.external_id in known and not is_stale(item, known[item.external_id]):
            item.key = known[item.external_id].key
    await refuse_oversettled(writing, _settling(_good(items), known))
    if atomic and len(_good(items)) < len(items):
        raise Undone(aborted([_outcome(item, None) for item in items], PATH))
    actions = await _write(store, _good(items), known)
    return FedBatch([_outcome(item, actions.get(item.place)) for item in items])


async def _write(
    store: Store, items: Sequence[InvoiceItem], known: Mapping[str, Known]
) -> Mapping[int, Action]:
    new = [i for i in items if not i.key]
    keys = await store.claim(new) if new else {}
    made = [i for i in new if i.external_id in keys]
    for item in made:
        item.key = keys[item.external_id]
    if made:
        await store.make(made)
    if late := [i for i in new if not i.key]:
        # another transaction made them since they were looked for
        known = {**known, **await store.known(late)}
        for item in late:
            item.key = known[item.external_id].key
    old = [i for i in items if i.external_id in known]
    changed = [i for i in old if _differs(i, known)]
    if changed:
        await store.change(changed)
    await store.touch(old)
    done = dict.fromkeys((i.place for i in made), Action.CREATE)
    return done | dict.fromkeys((i.place for i in changed), Action.UPDATE)


def _settling(items: Sequence[InvoiceItem], known: Mapping[str, Known]) -> Sequence[InvoiceItem]:
    """The items that may change what is open: not new invoices, nor what repeats."""
    return [
        item
        for item in items
        if (item.credited_invoice_id if not item.key else _differs(item, known))
    ]


def _differs(item: InvoiceItem, known: Mapping[str, Known]) -> bool:
    return known[item.external_id].content_hash != item.content_hash


def _good(items: Sequence[InvoiceItem]) -> list[InvoiceItem]:
    return [item for item in items if not item.errors]


def _outcome(item: InvoiceItem, action: Action | None) -> Fed:
    return Fed(errors=item.errors) if item.errors else Fed(item.key or None, action)
