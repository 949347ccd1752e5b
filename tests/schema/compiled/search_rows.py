"""Rows of searches that are hard to show."""

from typing import Any

from core.models import Base
from plugins.pupesoft_tools.sql_generator.enums import ReportDisplay
from plugins.pupesoft_tools.sql_generator.models import ReportPin, SavedReport
from plugins.pupesoft_tools.sql_search.enums import SearchOutcome
from plugins.pupesoft_tools.sql_search.models import SavedSearch, SearchRun
from tests.world import OLD, OTHER, OWNER

FIRST_KEY = 100


def at(values: tuple[Any, ...], n: int) -> Any:
    return values[n % len(values)]


def search_rows(texts: tuple[str, ...], instants: tuple[Any, ...]) -> list[Base]:
    """A saved search and a run of it, a report and its pin for each text."""
    made: list[Base] = []
    for n, text in enumerate(texts):
        key = FIRST_KEY + n
        owner = at((OWNER, OTHER), n)
        made.append(
            SavedSearch(
                id=key,
                name=text,
                owner_id=owner,
                sql=text,
                parameters=at(([], [{"name": text, "kind": "TEXT"}]), n),
                shared=n % 3 == 0,
                archived_at=at((None, None, OLD), n),
            )
        )
        made.append(
            SearchRun(
                id=key,
                at=at(instants, n),
                employee_id=owner,
                via="session",
                search_id=at((None, key), n),
                sql=text,
                parameters={text: at((text, 1, None, True), n)},
                outcome=at(tuple(SearchOutcome), n),
                message=at((None, text), n),
                milliseconds=n,
                rows=at((0, 2**31 - 1), n),
            )
        )
        made.append(
            SavedReport(
                id=key,
                name=text,
                owner_id=owner,
                description=at((None, text), n),
                definition={"entity": text, text: [text, None, 1.5]},
                shared=n % 3 == 0,
                archived_at=at((None, None, OLD), n),
            )
        )
        made.append(
            ReportPin(
                id=key,
                owner_id=owner,
                report_id=key,
                display=at(tuple(ReportDisplay), n),
                position=n % 3,
            )
        )
    return made
