"""Sending lists of customers to oneself."""

from typing import Annotated
from uuid import uuid4

import strawberry
from anyio import to_thread

from core.context import Info
from core.declare import extend
from core.ids import encode
from core.mail.attachments import Attachment
from core.mail.message import Letter, Unsendable
from core.mail.sending import NoMailServer, send_email
from core.roots import Mutation
from core.sheets import MEDIA_TYPE, Unwritable
from core.writing import Code
from core.writing.refusing import Refusal, refusal
from plugins.pupesoft_tools.customer_list.listing import Listing
from plugins.pupesoft_tools.customer_list.permissions import CustomerListPermission
from plugins.pupesoft_tools.customer_list.types import (
    EmailCustomerListInput,
    EmailCustomerListPayload,
)
from plugins.pupesoft_tools.customer_list.words import TEXTS, TITLES
from plugins.pupesoft_tools.mailing.oneself import Reader, reader
from plugins.pupesoft_tools.settings import PupesoftToolsSettings


@extend(Mutation, permission=CustomerListPermission.EMAIL)
async def email_customer_list(
    info: Info,
    input: Annotated[
        EmailCustomerListInput, strawberry.argument(description="Which customers are sent.")
    ],
) -> EmailCustomerListPayload | None:
    """Send the customers that a filter finds to your own address, as an Excel file in your
    language, with all that you may read: addresses, phone, owner, department, group, district,
    state. They are ordered by name without legal form. Needs `customer_list:email`.
    """
    deployment, viewer = info.context.deployment, info.context.require()
    most = deployment.settings_of(PupesoftToolsSettings).customer_list.rows
    try:
        who = await reader(deployment, viewer)
        listing = Listing(deployment, viewer, who.language)
        rows = await listing.rows(input.filter, most + 1)
        _check(len(rows), most)
        content = await to_thread.run_sync(listing.file, TITLES[who.language], rows)
        letter = _letter(who, content, len(rows))
        async with deployment.database.writing(viewer) as session:
            key = await send_email(
                session,
                deployment,
                letter,
                sender_id=viewer.employee_id,
                key=f"customer-list {uuid4().hex}",
            )
    except Refusal as problem:
        return EmailCustomerListPayload(count=0, email_id=None, user_errors=[problem.error])
    except (NoMailServer, Unsendable, Unwritable) as problem:
        error = refusal("filter", f"cannot be sent: {problem}", "UNSENDABLE").error
        return EmailCustomerListPayload(count=0, email_id=None, user_errors=[error])
    email_id = strawberry.ID(encode("email", key)) if key else None
    return EmailCustomerListPayload(count=len(rows), email_id=email_id, user_errors=[])


def _check(count: int, most: int) -> None:
    if count == 0:
        raise refusal("filter", "finds no customer that you see.", Code.NOT_FOUND)
    if count > most:
        text = f"finds more than {most} customers: ask for fewer, or use /export."
        raise refusal("filter", text, Code.TOO_MANY)


def _letter(who: Reader, content: bytes, count: int) -> Letter:
    title = TITLES[who.language]
    file = Attachment(f"{title}.xlsx", MEDIA_TYPE, content)
    return Letter((who.email,), title, TEXTS[who.language].format(count=count), None, (file,))
