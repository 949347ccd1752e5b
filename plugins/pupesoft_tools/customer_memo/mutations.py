"""Writing memos."""

from core.writing import writes
from plugins.pupesoft_tools.customer_memo.permissions import MemoPermission
from plugins.pupesoft_tools.customer_memo.rules import MemoRules, OwnRules
from plugins.pupesoft_tools.customer_memo.types import Memo, MemoAttachment

memo_writes = writes(
    Memo,
    inputs=("customer", "contact", "kind", "at", "text"),
    create=MemoPermission.WRITE,
    update=MemoPermission.WRITE,
    archive=MemoPermission.WRITE,
    rules=MemoRules,
    filled=("at",),
)

attachment_writes = writes(
    MemoAttachment,
    inputs=(),
    archive=MemoPermission.WRITE,
    rules=OwnRules,
)
