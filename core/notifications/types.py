"""The GraphQL type of notifications."""

from sqlalchemy import ColumnElement

from core.declare import Node, column, entity, one
from core.declare.field import Alias
from core.notifications import models
from core.viewer import Viewer


def own(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """What the viewer is told himself."""
    found: ColumnElement[bool] = row.employee_id == viewer.employee_id
    return found


@entity(models.Notification, visible=own, order={"id": "DESC"})
class Notification(Node):
    """Something that you are told. Nobody sees those of others."""

    sender = one("Employee", "Who had it sent; null if it was nobody.")
    title = column("What it is about, at most 200 characters.")
    text = column("What there is to know.")
    record_id = column("Id of the record that it is about; find it with `node`.")
    customer = one("Customer", "The customer that it concerns.")
    created_at = column("When it was sent.")
    read_at = column("When you marked it as read; null while it is unread.")
