from typing import Any

import pytest

from plugins.opportunities.models import Opportunity
from tests.api import Api
from tests.core.writing.calls import codes, count, mutate
from tests.factories import basket, contact, customer, keyword, opportunity, save
from tests.plugins.opportunities.stages import (
    LOST,
    NEGOTIATION,
    OFFERED,
    PROSPECTING,
    QUALIFIED,
    WON,
)

WANTED = "opportunity { stage { code } probability manualProbability closedOn currency }"


async def test_only_the_name_is_needed(api: Api) -> None:
    payload = await mutate(api, "createOpportunity", {"name": "Deal"}, WANTED)
    assert payload["userErrors"] == []
    assert payload["opportunity"] == {
        "stage": {"code": "PROSPECTING"},
        "probability": 10,
        "manualProbability": None,
        "closedOn": None,
        "currency": "EUR",
    }


async def test_probability_follows_the_stage_unless_set_by_hand(api: Api) -> None:
    await save(api, opportunity(101, PROSPECTING), opportunity(102, PROSPECTING))
    change = {"expectedVersion": 1, "stageId": f"stage_{NEGOTIATION}"}
    await mutate(api, "updateOpportunity", {"id": "opportunity_102", **change}, WANTED)
    given = {"id": "opportunity_101", **change, "manualProbability": 33}
    payload = await mutate(api, "updateOpportunity", given, WANTED)
    assert payload["opportunity"]["probability"] == 33
    given = {"id": "opportunity_101", "expectedVersion": 2, "stageId": f"stage_{WON}"}
    payload = await mutate(api, "updateOpportunity", given, WANTED)
    assert payload["opportunity"]["probability"] == 100
    assert payload["opportunity"]["closedOn"] == "2026-03-15"


async def test_the_day_of_closing_goes_when_it_is_opened_again(api: Api) -> None:
    await save(api, opportunity(101, WON))
    given = {"id": "opportunity_101", "expectedVersion": 1, "closedOn": "2026-01-05"}
    payload = await mutate(api, "updateOpportunity", given, WANTED)
    assert payload["opportunity"]["closedOn"] == "2026-01-05"
    given = {"id": "opportunity_101", "expectedVersion": 2, "stageId": f"stage_{PROSPECTING}"}
    payload = await mutate(api, "updateOpportunity", given, WANTED)
    assert payload["opportunity"]["closedOn"] is None


async def test_an_open_opportunity_has_no_day_of_closing(api: Api) -> None:
    given = {"name": "Deal", "closedOn": "2026-01-05"}
    payload = await mutate(api, "createOpportunity", given, WANTED)
    assert codes(payload) == [("INVALID", "closedOn")]
    assert await count(api, Opportunity) == 0


async def test_the_contact_belongs_to_the_customer(api: Api) -> None:
    await save(api, customer(101), customer(102), contact(103, 102))
    given = {"name": "Deal", "contactId": "contact_103"}
    for customer_id, expected in (
        ("customer_101", [("INVALID", "contactId")]),
        (None, [("INVALID", "contactId")]),
        ("customer_102", []),
    ):
        payload = await mutate(
            api, "createOpportunity", {**given, "customerId": customer_id}, WANTED
        )
        assert codes(payload) == expected
    assert await count(api, Opportunity) == 1


async def test_an_offering_area_is_a_basket_of_that_type(api: Api) -> None:
    await save(api, basket(101, type="GENERAL"), basket(102, type="WALLET_SHARE"))
    given = {"name": "Deal", "offeringAreaId": "product_basket_101"}
    payload = await mutate(api, "createOpportunity", given, WANTED)
    assert codes(payload) == [("INVALID", "offeringAreaId")]
    given = {"name": "Deal", "offeringAreaId": "product_basket_102"}
    assert codes(await mutate(api, "createOpportunity", given, WANTED)) == []


@pytest.mark.parametrize("value", [-1, 101])
async def test_a_probability_is_a_percentage(api: Api, value: int) -> None:
    given = {"name": "Deal", "manualProbability": value}
    payload = await mutate(api, "createOpportunity", given, WANTED)
    assert codes(payload) == [("INVALID", "manualProbability")]


async def test_a_won_stage_is_certain_and_its_kind_is_fixed_in_use(api: Api) -> None:
    wanted = "stage { code probability kind }"
    given = {"code": "signed", "kind": "WON"}
    payload = await mutate(api, "createStage", given, wanted)
    assert payload["stage"] == {"code": "SIGNED", "probability": 100, "kind": "WON"}
    odd = {"code": "odd", "kind": "LOST", "probability": 5}
    assert codes(await mutate(api, "createStage", odd, wanted)) == [("INVALID", "probability")]
    await save(api, opportunity(101, PROSPECTING))
    change = {"id": f"stage_{PROSPECTING}", "expectedVersion": 1, "kind": "WON"}
    assert codes(await mutate(api, "updateStage", change, wanted)) == [("INVALID", "kind")]


