"""What timelines of customers tell of calendars and reminders, and what they do not."""

from typing import Any

from core.viewer import Viewer
from tests.api import Api
from tests.plugins.pupesoft_tools.calendar.office import MANAGER, NINE, SELLER, create, update, who
from tests.plugins.pupesoft_tools.reminders.calls import NEXT_WEEK, on, remind
from tests.schema.compiled.pair import COMPILED, Pair

TIMELINES = """{ customers { nodes { id timeline { totalCount nodes {
  kind at title text recordId author { id } contact { id } } } } } }"""
SEES_ALL = ("memos:read", "customers:read_all", "calendar:read_all", "calendar:write_all")


async def told(api: Api, viewer: Viewer) -> Any:
    """What the timelines of all customers tell, the same both ways."""
    pair = Pair(api.deployment)
    assert (await pair(TIMELINES, viewer)).plan == COMPILED
    found = (await api(TIMELINES, viewer))["customers"]["nodes"]
    return {each["id"]: each["timeline"]["nodes"] for each in found}


async def test_what_is_at_a_customer_stands_in_his_timeline(office: Api) -> None:
    seller = who(office, SELLER, "memos:read")
    about = {"customerId": "customer_1", "contactId": "contact_1"}
    await create(office, seller, title="Visit", comment="Bring the offer", **about)
    await remind(office, seller, text="Call", **about)
    await on(office, "acknowledgeReminder", seller, 1, 1, note="No answer")
    await remind(office, seller, text="Call again", dueAt=NEXT_WEEK, **about)
    found = (await told(office, who(office, MANAGER, *SEES_ALL)))["customer_1"]
    assert {each["contact"]["id"] for each in found} == {"contact_1"}
    assert {each["author"]["id"] for each in found} == {"employee_2"}
    assert [(each["kind"], each["title"], each["text"], each["recordId"]) for each in found] == [
        ("REMINDER", None, "Call again", "reminder_2"),
        ("CALENDAR", "Visit", "Bring the offer", "calendar_entry_1"),
        ("REMINDER_ACKNOWLEDGED", "Call", "No answer", "reminder_1"),
        ("REMINDER", None, "Call", "reminder_1"),
    ]
    assert found[1]["at"] == NINE
    # each kind needs the right of its tool
    few = office.viewer(SELLER, {"memos:read", "customers:read", "calendar:read"})
    answer = await office(TIMELINES, few)
    [node] = answer.data["customers"]["nodes"]
    assert [each["kind"] for each in node["timeline"]["nodes"]] == ["CALENDAR"]


async def test_what_is_private_never_stands_in_a_timeline(office: Api) -> None:
    seller = who(office, SELLER, "memos:read")
    await create(office, seller, title="Was a visit", customerId="customer_1")
    await update(office, seller, 1, customerId=None)
    await create(office, seller)
    await remind(office, seller)
    for viewer in (seller, who(office, MANAGER, *SEES_ALL), office.admin):
        assert not any((await told(office, viewer)).values())
