"""Sending comparisons to customers and account managers."""

from collections.abc import Sequence
from typing import Annotated, Any

import strawberry
from sqlalchemy.dialects.postgresql import insert

from core.context import Info
from core.declare import extend
from core.deployment import Deployment
from core.ids import encode
from core.jobs import enqueue
from core.mail.sending import NoMailServer, settings_of
from core.roots import Mutation
from core.viewer import Viewer
from core.writing import Code, UserError, Writing, transaction
from core.writing.refusing import Refusal, refusal
from plugins.pupesoft_tools.annual_contracts.enums import ContractRecipients, RecipientState
from plugins.pupesoft_tools.annual_contracts.exporting import compared
from plugins.pupesoft_tools.annual_contracts.inputs import comparison_of
from plugins.pupesoft_tools.annual_contracts.mailing_types import (
    AnnualContractRecipient,
    MailAnnualContractsInput,
    MailAnnualContractsPayload,
)
from plugins.pupesoft_tools.annual_contracts.models import ContractLetter, ContractMailing
from plugins.pupesoft_tools.annual_contracts.permissions import AnnualContractPermission
from plugins.pupesoft_tools.annual_contracts.recipients import (
    Recipient,
    fingerprint,
    keys_sent,
    recipients_of,
)
from plugins.pupesoft_tools.annual_contracts.sending import JOB


@extend(Mutation, permission=AnnualContractPermission.SEND)
async def mail_annual_contracts(
    info: Info,
    input: Annotated[
        MailAnnualContractsInput, strawberry.argument(description="Which sales go to whom.")
    ],
) -> MailAnnualContractsPayload | None:
    """Send a comparison of sales by e-mail: to yourself, to account managers, or to customers.

    Make a dry run first: it tells exactly who would get what. Nobody gets the same twice. Needs
    `annual_contracts:send` besides what `exportAnnualContracts` needs.
    """
    deployment, viewer = info.context.deployment, info.context.require()
    work = _Work(deployment, viewer, input)
    try:
        await work.find()
        work.check()
        mailing = None if input.dry_run else await work.begin()
    except Refusal as problem:
        return work.told(None, [problem.error])
    return work.told(mailing)


class _Work:
    """A mailing that somebody asks for."""

    def __init__(
        self, deployment: Deployment, viewer: Viewer, input: MailAnnualContractsInput
    ) -> None:
        self._deployment = deployment
        self._viewer = viewer
        self._input = input
        self._recipients: Sequence[Recipient] = ()
        self._sent: frozenset[str] = frozenset()

    async def find(self) -> None:
        """Find who would get what; Refusal if nobody would, or nothing can be sent."""
        try:
            settings_of(self._deployment)
        except NoMailServer as problem:
            raise refusal("recipients", f"cannot be reached: {problem}", "UNSENDABLE") from None
        comparison = comparison_of(self._input)
        accounts = await compared(self._deployment, self._viewer, comparison)
        self._recipients = await recipients_of(
            self._deployment, self._viewer, accounts, comparison.period, self._input.recipients
        )
        self._sent = await keys_sent(self._deployment, self._recipients)

    def check(self) -> None:
        """Refusal unless it is the mailing that a dry run showed."""
        given = self._input.fingerprint
        if self._input.dry_run:
            return
        if given is None and self._input.recipients is not ContractRecipients.ONESELF:
            text = "is required: make a dry run, look who gets what, and repeat it here."
            raise refusal("fingerprint", text, Code.REQUIRED)
        if given is not None and given != self._fingerprint:
            text = "is not that of now: others would get something. Make a dry run again."
            raise refusal("fingerprint", text, Code.CONFLICT)
        if not self._new:
            raise refusal("recipients", "have all of it, or no address.", "ALREADY_SENT")

    async def begin(self) -> int:
        """Keep what is to be sent, and queue the job that sends it; the mailing's key."""
        async with transaction(self._deployment, self._viewer) as writing:
            mailing = await self._mailing(writing)
            letter = ContractLetter
            # one that was given up before is tried again
            await writing.session.execute(
                insert(letter).on_conflict_do_update(
                    index_elements=[letter.idempotency_key],
                    set_={"mailing_id": mailing, "error": None},
                    where=letter.error.is_not(None) & letter.email_id.is_(None),
                ),
                [_letter(mailing, each) for each in self._new],
            )
            await enqueue(writing.session, JOB, {"mailing": mailing})
        return mailing

    def told(
        self, mailing: int | None, errors: Sequence[UserError] = ()
    ) -> MailAnnualContractsPayload:
        """The answer."""
        known = self._recipients
        return MailAnnualContractsPayload(
            mailing_id=strawberry.ID(encode("annual_contract_mailing", mailing))
            if mailing
            else None,
            recipients=[AnnualContractRecipient.of(each, self._sent) for each in known],
            fingerprint=self._fingerprint if known else None,
            user_errors=list(errors),
        )

    @property
    def _fingerprint(self) -> str:
        given = self._input
        what = (given.from_, given.to, given.threshold, given.format.name, given.recipients.name)
        return fingerprint(self._recipients, self._sent, what)

    @property
    def _new(self) -> list[Recipient]:
        return [r for r in self._recipients if r.state(self._sent) is RecipientState.NEW]

    async def _mailing(self, writing: Writing) -> int:
        values = {
            "sender_id": self._viewer.employee_id,
            "first_day": self._input.from_,
            "last_day": self._input.to,
            "threshold": self._input.threshold,
            "format": self._input.format,
            "recipients": self._input.recipients,
            "created_at": self._deployment.clock.now(),
        }
        made = insert(ContractMailing).values(values).returning(ContractMailing.id)
        return int((await writing.session.execute(made)).scalar_one())


def _letter(mailing: int, recipient: Recipient) -> dict[str, Any]:
    return {
        "mailing_id": mailing,
        "customer_id": recipient.customer_id,
        "employee_id": recipient.employee_id,
        "customers": list(recipient.customers),
        "address": recipient.address,
        "language": recipient.language,
        "idempotency_key": recipient.key,
    }
