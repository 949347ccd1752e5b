"""History that an import brings."""

from typing import Any

import pytest

from core.importing import import_targets
from core.writing import Mode, system_viewer, write_batch
from tests.api import Api
from tests.plugins.opportunities.deals import AS_OF, history
from tests.plugins.opportunities.stages import NEGOTIATION, OFFERED, QUALIFIED, WON


async def imported(api: Api, *items: dict[str, Any]) -> Any:
    """What became of changes that an import brings."""
    targets = import_targets(api.deployment.plugins, api.deployment.registry)
    found = [{"source": "old", "external_id": str(n), **item} for n, item in enumerate(items)]
    viewer = system_viewer(api.deployment)
    writes = targets["opportunity_changes"].writes
    return await write_batch(api.deployment, viewer, writes, found, mode=Mode.UPSERT)


def earlier(day: str, stage: int, **values: Any) -> dict[str, Any]:
    standard = {"opportunity_id": 1, "day": day, "stage_id": stage}
    return {**standard, **values}


async def test_an_import_brings_what_was_before(deal: Api) -> None:
    rows = (
        earlier("2025-02-01", OFFERED, amount="90", owner_id=1),
        earlier("2025-01-01", QUALIFIED),
    )
    batch = await imported(deal, *rows)
    assert [outcome.errors for outcome in batch.outcomes] == [(), ()]
    told = [
        (row["day"], row["oldStage"] and row["oldStage"]["code"], row["stage"]["code"], row["via"])
        for row in await history(deal)
    ]
    assert told == [
        ("2026-03-15", "OFFERED", "PROSPECTING", "session"),
        ("2025-02-01", "QUALIFIED", "OFFERED", "import"),
        ("2025-01-01", None, "QUALIFIED", "import"),
    ]
    answer = await deal(AS_OF, deal.admin, id="opportunity_1", day="2025-06-01")
    assert answer["opportunity"]["stage"] == {"code": "OFFERED"}
    assert answer["opportunity"]["weightedAmount"] == "45.00"


async def test_an_import_of_many_takes_no_more_statements(deal: Api) -> None:
    counted = []
    for month, days in (("01", 2), ("02", 28)):
        rows = [earlier(f"2025-{month}-{day + 1:02}", OFFERED) for day in range(days)]
        with deal.statements() as statements:
            batch = await imported(deal, *[{**r, "external_id": r["day"]} for r in rows])
        assert not any(outcome.errors for outcome in batch.outcomes)
        counted.append(len(statements))
    assert counted[0] == counted[1]


async def test_an_import_repeated_changes_nothing_and_corrected_mends(deal: Api) -> None:
    await imported(deal, earlier("2025-01-01", QUALIFIED), earlier("2025-02-01", OFFERED))
    again = await imported(deal, earlier("2025-01-01", QUALIFIED), earlier("2025-02-01", OFFERED))
    assert [outcome.action for outcome in again.outcomes] == [None, None]
    await imported(deal, earlier("2025-03-01", NEGOTIATION))
    told = [(r["day"], r["oldStage"], r["stage"]) for r in await history(deal)]
    assert told[1:] == [
        ("2025-03-01", {"code": "OFFERED"}, {"code": "NEGOTIATION"}),
        ("2025-02-01", None, {"code": "OFFERED"}),
    ]


async def test_what_is_recorded_here_cannot_be_overwritten(deal: Api) -> None:
    batch = await imported(deal, earlier("2026-03-15", WON))
    [error] = batch.outcomes[0].errors
    assert (error.code, error.path[-1]) == ("INVALID", "day")
    assert "2026-03-15" in error.message
    assert len(await history(deal)) == 1


@pytest.mark.parametrize("day", ["0001-01-01", "0999-12-31"])
async def test_a_day_without_a_distance_is_refused(deal: Api, day: str) -> None:
    batch = await imported(deal, earlier(day, OFFERED))
    [error] = batch.outcomes[0].errors
    assert (error.code, error.path[-1]) == ("INVALID", "day")
    assert len(await history(deal)) == 1
