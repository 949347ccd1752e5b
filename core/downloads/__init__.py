"""Downloads: files at signed addresses that expire, each for one viewer alone."""

from pathlib import Path

from core.downloads.download import SignedAddress, offer
from core.downloads.route import File, download_route
from core.hookspecs import hookimpl

__all__ = ["File", "SignedAddress", "download_route", "offer"]


@hookimpl
def register_migrations() -> Path:
    return Path(__file__).with_name("migrations")
