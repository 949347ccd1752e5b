"""Demo data."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from stdnum.fi import ytunnus
from stdnum.hr import oib

from core.clock import SystemClock
from kortisto.cli.running import run
from tests.api import ALL_PLUGINS, Api, deployment_on
from tests.database import Databases, dsn
from tests.kortisto.program import Shell

CARDS = """query($from: Date!, $to: Date!) {
  invoices(first: 500) { nodes { state } } offers(first: 500) { nodes { state } }
  deliveryHolds(first: 500) { nodes { level } } creditAlarms { totalCount }
  financials(from: $from, to: $to, by: MONTH) { total { budget forecast actual } }
  plans { nodes { grid { rowCount total { planned } } } } }"""
OF_PLUGINS = (
    "lead opportunity opportunity_change opportunity_segment opportunity_snapshot "
    "finance_invoice finance_invoice_line finance_payment finance_write_off finance_offer "
    "finance_credit_limit finance_credit_rule finance_credit_alarm finance_delivery_hold "
    "plan plan_group plan_administrator plan_row plan_cell "
    "customer_group customer_group_member customer_group_seller special_group "
    "special_group_member responsibility responsibility_role "
    "calendar_entry reminder memo customer_price_rule"
)
TABLES = (
    "keyword role team employee employee_role customer customer_segment contact project "
    "project_participant product product_basket basket_product segment_dimension number_series "
    f"module_tool workflow {OF_PLUGINS}"
)


FILLING = ("demo", "--customers", "200", "--json")
Demo = Callable[..., None]
"""Fills the database at a URL; options of the command may follow."""


@pytest.fixture(autouse=True)
def with_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORTISTO_PLUGINS__ENABLED", ",".join(ALL_PLUGINS))


async def rows(url: str, sql: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(dsn(url))
    try:
        return await connection.fetch(sql)
    finally:
        await connection.close()


@pytest.fixture
def demo(shell: Shell) -> Demo:
    """Fills an empty database with 200 customers."""

    def fill(url: str, *options: str) -> None:
        done = shell.run(*FILLING, *options, KORTISTO_DATABASE_URL=url)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["admin"]

    return fill


@pytest.fixture(scope="module")
def filled(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Demo data of 200 customers, for all tests that leave them as they are."""
    url = databases.clone()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()):
        patch.chdir(tmp_path_factory.mktemp("demo"))
        patch.setenv("KORTISTO_DATABASE_URL", url)
        patch.setenv("KORTISTO_PLUGINS__ENABLED", ",".join(ALL_PLUGINS))
        assert run(FILLING) == 0
    yield url
    databases.drop(url)


def contents(databases: Databases, url: str) -> dict[str, Any]:
    """All rows of all tables but for what tells time or is salted."""
    dropped = "ARRAY['password_hash', 'created_at', 'updated_at']"
    return {
        table: databases.portal.call(
            rows, url, f"SELECT to_jsonb(t) - {dropped} FROM {table} t ORDER BY to_jsonb(t)::text"
        )
        for table in TABLES.split()
    }


def test_the_same_seed_gives_the_same_data(demo: Demo, databases: Databases, filled: str) -> None:
    other, third = databases.clone(), databases.clone()
    demo(other, "--seed", "1")
    demo(third, "--seed", "2")
    first = contents(databases, filled)
    assert all(first.values())
    assert contents(databases, other) == first
    assert contents(databases, third) != first
    databases.drop(other)
    databases.drop(third)


def test_a_plugin_that_is_off_adds_none_and_changes_nothing_else(
    demo: Demo,
    databases: Databases,
    database_url: str,
    filled: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KORTISTO_PLUGINS__ENABLED", "")
    demo(database_url)
    with_it, without = contents(databases, filled), contents(databases, database_url)
    for table in OF_PLUGINS.split():
        assert with_it.pop(table)
        assert not without.pop(table)
    with_it.pop("role")
    without.pop("role")
    assert without == with_it


def test_a_card_shows_invoices_holds_and_plans(databases: Databases, filled: str) -> None:
    async def asked() -> Any:
        deployment = deployment_on(filled)
        api = Api(replace(deployment, clock=SystemClock(ZoneInfo("Europe/Helsinki"))))
        year = api.deployment.clock.today().year
        months = {"from": f"{year - 1}-01-01", "to": f"{year}-12-01"}
        answer = await api(CARDS, api.admin, **months)
        await deployment.close()
        return answer

    answer = databases.portal.call(asked)
    states = {row["state"] for row in answer["invoices"]["nodes"]}
    assert states >= {"PAID", "OPEN", "OVERDUE", "WRITTEN_OFF"}
    assert {row["state"] for row in answer["offers"]["nodes"]} >= {"DRAFT", "SENT", "ACCEPTED"}
    assert {row["level"] for row in answer["deliveryHolds"]["nodes"]} == {"SHIP", "ALL"}
    assert answer["creditAlarms"]["totalCount"] > 0
    total = answer["financials"]["total"]
    assert all(Decimal(total[name]) > 0 for name in ("budget", "forecast", "actual"))
    for plan in answer["plans"]["nodes"]:
        assert plan["grid"]["rowCount"] >= 200
        assert Decimal(plan["grid"]["total"]["planned"]) > 0


def test_business_ids_are_valid(databases: Databases, filled: str) -> None:
    query = "SELECT business_id, billing_country FROM customer"
    found = databases.portal.call(rows, filled, query)
    numbers = [row["business_id"] for row in found]
    assert len(set(numbers)) == 200
    for number, country in found:
        assert (ytunnus if country == "FI" else oib).is_valid(number)


def test_it_refuses_to_mix_with_other_rows(shell: Shell, databases: Databases, filled: str) -> None:
    before = contents(databases, filled)
    done = shell.run("demo", "--customers", "5", KORTISTO_DATABASE_URL=filled)
    assert (done.returncode, done.stdout) == (1, "")
    assert "has rows already: demo data need an empty database" in done.stderr
    assert contents(databases, filled) == before
