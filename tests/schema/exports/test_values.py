"""What stands in a cell: numbers as numbers, days as days, and text that never is a formula."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.cell import Cell

from tests import factories as make
from tests.api import Api
from tests.schema.compiled.rows import TEXTS
from tests.schema.exports.exporter import Exporter

HOSTILE = (
    *("=1+1", "+358", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=cmd|' /C calc'!A0"),
    *("<r><t>not markup</t></r>", "<r></r>", "_x0041_", " leading", "", "'quoted", '"', "a,b;c"),
    *("0042", "1e5", "2026-01-31", "TRUE", "https://example.com", "x" * 200),
)
PROJECTS = """{ projects(orderBy: [{id: ASC}]) {
  nodes { name startsOn createdAt archivedAt v: version customer { annualRevenue prospect } }
} }"""
CREATED = datetime(2026, 6, 30, 22, 15, 30, tzinfo=UTC)
DAYS = (date(2026, 1, 31), date(1900, 1, 1), date(1899, 12, 31), date(1, 1, 1), date.max, None)


@pytest.fixture
def exporter(api: Api) -> Exporter:
    return Exporter(api)


async def cells(exporter: Exporter, query: str) -> list[list[Cell]]:
    sheet = await exporter.sheet(query, exporter.api.admin, language="en")
    return [list(row) for row in sheet.iter_rows(min_row=2)]


async def save_texts(api: Api, *texts: str) -> None:
    await make.save(api, *(make.customer(n, name="x") for n in range(1, 1 + len(texts))))
    await make.save(api, *(make.project(n, n, description=text) for n, text in enumerate(texts, 1)))


DESCRIPTIONS = "{ projects(orderBy: [{id: ASC}]) { nodes { description } } }"


async def test_numbers_days_and_instants_are_what_they_are(exporter: Exporter) -> None:
    api = exporter.api
    revenue = Decimal("999999999999.99")
    await make.save(api, make.customer(1, annual_revenue=revenue, prospect=True))
    for n, starts_on in enumerate(DAYS, 1):
        row = make.project(n, 1, name=f"P{n}", starts_on=starts_on, created_at=CREATED)
        await make.save(api, row)
    found = await cells(exporter, PROJECTS)
    name, day, created, archived, version, money, prospect = found[0]
    assert (name.data_type, day.value) == ("s", datetime.fromisoformat("2026-01-31"))
    assert day.is_date
    assert created.is_date
    # in the time zone of the deployment
    assert created.value == datetime.fromisoformat("2026-07-01T01:15:30")
    assert archived.value is None
    assert (version.value, version.data_type) == (1, "n")
    assert (money.value, money.number_format) == (999999999999.99, "#,##0.00")
    assert (prospect.value, prospect.data_type) == (True, "b")
    starts = [str(row[1].value) for row in found]
    assert starts[1:] == [
        *("1900-01-01 00:00:00", "1899-12-31", "0001-01-01", "9999-12-31 00:00:00", "None")
    ]


async def test_csv_holds_the_same_as_programs_read_it(exporter: Exporter) -> None:
    api = exporter.api
    await make.save(api, make.customer(1, annual_revenue=Decimal("-0.00"), prospect=False))
    await make.save(api, make.project(1, 1, name="P", starts_on=DAYS[0], created_at=CREATED))
    _, row = await exporter.csv(PROJECTS, api.admin)
    assert row == ["P", "2026-01-31", "2026-07-01T01:15:30+03:00", "", "1", "0.00", "false"]


async def test_no_text_becomes_a_formula_or_anything_else(exporter: Exporter) -> None:
    await save_texts(exporter.api, *HOSTILE)
    for text, [cell] in zip(HOSTILE, await cells(exporter, DESCRIPTIONS), strict=True):
        assert cell.data_type == "s" or text == ""
        assert cell.hyperlink is None
        assert shown(cell.value) == text


def shown(value: Any) -> str:
    """As Excel reads it, which undoes the escapes of control characters."""
    text = value or ""
    for code, letter in (("_x0009_", "\t"), ("_x000D_", "\r"), ("_x005F_", "_")):
        text = text.replace(code, letter)
    return str(text)


async def test_csv_marks_what_a_spreadsheet_would_compute(exporter: Exporter) -> None:
    await save_texts(exporter.api, *HOSTILE, *TEXTS)
    _, *rows = await exporter.csv(DESCRIPTIONS, exporter.api.admin)
    dangerous = tuple("=+-@\t\r＝")
    for text, [found] in zip((*HOSTILE, *TEXTS), rows, strict=True):
        assert found == (f"'{text}" if text.startswith(dangerous) else text)


async def test_every_text_comes_through(exporter: Exporter) -> None:
    plain = [text for text in TEXTS if text.isprintable()]
    await save_texts(exporter.api, *plain)
    assert [cell.value for [cell] in await cells(exporter, DESCRIPTIONS)] == plain


async def test_a_heading_is_no_formula_either(exporter: Exporter) -> None:
    await make.save(exporter.api, make.customer(1))
    rows = await exporter.rows("{ customers { nodes { _x0041_: name } } }", exporter.api.admin)
    assert [shown(value) for value in rows[0]] == ["_x0041_"]


async def test_a_text_that_excel_cannot_hold_is_told(exporter: Exporter) -> None:
    await save_texts(exporter.api, "😀" * 16_384)
    status, code, message = await exporter.refusal(exporter.api.admin, query=DESCRIPTIONS)
    assert (status, code) == (400, "NOT_EXPORTABLE")
    assert "Row 1 has a text in" in message
    _, [found] = await exporter.csv(DESCRIPTIONS, exporter.api.admin)
    assert found == "😀" * 16_384


async def test_labels_are_in_the_language_and_lists_in_one_cell(exporter: Exporter) -> None:
    api = exporter.api
    labels = {"fi": "Pohjoinen", "en": "North"}
    await make.save(api, make.keyword(1, "SEGMENT", "A", labels=labels))
    await make.save(api, make.keyword(2, "SEGMENT", "B", labels={"x": [1]}))
    await make.save(api, make.role(1, "customers:read", "leads:read"))
    query = "{ keywords(orderBy: [{code: ASC}]) { nodes { labels list } } }"
    for language, label in (("fi", "Pohjoinen"), ("hr", "North")):
        rows = await exporter.csv(query, api.admin, language=language)
        assert rows[1:] == [[label, "SEGMENT"], ['{"x":[1]}', "SEGMENT"]]
    roles = await exporter.rows("{ roles { nodes { permissions } } }", api.admin)
    assert roles[1:] == [["customers:read, leads:read"]]
