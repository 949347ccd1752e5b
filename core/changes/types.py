"""The GraphQL type of the change log."""

from core.changes import models
from core.changes.permissions import ChangePermission
from core.declare import Node, column, entity, one
from core.visibility import WithParent


@entity(
    models.Change,
    read=ChangePermission.READ,
    visible=WithParent("Customer", "customer_id"),
    order={"at": "DESC"},
)
class Change(Node):
    """A write. Visible with the customer that the changed record hangs on."""

    at = column("When.")
    actor = one("Employee", "Who; null if it was nobody who signed in.")
    via = column("How the actor came in: session, token, jwt or system.")
    entity = column("Type of the changed record, such as Customer.")
    record_id = column("Key of the changed record, the number at the end of its id.")
    customer = one("Customer", "The customer that the record is or hangs on.")
    action = column("What was done.")
    old = column(
        "Values before, of the attributes that changed; null for CREATE. They may be of records "
        "that the viewer has no right to read, so they need `changes:read_all`.",
        permission=ChangePermission.READ_ALL,
    )
    new = column(
        "Values afterwards, of the attributes that changed; null for DELETE. They need "
        "`changes:read_all`.",
        permission=ChangePermission.READ_ALL,
    )
