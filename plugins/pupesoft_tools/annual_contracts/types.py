"""The GraphQL types of the report, and of what was sent."""

from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, inspect, select, type_coerce

from core.declare import Node, column, connection, entity, expression, one
from core.declare.aliases import alias
from core.declare.field import Alias
from core.mail.models import Email
from core.outgoing import OutgoingState
from core.viewer import Viewer
from core.visibility import WithParent, everyone
from plugins.pupesoft_tools.annual_contracts import models
from plugins.pupesoft_tools.annual_contracts.permissions import AnnualContractPermission


@entity(models.ContractRow, read=AnnualContractPermission.READ, visible=everyone)
class AnnualContractRow:
    """What was sold in a period and in the same period a year earlier, in one currency."""

    customer = one("Customer", "Who bought it; null by TOTAL.")
    department = one(
        "Keyword", "The department that sold it then; null for none, and for sums of all."
    )
    group = one("Keyword", "The product group of that time; null for none, and for sums of all.")
    currency = column("Currency of the purchases, ISO 4217; each has rows of its own.")
    quantity = column("How many units, with four decimals.")
    previous_quantity = column("How many units a year earlier.")
    purchases = column("What was invoiced, without tax; credit notes count below nought.")
    previous_purchases = column("What was invoiced a year earlier.")
    index = column(
        "Purchases in percent of those a year earlier, to a tenth; null where there were none."
    )


def own(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """What the viewer sent himself."""
    found: ColumnElement[bool] = row.sender_id == viewer.employee_id
    return found


def letter_state(row: Alias, viewer: Viewer) -> ColumnElement[Any]:
    """How far the e-mail of a letter is; before there is one, it waits for its turn."""
    email: Any = alias(Email)
    kind = inspect(Email).column_attrs["state"].columns[0].type
    sent = select(cast(email.state, String)).where(email.id == row.email_id).scalar_subquery()
    failed = case((row.error.is_not(None), "FAILED"), else_="QUEUED")
    return type_coerce(func.coalesce(sent, failed), kind)


@entity(
    models.ContractMailing,
    read=AnnualContractPermission.SEND,
    visible=own,
    order={"id": "DESC"},
)
class AnnualContractMailing(Node):
    """A comparison that you sent. Nobody sees those of others."""

    sender = one("Employee", "Who sent it.")
    first_day = column("The first day of its period.")
    last_day = column("The last day of its period.")
    threshold = column("From which purchases on customers are in it; null for all.")
    format = column("What kind of file it is.")
    recipients = column("To whom it was sent.")
    letters = connection(
        "AnnualContractLetter",
        models.ContractLetter.mailing_id,
        "Who gets what, and how far it is.",
    )
    created_at = column("When it was asked for.")
    finished_at = column("When all letters were in the outbox, or given up; null until then.")


@entity(
    models.ContractLetter,
    read=AnnualContractPermission.SEND,
    visible=WithParent("AnnualContractMailing", "mailing_id"),
)
class AnnualContractLetter(Node):
    """What one recipient gets of a mailing."""

    mailing = one("AnnualContractMailing", "The mailing.")
    customer = one("Customer", "The customer who gets it; null for employees.")
    employee = one("Employee", "The employee who gets it; null for customers.")
    address = column("The e-mail address it goes to.")
    language = column("The language it is in.")
    state = expression(OutgoingState, "How far it is.", letter_state)
    email = one("Email", "The e-mail in the outbox; null while there is none.")
    error = column("Why there will be no e-mail; null otherwise.")
