"""What timelines tell of memos, and which kinds of entries there are."""

from typing import Any

import strawberry
from sqlalchemy import Text, cast

from core.context import Info
from core.customers.types import Customer
from core.declare import connection, extend
from core.declare.field import Alias
from core.roots import Query
from core.timeline import Moment, TimelineSource
from plugins.pupesoft_tools.customer_memo.enums import MemoKind
from plugins.pupesoft_tools.customer_memo.permissions import MemoPermission
from plugins.pupesoft_tools.customer_memo.timeline_types import TimelineRow


def tell(row: Alias) -> Moment:
    """What a timeline tells of a memo."""
    return Moment(
        customer_id=row.customer_id,
        contact_id=row.contact_id,
        author_id=row.author_id,
        memo_id=row.id,
        at=row.at,
        kind=cast(row.kind, Text),
        text=row.text,
        visit=row.kind == MemoKind.VISIT,
    )


DEFINITION: Any = vars(MemoKind)["__strawberry_definition__"]
SOURCE = TimelineSource("Memo", {v.name: v.description for v in DEFINITION.values}, tell)

customer = extend(
    Customer,
    timeline=connection(
        "TimelineEntry",
        TimelineRow.customer_id,
        "All that happened to the customer, the latest first: memos, leads, opportunities, offers "
        "and what became of them, and what tools did. Filter it by kind, `at`, author or text.",
        permission=MemoPermission.READ,
    ),
)


@strawberry.type(description="A kind of entries of timelines.")
class TimelineKind:
    kind: str = strawberry.field(description="Its name, an upper-case word.")
    description: str = strawberry.field(description="What it tells of.")


@extend(Query, permission=MemoPermission.READ)
async def timeline_kinds(info: Info) -> list[TimelineKind] | None:
    """The kinds of entries that timelines may have here, by name. Needs `memos:read`."""
    registry = info.context.deployment.registry
    found = {k: text for source in registry.timeline_sources for k, text in source.kinds.items()}
    return [TimelineKind(kind=kind, description=text) for kind, text in sorted(found.items())]
