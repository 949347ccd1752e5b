"""Customer memo: what was noted about a customer, and all that happened, in one timeline."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.routing import BaseRoute

from core.declare import Contribution
from core.demo import DemoWorld
from core.deployment import Deployment
from core.downloads import download_route
from core.hookspecs import hookimpl
from core.timeline import TimelineSource
from core.visibility import Reason
from plugins.pupesoft_tools.customer_memo import (
    attaching,
    demo,
    fields,
    mutations,
    queries,
    sending,
    timeline,
)
from plugins.pupesoft_tools.customer_memo.permissions import MemoPermission
from plugins.pupesoft_tools.customer_memo.prices import demo as price_demo
from plugins.pupesoft_tools.customer_memo.prices import fields as prices
from plugins.pupesoft_tools.customer_memo.prices.mutations import rule_writes
from plugins.pupesoft_tools.customer_memo.prices.permissions import PricePermission
from plugins.pupesoft_tools.customer_memo.prices.types import GENERAL, CustomerPriceRule
from plugins.pupesoft_tools.customer_memo.sales import fields as sales
from plugins.pupesoft_tools.customer_memo.timeline_types import TimelineEntry
from plugins.pupesoft_tools.customer_memo.types import Memo, MemoAttachment


@hookimpl
def register_types() -> Iterable[type]:
    return [Memo, MemoAttachment, TimelineEntry, CustomerPriceRule]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        *fields.FIELDS,
        timeline.customer,
        timeline.timeline_kinds,
        mutations.memo_writes,
        mutations.attachment_writes,
        attaching.attach_to_memo,
        attaching.offer_memo_attachment,
        sending.send_memo,
        *prices.FIELDS,
        rule_writes,
        sales.sales_report,
    ]


@hookimpl
def register_visibility() -> Iterable[Reason]:
    return [GENERAL]


@hookimpl
def register_timeline() -> Iterable[TimelineSource]:
    return [timeline.SOURCE]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [MemoPermission, PricePermission]


@hookimpl
def register_headings() -> Path:
    return Path(__file__).with_name("headings.toml")


@hookimpl
def register_routes(deployment: Deployment) -> Iterable[BaseRoute]:
    return [download_route(deployment, attaching.KIND, attaching.make_file)]


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
    await price_demo.fill(session, world)
