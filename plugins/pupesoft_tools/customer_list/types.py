"""The GraphQL types of lists of customers."""

import strawberry

from core.scalars import JSON
from core.writing import UserError
from plugins.pupesoft_tools.choosing.customers import FILTER


@strawberry.input(description="Which customers come to which state.")
class ChangeCustomerStatesInput:
    filter: JSON = strawberry.field(description=FILTER)
    state_id: strawberry.ID | None = strawberry.field(
        default=None, description="Id of a keyword of the list CUSTOMER_STATE; null for no state."
    )
    expected_count: int | None = strawberry.field(
        default=None,
        description="How many customers there are, as a dry run told: with another number nothing "
        "is changed. Needed unless `dryRun`.",
    )
    dry_run: bool = strawberry.field(
        default=False, description="Do everything, tell how many there are, and undo it."
    )


@strawberry.type(description="The answer to `changeCustomerStates`.")
class ChangeCustomerStatesPayload:
    count: int = strawberry.field(description="How many customers the filter finds.")
    changed: int = strawberry.field(
        description="How many of them came to the state; the others were in it already."
    )
    user_errors: list[UserError] = strawberry.field(
        description="Why nothing was changed. CONFLICT: there are not as many as expected. "
        "TOO_MANY: there are more than may be changed at once. NOT_FOUND: there are none, or there "
        "is no such state."
    )


@strawberry.input(description="Which customers are sent.")
class EmailCustomerListInput:
    filter: JSON = strawberry.field(description=FILTER)


@strawberry.type(description="The answer to `emailCustomerList`.")
class EmailCustomerListPayload:
    count: int = strawberry.field(description="How many customers the file has.")
    email_id: strawberry.ID | None = strawberry.field(
        description="Id of the e-mail, which tells how far it is; null if there is none."
    )
    user_errors: list[UserError] = strawberry.field(
        description="Why there is none. NOT_FOUND: no customer is found. TOO_MANY: there are more "
        "than a list may have. UNSENDABLE: no mail server is set up, or you have no address."
    )
