"""Setting web forms up."""

from typing import Any

import pytest
from sqlalchemy import select

from core.access.secrets import digest
from core.viewer import Viewer
from plugins.leads.capture.models import LeadForm
from tests.api import Api
from tests.core.writing.calls import changes, codes, count, mutate
from tests.factories import employee, save

WANTED = "leadForm { id name fields honeypot redirectUrl hasKey version }"
ISSUE = """mutation ($id: ID!) { issueLeadFormKey(id: $id) {
  key path leadForm { hasKey version } userErrors { code path }
} }"""


async def form(api: Api, **given: Any) -> Any:
    return await mutate(api, "createLeadForm", {"name": "Contact", **given}, WANTED)


async def test_a_form_is_set_up_and_gets_a_key_that_is_shown_once(api: Api) -> None:
    made = await form(api, fields={"your-name": "lastName", "send": None, "x": "data.y"})
    assert made["leadForm"] == {
        "id": "lead_form_1",
        "name": "Contact",
        "fields": {"your-name": "lastName", "send": None, "x": "data.y"},
        "honeypot": "homepage_url",
        "redirectUrl": None,
        "hasKey": False,
        "version": 1,
    }
    issued = (await api(ISSUE, api.admin, id="lead_form_1"))["issueLeadFormKey"]
    assert issued["path"] == f"/leads/capture/{issued['key']}"
    assert issued["leadForm"] == {"hasKey": True, "version": 2}
    again = (await api(ISSUE, api.admin, id="lead_form_1"))["issueLeadFormKey"]
    assert again["key"] != issued["key"]
    [stored] = await api.deployment.database.fetch(select(LeadForm.key_hash))
    assert stored[0] == digest(again["key"])
    assert again["key"] not in str([(c.old, c.new) for c in await changes(api)])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"fields": ["lastName"]}, "fields"),
        ({"fields": {"x": "ownerId"}}, "fields"),
        ({"fields": {"x": "status"}}, "fields"),
        ({"fields": {"x": "nothing"}}, "fields"),
        ({"fields": {"x": 7}}, "fields"),
        ({"fields": {"x": "data."}}, "fields"),
        ({"fields": {"": "email"}}, "fields"),
        ({"fields": {"x" * 101: "email"}}, "fields"),
        ({"fields": {str(n): "email" for n in range(101)}}, "fields"),
        ({"redirectUrl": "http://example.com"}, "redirectUrl"),
        ({"redirectUrl": "javascript:alert(1)"}, "redirectUrl"),
        ({"redirectUrl": "https://"}, "redirectUrl"),
        ({"redirectUrl": "https://exa mple.com"}, "redirectUrl"),
        ({"ownerId": "employee_9"}, "ownerId"),
    ],
)
async def test_what_does_not_fit_is_refused(api: Api, given: Any, field: str) -> None:
    assert [name for _, name in codes(await form(api, **given))] == [field]
    assert await count(api, LeadForm) == 0


async def test_a_form_that_is_missing_or_archived_gets_no_key(api: Api) -> None:
    await form(api)
    versioned = {"id": "lead_form_1", "expectedVersion": 1}
    await mutate(api, "archiveLeadForm", versioned, WANTED)
    for key, code in ((1, "ARCHIVED"), (9, "NOT_FOUND")):
        issued = (await api(ISSUE, api.admin, id=f"lead_form_{key}"))["issueLeadFormKey"]
        assert issued == {
            "key": None,
            "path": None,
            "leadForm": None,
            "userErrors": [{"code": code, "path": ["id"]}],
        }


async def test_only_those_who_manage_forms_see_and_make_them(api: Api) -> None:
    await save(api, employee(1))
    await form(api)
    before = await changes(api)
    viewer = Viewer(1, frozenset(api.deployment.registry.permissions) - {"leads:manage_forms"})
    for query in (
        "{ leadForms { totalCount } }",
        '{ leadForm(id: "lead_form_1") { name } }',
        'mutation { createLeadForm(input: {name: "X"}) { leadForm { id } } }',
        'mutation { issueLeadFormKey(id: "lead_form_1") { key } }',
    ):
        answer = await api(query, viewer)
        assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    assert await changes(api) == before
