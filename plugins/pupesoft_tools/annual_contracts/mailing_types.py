"""What clients ask of mailings, and what they are told."""

import strawberry

from core.ids import encode
from core.writing import UserError
from plugins.pupesoft_tools.annual_contracts.enums import ContractRecipients, RecipientState
from plugins.pupesoft_tools.annual_contracts.inputs import ExportAnnualContractsInput
from plugins.pupesoft_tools.annual_contracts.recipients import Recipient


@strawberry.input(description="Which sales are compared, of whom, and who gets them.")
class MailAnnualContractsInput(ExportAnnualContractsInput):
    recipients: ContractRecipients = strawberry.field(description="Who gets them.")
    dry_run: bool = strawberry.field(
        default=False, description="Tell who would get what, and send nothing."
    )
    fingerprint: str | None = strawberry.field(
        default=None,
        description="The `fingerprint` of a dry run: if others would get something now, or "
        "something else, nothing is sent. Needed unless `dryRun`, or to yourself.",
    )


@strawberry.type(description="Somebody who gets sales of customers, or would.")
class AnnualContractRecipient:
    customer_ids: list[strawberry.ID] = strawberry.field(description="Whose sales he gets.")
    employee_id: strawberry.ID | None = strawberry.field(
        description="Id of the employee who gets them; null for the customer itself, and nobody."
    )
    address: str | None = strawberry.field(description="The address it goes to.")
    language: str = strawberry.field(description="The language it is in: fi, hr or en.")
    state: RecipientState = strawberry.field(description="What becomes of it.")

    @classmethod
    def of(cls, recipient: Recipient, sent: frozenset[str]) -> "AnnualContractRecipient":
        """What clients are told of a recipient."""
        employee = recipient.employee_id
        return cls(
            customer_ids=[strawberry.ID(encode("customer", key)) for key in recipient.customers],
            employee_id=None if employee is None else strawberry.ID(encode("employee", employee)),
            address=recipient.address,
            language=recipient.language,
            state=recipient.state(sent),
        )


@strawberry.type(description="The answer to `mailAnnualContracts`.")
class MailAnnualContractsPayload:
    mailing_id: strawberry.ID | None = strawberry.field(
        description="Id of the mailing, which tells how far it is; null if nothing is sent."
    )
    recipients: list[AnnualContractRecipient] = strawberry.field(
        description="Exactly those who get something, and those who get nothing."
    )
    fingerprint: str | None = strawberry.field(
        description="What tells these recipients from others; repeat it to send. Null if there "
        "are none."
    )
    user_errors: list[UserError] = strawberry.field(
        description="Why nothing is sent, as of `exportAnnualContracts`; and REQUIRED: no "
        "fingerprint. CONFLICT: others would get something now. ALREADY_SENT: nobody is left who "
        "did not get it. UNSENDABLE: no mail server is set up."
    )
