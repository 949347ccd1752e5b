"""Setting and ending a delivery hold by hand."""

import strawberry
from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.context import Info
from core.customers import types as customer_types
from core.customers.models import Customer
from core.writing import (
    Code,
    Writing,
    key_of,
    record_mutation,
    refusal,
    transaction,
    unseen,
)
from core.writing.session import SYSTEM
from core.writing.values import clean
from plugins.finance.enums import HoldLevel
from plugins.finance.hold_models import DeliveryHold
from plugins.finance.permissions import FinancePermission

LONGEST_REASON = 200


@strawberry.input(description="What is held for a customer from now on.")
class SetDeliveryHoldInput:
    customer_id: strawberry.ID = strawberry.field(description="Id of the customer.")
    level: HoldLevel = strawberry.field(
        description="What may not be done; NONE ends the hold. What is confirmed goes on."
    )
    reason: str | None = strawberry.field(
        default=None, description="Why, at most 200 characters; needed unless the hold ends."
    )


async def hold(writing: Writing, given: SetDeliveryHoldInput) -> int:
    """End the hold of a customer and set another; Refusal says what is wrong. The customer's key.

    The same level for the same reason again changes nothing.
    """
    reason = _reason(given)
    key = await _locked_customer(writing, str(given.customer_id))
    session = writing.session
    held = await session.scalar(
        select(DeliveryHold).where(DeliveryHold.customer_id == key, DeliveryHold.ended_at.is_(None))
    )
    if held is not None and (held.level, held.reason, held.rule_id) == (given.level, reason, None):
        return key
    viewer = writing.viewer
    who = None if viewer.via == SYSTEM else viewer.employee_id
    now = writing.deployment.clock.now()
    if held is not None:
        held.ended_at, held.ended_by_id = now, who
        await session.flush()
    if given.level is not HoldLevel.NONE:
        session.add(
            DeliveryHold(
                customer_id=key, level=given.level, reason=reason, since=now, set_by_id=who
            )
        )
    return key


def _reason(given: SetDeliveryHoldInput) -> str:
    text = clean(given.reason or "")
    if len(text) > LONGEST_REASON:
        raise refusal(
            "reason", f"is longer than {LONGEST_REASON} characters: shorten it.", Code.TOO_LONG
        )
    if not text and given.level is not HoldLevel.NONE:
        raise refusal("reason", "is required: say why.", Code.REQUIRED)
    return text


async def _locked_customer(writing: Writing, text: str) -> int:
    entity = writing.deployment.registry.entity("Customer")
    key = key_of(writing.deployment, "Customer", "customerId", text)
    row = aliased(Customer)
    seen = row.id == key, writing.sees(entity, row)
    # whoever holds the same customer at the same time waits here
    statement = select(row.id).where(*seen).with_for_update(of=row, key_share=True)
    if await writing.session.scalar(statement) is None:
        raise unseen("customerId", "Customer")
    return key


@record_mutation(
    customer_types.Customer, SetDeliveryHoldInput, "What to hold.", FinancePermission.HOLD
)
async def set_delivery_hold(info: Info, input: SetDeliveryHoldInput) -> int:
    """Hold deliveries or invoices of a customer, or end the hold; it stays until an employee
    ends it, whatever the rules say. Needs `finance:hold`.
    """
    context = info.context
    async with transaction(context.deployment, context.require()) as writing:
        return await hold(writing, input)
