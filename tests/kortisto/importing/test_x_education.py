"""The leads of X Education, through the command line, against control totals and the file."""

import csv
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.api import Api, deployment_on
from tests.database import Databases
from tests.kortisto.importing.imports import imported

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data"
LEADS = SHARED / "x-education-leads" / "Leads.csv"
MAPPING = ROOT / "examples" / "x-education-leads" / "leads.toml"
COUNT = "query ($filter: LeadFilter) { leads(filter: $filter) { totalCount } }"

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the data are not beside the project")


@dataclass(frozen=True)
class Imported:
    """A database with the leads, and what the import told."""

    url: str
    told: dict[str, Any]


@pytest.fixture(scope="module")
def leads(databases: Databases) -> Iterator[Imported]:
    url = databases.clone()
    yield Imported(url, imported(url, LEADS, "leads", MAPPING))
    databases.drop(url)


@pytest.fixture
async def api(leads: Imported) -> AsyncIterator[Api]:
    deployment = deployment_on(leads.url)
    yield Api(deployment)
    await deployment.close()


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    totals: dict[str, Any] = json.loads((SHARED / "expected.json").read_text())
    found: dict[str, Any] = totals["x-education-leads"]
    return found


@pytest.fixture(scope="module")
def lines() -> Sequence[Mapping[str, str]]:
    with LEADS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


async def counts(api: Api, expression: str) -> dict[Any, int]:
    rows: Sequence[Any] = await api.deployment.database.fetch(
        text(f"SELECT {expression}, count(*) FROM lead GROUP BY 1")
    )
    return {row[0]: row[1] for row in rows}


def test_every_line_is_in(leads: Imported, expected: dict[str, Any]) -> None:
    assert leads.told["rejections"] == []
    assert leads.told["created"] == leads.told["lines"] == expected["leads"]


async def test_the_totals_are_those_of_the_data(api: Api, expected: dict[str, Any]) -> None:
    converted = {"status": {"eq": "CONVERTED"}}
    for condition, count in (({}, expected["leads"]), (converted, expected["converted"])):
        answer = await api(COUNT, api.admin, filter=condition)
        assert answer["leads"]["totalCount"] == count
    assert await counts(api, "data->>'origin'") == expected["by_origin"]
    blank = expected["city_select_placeholder"] + expected["city_blank"]
    assert (await counts(api, "city IS NULL"))[True] == blank


async def test_two_spellings_of_a_source_are_one(
    api: Api, leads: Imported, expected: dict[str, Any]
) -> None:
    variants = expected["google_case_variants"]
    sources = await counts(api, "lead_source")
    assert sources["Google"] == variants["Google"] + variants["google"]
    assert len(sources.keys() - {None}) == expected["distinct_sources_case_insensitive"]
    (correction,) = leads.told["corrections"]
    assert (correction["wrong"], correction["count"]) == ("google", variants["google"])


@pytest.mark.parametrize(
    ("key", "column"),
    [
        ("visits", "TotalVisits"),
        ("secondsOnWebsite", "Total Time Spent on Website"),
        ("tags", "Tags"),
        ("heardOfUs", "How did you hear about X Education"),
        ("profileScore", "Asymmetrique Profile Score"),
    ],
)
async def test_what_no_lead_has_stands_in_its_data(
    api: Api, lines: Sequence[Mapping[str, str]], key: str, column: str
) -> None:
    values = (line[column].strip() for line in lines)
    in_file = Counter(value if value not in ("", "Select") else None for value in values)
    assert await counts(api, f"data->>'{key}'") == in_file


async def test_a_lead_is_found_by_the_id_it_had(api: Api) -> None:
    query = """{ leads(first: 1, orderBy: [{id: ASC}]) {
      nodes { status rating country marketingConsent data externalIds { source externalId } }
    } }"""
    (node,) = (await api(query, api.admin))["leads"]["nodes"]
    external = {
        "source": "x-education",
        "externalId": "7927b2df-8bba-4d29-b9a2-b6e0beafe620",
    }
    assert node["externalIds"] == [external]
    assert (node["status"], node["rating"], node["country"]) == ("NEW", "COLD", None)
    assert node["data"]["leadNumber"] == "660737"
    assert "specialization" not in node["data"]


def test_a_second_import_changes_nothing(leads: Imported) -> None:
    told = imported(leads.url, LEADS, "leads", MAPPING)
    assert told["unchanged"] == leads.told["created"]
    assert (told["created"], told["updated"], told["rejected"]) == (0, 0, 0)
