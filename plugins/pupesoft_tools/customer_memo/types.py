"""The GraphQL types of memos."""

from core.declare import Node, column, entity, many, one
from core.visibility import WithParent
from plugins.pupesoft_tools.customer_memo import models
from plugins.pupesoft_tools.customer_memo.permissions import MemoPermission


@entity(
    models.Memo,
    read=MemoPermission.READ,
    visible=WithParent("Customer", "customer_id"),
    order={"at": "DESC", "id": "DESC"},
)
class Memo(Node):
    """A note about a customer, written by somebody or by a tool. Visible with the customer."""

    customer = one("Customer", "The customer that it is about; it stays with him.")
    contact = one("Contact", "The person at the customer that it is about.")
    author = one("Employee", "Who wrote it; null if nobody who signed in did.")
    parent = one("Memo", "The memo that it continues, such as one that was sent to somebody.")
    kind = column("What it is.")
    at = column("When it happened; now unless told, and never later.")
    text = column("What there is to know, 1 to 20,000 characters.")
    attachments = many(
        "MemoAttachment",
        models.MemoAttachment.memo_id,
        "The files in use that belong to it, the earliest first.",
    )
    created_at = column("When it was written.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(
    models.MemoAttachment,
    read=MemoPermission.READ,
    visible=WithParent("Memo", "memo_id"),
    order={"id": "ASC"},
)
class MemoAttachment(Node):
    """A file that belongs to a memo. Visible with the memo."""

    memo = one("Memo", "The memo that it belongs to.")
    author = one("Employee", "Who added it.")
    name = column("Its name, with the ending that tells its kind, at most 200 characters.")
    media_type = column("What is in it, such as application/pdf.")
    size = column("Its bytes.")
    created_at = column("When it was added.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")