SPLITS: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"splitMethod": "WEIGHTS", "splitWeights": ["1", "0", "2.5"]}, []),
    ({"splitMethod": "WEIGHTS"}, [("REQUIRED", "splitWeights")]),
    ({"splitMethod": "WEIGHTS", "splitWeights": []}, [("INVALID", "splitWeights")]),
    ({"splitMethod": "WEIGHTS", "splitWeights": ["0", "0.00"]}, [("INVALID", "splitWeights")]),
    ({"splitMethod": "WEIGHTS", "splitWeights": ["1", "-1"]}, [("INVALID", "splitWeights")]),
    ({"splitMethod": "WEIGHTS", "splitWeights": ["1"] * 61}, [("INVALID", "splitWeights")]),
    ({"splitMethod": "WEIGHTS", "splitWeights": ["0.00001"]}, [("INVALID", "splitWeights")]),
    ({"splitMethod": "S_CURVE", "splitWeights": ["1"]}, [("INVALID", "splitWeights")]),
    ({"invoicingMonths": 60, "invoicingStartsOn": "2026-06-01"}, []),
    ({"invoicingMonths": 0}, [("INVALID", "invoicingMonths")]),
    ({"invoicingMonths": 61}, [("INVALID", "invoicingMonths")]),
]


@pytest.mark.parametrize(("given", "expected"), SPLITS)
async def test_how_it_will_be_invoiced_is_checked(
    api: Api, given: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    payload = await mutate(api, "createOpportunity", {"name": "Deal", **given}, WANTED)
    assert codes(payload) == expected
    assert await count(api, Opportunity) == (not expected)


async def test_weights_go_with_their_method(api: Api) -> None:
    wanted = "opportunity { splitMethod splitWeights version }"
    given = {"name": "Deal", "splitMethod": "WEIGHTS", "splitWeights": ["10", "20.5"]}
    payload = await mutate(api, "createOpportunity", given, wanted)
    assert payload["opportunity"]["splitWeights"] == ["10.0000", "20.5000"]
    change = {"id": "opportunity_1", "expectedVersion": 1, "splitMethod": "EVEN"}
    payload = await mutate(api, "updateOpportunity", change, wanted)
    assert payload["opportunity"] == {"splitMethod": "EVEN", "splitWeights": None, "version": 2}


async def test_only_what_is_lost_has_a_reason(api: Api) -> None:
    await save(api, keyword(1, "LOST_REASON", "PRICE"), keyword(2, "SEGMENT", "A"))
    wanted = "opportunity { lostReason { code } closedOn version }"
    given = {"name": "Deal", "lostReasonId": "keyword_1"}
    payload = await mutate(api, "createOpportunity", given, wanted)
    assert codes(payload) == [("INVALID", "lostReasonId")]
    given["stageId"] = f"stage_{LOST}"
    payload = await mutate(api, "createOpportunity", {**given, "lostReasonId": "keyword_2"}, wanted)
    assert codes(payload) == [("INVALID", "lostReasonId")]
    payload = await mutate(api, "createOpportunity", given, wanted)
    lost = {"lostReason": {"code": "PRICE"}, "closedOn": "2026-03-15", "version": 1}
    assert payload["opportunity"] == lost
    change = {"id": "opportunity_1", "expectedVersion": 1, "stageId": f"stage_{PROSPECTING}"}
    payload = await mutate(api, "updateOpportunity", change, wanted)
    assert payload["opportunity"] == {"lostReason": None, "closedOn": None, "version": 2}


async def test_an_archived_stage_keeps_its_opportunities_and_gets_no_others(api: Api) -> None:
    await save(api, opportunity(101, OFFERED), opportunity(102, PROSPECTING))
    given = {"id": f"stage_{OFFERED}", "expectedVersion": 1}
    await mutate(api, "archiveStage", given, "stage { id }")
    change: dict[str, Any] = {"id": "opportunity_101", "expectedVersion": 1, "amount": "5"}
    payload = await mutate(api, "updateOpportunity", change, WANTED)
    assert payload["opportunity"]["stage"] == {"code": "OFFERED"}
    assert payload["opportunity"]["probability"] == 50
    change = {"id": "opportunity_102", "expectedVersion": 1, "stageId": f"stage_{OFFERED}"}
    payload = await mutate(api, "updateOpportunity", change, WANTED)
    assert codes(payload) == [("ARCHIVED", "stageId")]


async def test_the_first_open_stage_in_use_is_the_first_one(api: Api) -> None:
    for key in (PROSPECTING, QUALIFIED, OFFERED, NEGOTIATION):
        payload = await mutate(api, "createOpportunity", {"name": "Deal"}, WANTED)
        assert payload["opportunity"]["probability"] == {1: 10, 2: 25, 3: 50, 4: 75}[key]
        given = {"id": f"stage_{key}", "expectedVersion": 1}
        await mutate(api, "archiveStage", given, "stage { id }")
    payload = await mutate(api, "createOpportunity", {"name": "Deal"}, WANTED)
    assert codes(payload) == [("REQUIRED", "stageId")]
    assert await count(api, Opportunity) == 4
