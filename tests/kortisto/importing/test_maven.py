"""The CRM data of Maven Analytics, through the command line, against control totals."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from anyio import to_thread
from sqlalchemy import text

from tests.api import Answer, Api, deployment_on
from tests.database import Databases
from tests.kortisto.importing.imports import imported
from tests.kortisto.importing.maven import ADDED, SHARED, STEPS, Maven, imports, state
from tests.readme import example

STAGES = {
    "Prospecting": "PROSPECTING",
    "Engaging": "NEGOTIATION",
    "Won": "WON",
    "Lost": "LOST",
}
WON = "FROM opportunity o JOIN opportunity_stage s ON s.id = o.stage_id AND s.code = 'WON'"
CARD = """
    query Card($name: String) {
        customers(filter: {name: {eq: $name}}) {
            nodes {
                number name status billingCountry annualRevenue currency
                parent { name industry { code } }
                subsidiaries { nodes { name } }
                contacts { nodes { name email } }
                projects { nodes { name } }
                owner { name team { name lead { name } } }
                opportunities(first: 10) {
                    totalCount
                    nodes { name amount currency closedOn stage { code } owner { name } }
                }
                opportunityTotals { kind currency count amount }
            }
        }
    }
"""

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the data are not beside the project")


@pytest.fixture(scope="module")
def maven(databases: Databases) -> Iterator[Maven]:
    url = databases.clone()
    yield Maven(url, imports(url))
    databases.drop(url)


@pytest.fixture
async def api(maven: Maven) -> AsyncIterator[Api]:
    deployment = deployment_on(maven.url)
    yield Api(deployment)
    await deployment.close()


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    totals: dict[str, Any] = json.loads((SHARED / "expected.json").read_text())["maven-crm"]
    return totals


async def pairs(api: Api, sql: str) -> dict[str, str]:
    rows: Sequence[Any] = await api.deployment.database.fetch(text(sql))
    return {str(row[0]): str(row[1]) for row in rows}


async def number(api: Api, sql: str) -> str:
    [(found,)] = await api.deployment.database.fetch(text(sql))
    return str(found)


def test_every_line_is_in(maven: Maven, expected: dict[str, Any]) -> None:
    assert [told["rejections"] for told in maven.told.values()] == [[]] * len(STEPS)
    created = {name: told["created"] for name, told in maven.told.items()}
    assert created["accounts"] == expected["accounts"]
    assert created["opportunities"] == expected["opportunities"]
    assert created["agents"] == expected["agents"]
    assert created["managers"] == expected["managers"]
    assert created["products"] == expected["products"]
    for told in maven.told.values():
        assert told["lines"] == told["created"] + told["repeated"] + told["skipped"]
    stages = expected["by_stage"]
    assert created["closed"] == stages["Won"] + stages["Lost"]
    assert created["engaged"] == created["closed"] + stages["Engaging"]


def test_misspellings_are_reported(maven: Maven, expected: dict[str, Any]) -> None:
    corrected = {
        correction["wrong"]: correction["count"]
        for told in maven.told.values()
        for correction in told["corrections"]
    }
    assert {"GTXPro": corrected["GTXPro"]} == expected["product_spelling_mismatch"]
    assert (corrected["technolgy"], corrected["Philipines"]) == (12, 1)


async def test_counts_by_stage(api: Api, expected: dict[str, Any]) -> None:
    query = """query ($code: String) {
        opportunities(filter: {stage: {code: {eq: $code}}}) { totalCount }
    }"""
    for stage, count in expected["by_stage"].items():
        answer = await api(query, api.admin, code=STAGES[stage])
        assert answer["opportunities"]["totalCount"] == count


async def test_what_was_won(api: Api, expected: dict[str, Any]) -> None:
    assert await number(api, f"SELECT sum(o.amount) {WON}") == expected["won_total"]
    months = f"SELECT to_char(o.closed_on, 'YYYY-MM'), sum(o.amount) {WON} GROUP BY 1"
    assert await pairs(api, months) == expected["won_by_month"]
    accounts = (
        f"SELECT c.name, sum(o.amount) {WON} JOIN customer c ON c.id = o.customer_id "
        "GROUP BY 1 ORDER BY 2 DESC LIMIT 5"
    )
    assert await pairs(api, accounts) == expected["won_top5_accounts"]


async def test_history_tells_what_was_won(api: Api, expected: dict[str, Any]) -> None:
    months = (
        "SELECT to_char(day, 'YYYY-MM'), sum(amount) FROM opportunity_change c "
        "JOIN opportunity_stage s ON s.id = c.stage_id AND s.code = 'WON' "
        "WHERE via = 'import' AND c.stage_id <> old_stage_id GROUP BY 1"
    )
    assert await pairs(api, months) == expected["won_by_month"]


async def test_an_opportunity_is_shown_as_it_was(api: Api) -> None:
    found = await api('{ opportunities(search: "1C1I7A6R") { nodes { id } } }', api.admin)
    query = """query ($id: ID!, $day: Date) {
        opportunity(id: $id, asOf: $day) { stage { code } amount closedOn owner { name } }
    }"""
    engaged = {
        "stage": {"code": "NEGOTIATION"},
        "amount": None,
        "closedOn": None,
        "owner": {"name": "Moses Frase"},
    }
    won = {**engaged, "stage": {"code": "WON"}, "amount": "1054.00", "closedOn": "2017-03-01"}
    for day, expected in {
        "2016-10-19": None,
        "2016-10-20": engaged,
        "2017-02-28": engaged,
        "2017-03-01": won,
        None: won,
    }.items():
        identity = found["opportunities"]["nodes"][0]["id"]
        assert (await api(query, api.admin, id=identity, day=day))["opportunity"] == expected


async def test_who_won_it(api: Api, expected: dict[str, Any]) -> None:
    owners = f"{WON} JOIN employee e ON e.id = o.owner_id"
    agents = f"SELECT e.name, sum(o.amount) {owners} GROUP BY 1 ORDER BY 2 DESC LIMIT 3"
    assert await pairs(api, agents) == expected["won_top3_agents"]
    managers = (
        f"SELECT m.name, sum(o.amount) {owners} JOIN team t ON t.id = e.team_id "
        "JOIN employee m ON m.id = t.lead_id GROUP BY 1"
    )
    assert await pairs(api, managers) == expected["won_by_manager"]


async def test_rates_and_gaps(api: Api, expected: dict[str, Any]) -> None:
    rate = (
        "SELECT round(100.0 * count(*) FILTER (WHERE s.kind = 'WON') / count(*), 2) "
        "FROM opportunity o JOIN opportunity_stage s ON s.id = o.stage_id WHERE s.kind <> 'OPEN'"
    )
    assert await number(api, rate) == expected["win_rate_pct"]
    stray = "SELECT count(*) FROM opportunity WHERE customer_id IS NULL"
    assert await number(api, stray) == str(expected["opportunities_without_account"])
    below = "SELECT count(*) FROM customer WHERE parent_id IS NOT NULL"
    assert await number(api, below) == str(expected["subsidiaries"])
    idle = (
        "SELECT count(*) FROM employee e WHERE is_seller "
        "AND NOT EXISTS (SELECT FROM opportunity o WHERE o.owner_id = e.id)"
    )
    assert await number(api, idle) == "5"


def test_a_dry_run_changes_nothing(databases: Databases) -> None:
    url = databases.clone()
    before = state(databases, url)
    told = imports(url, STEPS[:1], "--dry-run")["offices"]
    assert (told["created"], told["dryRun"]) == (3, True)
    assert state(databases, url) == before
    databases.drop(url)


def test_a_second_import_changes_nothing(databases: Databases, maven: Maven) -> None:
    before = state(databases, maven.url)
    for name, told in imports(maven.url).items():
        assert told["unchanged"] == maven.told[name]["created"]
        assert (told["created"], told["updated"], told["rejected"]) == (0, 0, 0)
    assert state(databases, maven.url) == before


@pytest.fixture
async def whole(maven: Maven, api: Api, tmp_path: Path) -> Api:
    """The data with a contact, a project and an owner besides."""
    for name, (target, mapping, rows) in ADDED.items():
        (tmp_path / f"{name}.toml").write_text(mapping)
        (tmp_path / f"{name}.csv").write_text(rows)
        arguments = (maven.url, tmp_path / f"{name}.csv", target, tmp_path / f"{name}.toml")
        told = await to_thread.run_sync(imported, *arguments)
        assert told["rejected"] == 0
    return api


async def test_one_query_reads_a_nested_card(whole: Api) -> None:
    api = whole
    card = (await api(CARD, api.admin, name="Bluth Company"))["customers"]["nodes"][0]
    assert card["parent"] == {"name": "Acme Corporation", "industry": {"code": "TECHNOLOGY"}}
    assert card["contacts"]["nodes"] == [
        {"name": "Lucille Bluth", "email": "lucille@bluth.example"}
    ]
    assert card["projects"]["nodes"] == [{"name": "Banana stand"}]
    assert card["owner"] == {
        "name": "Darcel Schlecht",
        "team": {"name": "Team Melvin Marxen", "lead": {"name": "Melvin Marxen"}},
    }
    assert card["opportunities"]["totalCount"] == sum(t["count"] for t in card["opportunityTotals"])
    assert all(o["stage"]["code"] and o["owner"]["name"] for o in card["opportunities"]["nodes"])
    above = (await api(CARD, api.admin, name="Acme Corporation"))["customers"]["nodes"][0]
    assert [below["name"] for below in above["subsidiaries"]["nodes"]] == [
        "Bluth Company",
        "Codehow",
        "Donquadtech",
        "Iselectrics",
    ]


async def test_the_query_of_the_readme_has_the_answer_it_shows(whole: Api) -> None:
    shown = json.loads(example("answer"))
    assert await whole(example("query"), whole.admin) == Answer(shown["data"], [], [])
