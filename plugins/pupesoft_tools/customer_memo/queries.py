"""Ways to memos."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    memo=by_id("Memo", "The memo with an id."),
    memos=connection("Memo", None, "Memos about all visible customers, the latest first."),
    memo_attachment=by_id("MemoAttachment", "The file of a memo, with an id."),
)
