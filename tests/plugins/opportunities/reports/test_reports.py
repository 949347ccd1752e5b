"""What all reports have in common: rights, filters, and one statement each."""

from datetime import date

import pytest

from plugins.opportunities.models import OpportunitySnapshot
from tests.api import Api
from tests.factories import opportunity, save
from tests.plugins.opportunities.stages import OFFERED

REPORTS = (
    "pipeline { count }",
    'pipelineHistory(from: "2026-01-01", to: "2026-12-31") { count }',
    "salesFunnel { entered }",
    "winRate { won }",
    'staleOpportunities(since: "2026-12-31") { changedOn }',
)


@pytest.mark.parametrize("field", REPORTS)
async def test_reports_need_the_right_to_read_opportunities(world: Api, field: str) -> None:
    answer = await world(f"{{ {field} }}", world.viewer(1, ["customers:read"]))
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    answer = await world(f"{{ {field} }}")
    assert [code for code, _ in answer.errors] == ["UNAUTHENTICATED"]


@pytest.mark.parametrize("field", REPORTS)
async def test_a_wrong_filter_of_a_report_is_told(world: Api, field: str) -> None:
    name = field.split(" ", maxsplit=1)[0].split("(", maxsplit=1)[0]
    bad = 'filter: {id: {eq: "customer_1"}}'
    query = (
        field.replace("(", f"({bad}, ") if "(" in field else field.replace(name, f"{name}({bad})")
    )
    answer = await world(f"{{ {query} }}", world.admin)
    assert [code for code, _ in answer.errors] == ["BAD_USER_INPUT"]


async def test_a_report_of_many_opportunities_is_one_statement(api: Api) -> None:
    await save(api, *(opportunity(key, OFFERED, amount="1") for key in range(1, 31)))
    await save(
        api,
        *(
            OpportunitySnapshot(
                day=date(2026, 3, 1),
                opportunity_id=key,
                stage_id=OFFERED,
                amount=1,
                currency="EUR",
                probability=50,
            )
            for key in range(1, 31)
        ),
    )
    for field in REPORTS:
        with api.statements() as statements:
            await api(f"{{ {field} }}", api.admin)
        assert len(statements) == 1, field
