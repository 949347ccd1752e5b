"""Whom a text message goes to: which number, and whether it may."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from core.contacts.enums import Consent
from core.contacts.models import Contact
from core.customers.models import Customer
from core.errors import BadInput
from core.ids import decode_as
from core.reading.rows import keys_parameter
from core.writing import Code, UserError, Writing
from core.writing.user_error import Refused
from plugins.pupesoft_tools.text_messages.inputs import TextMessageRecipientInput
from plugins.pupesoft_tools.text_messages.models import TextMessageConsent


@dataclass(eq=False)
class Recipient:
    """One recipient on the way to a number."""

    path: tuple[str, ...]
    given: TextMessageRecipientInput
    customer_key: int | None = None
    contact_key: int | None = None
    customer_id: int | None = None
    number: str | None = None
    errors: list[UserError] = field(default_factory=list)

    def refuse(self, name: str, message: str, code: str = Code.INVALID) -> None:
        path = [*self.path, name]
        self.errors.append(UserError(code=str(code), message=f"'{name}' {message}", path=path))


@dataclass(frozen=True)
class Known:
    """What is known of a customer or contact that the viewer sees."""

    customer_id: int
    numbers: Sequence[str | None]
    country: str | None
    consent: Consent | None
    archived: bool


async def recipients_of(
    writing: Writing, given: Sequence[TextMessageRecipientInput]
) -> list[Recipient]:
    """The recipients with their numbers, or with errors."""
    found = [
        Recipient(("input", "recipients", str(place)), each) for place, each in enumerate(given)
    ]
    for recipient in found:
        _decode(recipient)
    contacts = await _contacts(writing, {r.contact_key for r in found if r.contact_key})
    customers = await _customers(writing, {r.customer_key for r in found if r.customer_key})
    for recipient in found:
        if recipient.contact_key is not None:
            _judge(recipient, "contactId", "Contact", contacts.get(recipient.contact_key))
        elif recipient.customer_key is not None:
            _judge(recipient, "customerId", "Customer", customers.get(recipient.customer_key))
    return found


def _decode(recipient: Recipient) -> None:
    given = recipient.given
    if (given.customer_id is None) == (given.contact_id is None):
        recipient.refuse("customerId", "and 'contactId': give one of them.")
        return
    try:
        if given.contact_id is not None:
            recipient.contact_key = decode_as("contact", given.contact_id)
        else:
            recipient.customer_key = decode_as("customer", str(given.customer_id))
    except BadInput as problem:
        name = "customerId" if given.contact_id is None else "contactId"
        recipient.refuse(name, f"is not usable: {problem.message}")


async def _contacts(writing: Writing, keys: Collection[int]) -> Mapping[int, Known]:
    row, customer = aliased(Contact), aliased(Customer)
    seen = writing.sees(writing.deployment.registry.entity("Contact"), row)
    statement = (
        select(row, customer.billing_country, customer.archived_at)
        .join(customer, customer.id == row.customer_id)
        .where(row.id == keys_parameter(keys), seen)
    )
    rows: Any = await writing.session.execute(statement) if keys else ()
    return {
        contact.id: Known(
            contact.customer_id,
            (contact.mobile, contact.phone),
            country,
            contact.marketing_consent,
            contact.archived_at is not None or of_archived is not None,
        )
        for contact, country, of_archived in rows
    }


async def _customers(writing: Writing, keys: Collection[int]) -> Mapping[int, Known]:
    row, consent = aliased(Customer), aliased(TextMessageConsent)
    seen = writing.sees(writing.deployment.registry.entity("Customer"), row)
    agreed = and_(consent.customer_id == row.id, consent.archived_at.is_(None))
    statement = (
        select(row, consent.consent)
        .outerjoin(consent, agreed)
        .where(row.id == keys_parameter(keys), seen)
    )
    rows: Any = await writing.session.execute(statement) if keys else ()
    return {
        customer.id: Known(
            customer.id,
            (customer.phone,),
            customer.billing_country,
            consent,
            customer.archived_at is not None,
        )
        for customer, consent in rows
    }


def _judge(recipient: Recipient, name: str, entity: str, known: Known | None) -> None:
    if known is None:
        recipient.refuse(name, f"names no {entity} that you may see.", Code.NOT_FOUND)
    elif known.archived:
        recipient.refuse(name, "is archived, or its customer is: restore it first.", Code.ARCHIVED)
    elif known.consent is not Consent.GIVEN:
        recipient.refuse(name, "did not agree to text messages: ask for consent.", "NO_CONSENT")
    else:
        recipient.customer_id = known.customer_id
        _number(recipient, name, known)


def _number(recipient: Recipient, name: str, known: Known) -> None:
    if recipient.given.number is not None:
        from core.writing.formats import phone  # noqa: PLC0415 - its libraries take three megabytes

        try:
            recipient.number = phone(recipient.given.number, known.country)
        except Refused as refused:
            recipient.refuse("number", refused.message)
            return
        if not takes_messages(recipient.number):
            recipient.refuse("number", "is no number that takes text messages.", "NO_NUMBER")
        return
    recipient.number = next(_usable(known.numbers), None)
    if recipient.number is None:
        recipient.refuse(name, "has no number that takes text messages: enter one.", "NO_NUMBER")


def _usable(numbers: Sequence[str | None]) -> Iterator[str]:
    return (number for number in numbers if number and takes_messages(number))


def takes_messages(number: str) -> bool:
    """Whether a number in E.164 may be of a mobile phone."""
    import phonenumbers  # noqa: PLC0415 - a megabyte

    kinds = phonenumbers.PhoneNumberType
    kind = phonenumbers.number_type(phonenumbers.parse(number))
    return kind in (kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE)
