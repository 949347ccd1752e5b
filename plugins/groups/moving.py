"""The mutation that moves customers between groups."""

from typing import Annotated, Any

import strawberry

from core.context import Info
from core.customers.permissions import CustomerPermission
from core.customers.types import Customer
from core.declare import entity_of, extend
from core.roots import Mutation
from core.writing import Code, Mode, UserError, write_batch
from core.writing.payloads import batch_payload_of, payload_of

ENTITY: Any = entity_of(Customer)
PAYLOAD: Any = payload_of(ENTITY)
BATCH: Any = batch_payload_of(ENTITY)


@strawberry.input(description="Which customers go into which group.")
class MoveCustomersInput:
    customer_ids: list[strawberry.ID] = strawberry.field(
        description="Ids of the customers, at most as many as the setting `batch_items` says."
    )
    customer_group_id: strawberry.ID | None = strawberry.field(
        default=None, description="Id of the group; null puts them under no group."
    )
    atomic: bool = strawberry.field(
        default=False,
        description="Whether all stay where they are if one cannot be moved; otherwise the "
        "others are moved.",
    )


async def _move(
    info: Info,
    input: Annotated[MoveCustomersInput, strawberry.argument(description="Who goes where.")],
) -> Any:
    """Put customers into a group, out of the one they are in. Their numbers stay.

    Needs `customers:write`.
    """
    context = info.context
    deployment = context.deployment
    limit = deployment.settings.batch_items
    if len(input.customer_ids) > limit:
        return BATCH(results=[], user_errors=[_too_many(len(input.customer_ids), limit)])
    group = input.customer_group_id
    batch = await write_batch(
        deployment,
        context.viewer,
        deployment.registry.writes["Customer"],
        [{"id": str(key), "customer_group_id": group} for key in input.customer_ids],
        mode=Mode.UPDATE,
        atomic=input.atomic,
        path=("input", "customerIds"),
    )
    context.loaders.clear()
    results = [PAYLOAD(key=o.key, user_errors=list(o.errors)) for o in batch.outcomes]
    return BATCH(results=results, user_errors=list(batch.errors))


def _too_many(count: int, limit: int) -> UserError:
    text = f"'customerIds' has {count} ids: send at most {limit} at once."
    return UserError(code=Code.TOO_MANY.value, message=text, path=["input", "customerIds"])


_move.__name__ = "move_customers"
_move.__annotations__["return"] = BATCH | None
move_customers = extend(Mutation, permission=CustomerPermission.WRITE)(_move)
