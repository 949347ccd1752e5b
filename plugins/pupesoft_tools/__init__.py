"""The CRM tools that users of Pupesoft know, each with a switch of its own."""

from pathlib import Path

from pydantic import BaseModel

from core.hookspecs import hookimpl
from plugins.pupesoft_tools import (
    address_labels,
    annual_contracts,
    calendar,
    customer_list,
    customer_memo,
    reminders,
    sql_generator,
    sql_search,
    text_messages,
)
from plugins.pupesoft_tools.settings import PupesoftToolsSettings

depends_on = ()
switched = (
    address_labels,
    annual_contracts,
    calendar,
    customer_list,
    customer_memo,
    reminders,
    sql_generator,
    sql_search,
    text_messages,
)


@hookimpl
def register_settings() -> type[BaseModel]:
    return PupesoftToolsSettings


@hookimpl
def register_migrations() -> Path:
    return Path(__file__).with_name("migrations")
