"""Setting and ending a delivery hold by hand."""

from typing import Annotated, Any

import strawberry
from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.context import Info
from core.customers import types as customer_types
from core.customers.models import Customer
from core.declare import PythonField, entity_of
from core.declare.extend import Contribution
from core.errors import BadInput
from core.ids import decode_as
from core.roots import Mutation
from core.writing import Code, UserError, Writing, payload_of, transaction
from core.writing.session import SYSTEM
from core.writing.user_error import Refused
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
    """End the hold of a customer and set another; Refused says what is wrong. The customer's key.

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
        raise Refused(f"is longer than {LONGEST_REASON} characters: shorten it.", Code.TOO_LONG)
    if not text and given.level is not HoldLevel.NONE:
        raise Refused("is required: say why.", Code.REQUIRED)
    return text


class NoCustomer(Exception):
    """There is no such customer that the viewer sees."""


async def _locked_customer(writing: Writing, text: str) -> int:
    entity = writing.deployment.registry.entity("Customer")
    row: Any = aliased(Customer)
    try:
        key = decode_as(entity.prefix, text)
    except BadInput as error:
        raise NoCustomer(f"is not usable: {error.message}") from None
    seen = row.id == key, writing.sees(entity, row)
    # whoever holds the same customer at the same time waits here
    statement = select(row.id).where(*seen).with_for_update(of=row, key_share=True)
    if await writing.session.scalar(statement) is None:
        raise NoCustomer("names no customer that you may see.")
    return key


def _mutation() -> Contribution:
    entity = entity_of(customer_types.Customer)
    assert entity is not None  # noqa: S101 - it was declared
    payload = payload_of(entity)

    async def set_delivery_hold(info: Info, input: Any) -> Any:
        context = info.context
        viewer = context.require(FinancePermission.HOLD)
        try:
            async with transaction(context.deployment, viewer) as writing:
                key = await hold(writing, input)
        except Refused as refused:
            return payload(key=None, user_errors=[_error("reason", refused.message, refused.code)])
        except NoCustomer as error:
            return payload(key=None, user_errors=[_error("customerId", str(error), Code.NOT_FOUND)])
        context.loaders.clear()
        return payload(key=key, user_errors=[])

    described = strawberry.argument(description="What to hold.")
    set_delivery_hold.__annotations__ = {
        "info": Info,
        "input": Annotated[SetDeliveryHoldInput, described],
        "return": payload | None,
    }
    text = (
        "Hold deliveries or invoices of a customer, or end the hold; it stays until an employee "
        "ends it, whatever the rules say. Needs `finance:hold`."
    )
    field = strawberry.field(resolver=set_delivery_hold, description=text)
    name = "set_delivery_hold"
    return Contribution(
        Mutation, {name: PythonField(name, field, FinancePermission.HOLD, None, False)}
    )


def _error(name: str, message: str, code: str) -> UserError:
    return UserError(code=str(code), message=f"'{name}' {message}", path=["input", name])


holding = _mutation()
