"""Money: amounts split to the cent over months, by one rule in Python and in SQL."""

from pathlib import Path

from core.hookspecs import hookimpl
from core.money.enums import SplitMethod
from core.money.splitting import month_weights, split
from core.money.sql import split_cents

__all__ = ["SplitMethod", "month_weights", "split", "split_cents"]


@hookimpl
def register_migrations() -> Path:
    return Path(__file__).with_name("migrations")
