"""What a feed shows: the entries of its owner's calendar around today, as he sees them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, false, select
from sqlalchemy.orm import aliased

from core.contacts.models import Contact
from core.customers.models import Customer
from core.deployment import Deployment
from core.keywords.models import Keyword
from core.reading import visible
from core.viewer import Viewer
from plugins.pupesoft_tools.calendar.models import CalendarEntry
from plugins.pupesoft_tools.settings import PupesoftToolsSettings

Entries = list[Row[Any]]


async def entries(deployment: Deployment, viewer: Viewer) -> Entries:
    """The entries of the viewer's calendar, the latest first; of very many, the latest."""
    settings = deployment.settings_of(PupesoftToolsSettings).calendar
    now = deployment.clock.now()
    entry: Any = aliased(CalendarEntry)
    customer, contact, kind = aliased(Customer), aliased(Contact), aliased(Keyword)
    statement = (
        select(
            entry,
            customer.name.label("customer"),
            contact.name.label("contact"),
            contact.phone.label("phone"),
            kind.labels.label("labels"),
            kind.code.label("code"),
        )
        .select_from(entry)
        .outerjoin(customer, _seen(deployment, viewer, "Customer", customer, entry.customer_id))
        .outerjoin(contact, _seen(deployment, viewer, "Contact", contact, entry.contact_id))
        .outerjoin(kind, _seen(deployment, viewer, "Keyword", kind, entry.kind_id))
        .where(
            entry.owner_id == viewer.employee_id,
            entry.archived_at.is_(None),
            entry.ends > now - timedelta(days=settings.feed_days_back),
            entry.begins < now + timedelta(days=settings.feed_days_ahead),
        )
        .order_by(entry.begins.desc(), entry.id)
        .limit(settings.feed_entries)
    )
    return [*await deployment.database.fetch(statement)]


def _seen(
    deployment: Deployment, viewer: Viewer, name: str, row: Any, key: ColumnElement[Any]
) -> ColumnElement[bool]:
    entity = deployment.registry.entity(name)
    may_read = entity.read is None or viewer.may(entity.read)
    seen = visible(deployment.registry, entity, row, viewer) if may_read else false()
    return and_(row.id == key, seen)
