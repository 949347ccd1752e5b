"""What docs/leads.md shows."""

import re

from plugins.leads.capture.mapping import CAPTURED
from plugins.leads.capture.models import HONEYPOT
from tests.api import Api
from tests.factories import employee, lead, save
from tests.readme import ROOT, example

LEADS = ROOT / "docs" / "leads.md"


def test_the_fields_of_the_form_are_known() -> None:
    names = re.findall(r'name="(\w+)"', example("form", LEADS))
    assert set(names) - CAPTURED.keys() == {"budget", HONEYPOT}


async def test_the_preview_can_be_asked_for(api: Api) -> None:
    await save(api, employee(1), lead(1, company="Firma", last_name="Mäki"))
    payload = (await api(example("convert", LEADS), api.admin))["convertLead"]
    assert payload["userErrors"] == []
    assert [(t["target"], t["action"]) for t in payload["targets"]] == [
        ("CUSTOMER", "CREATED"),
        ("CONTACT", "CREATED"),
    ]
    name = payload["targets"][0]["fields"][0]
    assert (name["field"], name["value"]) == ("name", "Firma Group")
