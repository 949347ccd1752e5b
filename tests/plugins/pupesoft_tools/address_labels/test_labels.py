"""Labels from the filter to the file, through the whole application."""

from datetime import timedelta
from typing import Any

from core.customers.models import Customer
from core.downloads.models import Download
from core.employees.models import Role
from core.viewer import Viewer
from plugins.pupesoft_tools.customer_memo.models import Memo
from tests.api import Api, MovableClock, deployment_on
from tests.core.writing.calls import count
from tests.factories import contact, customer, employee, save
from tests.plugins.pupesoft_tools.address_labels.paper import text_of
from tests.readme import ROOT, example
from tests.signed import Person, signed_client
from tests.waiting import until
from tests.world import OLD, change

RIGHTS = ("address_labels:print", "customers:read", "contacts:read")
PRINT = """
    mutation ($input: PrintAddressLabelsInput!) {
        printAddressLabels(input: $input) {
            download { url expiresAt } labels sheets leftOut userErrors { code message path }
        }
    }
"""
HELSINKI = {
    "billing_street": "Katu 1\nB 2",
    "billing_postal_code": "00100",
    "billing_city": "Helsinki",
    "billing_country": "FI",
}
ZAGREB = {
    "delivery_street": "Ilica 5",
    "delivery_postal_code": "10000",
    "delivery_city": "Zagreb",
    "delivery_country": "HR",
}


async def add_customers(api: Api) -> None:
    await save(api, employee(2, name="Åke Öhman"), employee(3, name="Pero Đurić"))
    await save(
        api,
        customer(1, name="Öljy Oy", owner_id=2, **HELSINKI, **ZAGREB),
        customer(2, name="Čakovec d.o.o.", owner_id=2, **HELSINKI, delivery_city="Pula"),
        customer(3, name="No town", owner_id=2, billing_street="Katu 9"),
        customer(4, name="Hidden", owner_id=3, **HELSINKI),
        customer(5, name="Archived", owner_id=2, archived_at=OLD, **HELSINKI),
        contact(1, 1, first_name="Väinö", last_name="Mäki", is_primary=True),
        contact(2, 1, last_name="Aho"),
        contact(3, 1, last_name="Vanha", archived_at=OLD),
    )


async def asked(api: Api, /, **given: object) -> Any:
    return await asked_by(api, 2, **given)


async def asked_by(api: Api, employee: int, /, **given: object) -> Any:
    viewer = api.viewer(employee, RIGHTS)
    given = {"filter": {}, "sheet": "24-70x37", **given}
    return (await api(PRINT, viewer, input=given))["printAddressLabels"]


async def refused(api: Api, /, **given: object) -> tuple[str, list[str]]:
    """The one error of what cannot be printed."""
    payload = await asked(api, **given)
    [error] = payload["userErrors"]
    assert (payload["download"], payload["labels"], payload["sheets"]) == (None, 0, 0)
    return error["code"], error["path"]


async def test_labels_are_fetched_by_their_viewer_while_he_sees_the_customers(api: Api) -> None:
    await add_customers(api)
    async with signed_client(api, 2, RIGHTS) as client:
        person = Person(client)
        wanted = "download { url } labels sheets leftOut"
        given: dict[str, Any] = {"filter": {}, "sheet": "24-70x37", "startPosition": 24}
        payload = await person.makes("printAddressLabels", wanted, **given)
        assert (payload["labels"], payload["sheets"]) == (2, 2)
        assert payload["leftOut"] == ["customer_3"]
        response = await client.get(payload["download"]["url"])
        assert response.headers["content-type"] == "application/pdf"
        first, second = text_of(response.content)
        lines = ["Čakovec d.o.o.", "Katu 1", "B 2", "00100 Helsinki"]
        assert first.splitlines() == lines
        assert second.splitlines() == ["Öljy Oy", "Katu 1", "B 2", "00100 Helsinki"]
        delivered = {**given, "startPosition": 1, "address": "DELIVERY", "recipient": "CONTACT"}
        payload = await person.makes("printAddressLabels", wanted, **delivered)
        assert (payload["labels"], payload["sheets"]) == (3, 1)
        url = payload["download"]["url"]
        [page] = text_of((await client.get(url)).content)
        abroad = ["Ilica 5", "10000 Zagreb", "CROATIA"]
        assert page.splitlines() == [
            *lines,
            *("Öljy Oy", "Aho", *abroad),
            *("Öljy Oy", "Väinö Mäki", *abroad),
        ]
        for other in (3, None):
            await change(api, Customer, 1, owner_id=other)
            gone = await client.get(url)
            assert gone.status_code == 422
            assert gone.json()["errors"][0]["extensions"]["code"] == "NO_FILE"
        await change(api, Customer, 1, owner_id=2)
        assert (await client.get(url)).status_code == 200
        clock = api.deployment.clock
        assert isinstance(clock, MovableClock)
        await change(api, Role, 2, permissions=[*set(RIGHTS) - {"contacts:read"}])

        async def is_forbidden() -> bool:
            gone = await client.get(url)
            return "FORBIDDEN" in gone.text and gone.status_code == 422

        # a moment may pass until his server hears of it
        await until(is_forbidden)
        clock.instant += timedelta(minutes=15)
        assert (await client.get(url)).status_code == 404


MEMOS = "{ memos { nodes { kind text customer { id } author { id } } } }"


async def test_customers_get_a_memo_after_printing(api: Api) -> None:
    await add_customers(api)
    await asked(api, dryRun=True)
    await asked(api, outlines=True)
    assert await refused(api, memo="x" * 2001) == ("TOO_LONG", ["input", "memo"])
    assert await count(api, Memo) == 0
    assert (await asked(api, recipient="CONTACT", memo=" Joulukortit "))["labels"] == 3
    memos = (await api(MEMOS, api.admin))["memos"]["nodes"]
    text = "Osoitetarrat tulostettiin (24-70x37).\nJoulukortit"
    assert sorted(
        (m["kind"], m["text"], m["customer"]["id"], m["author"]["id"]) for m in memos
    ) == [("LABELS", text, key, "employee_2") for key in ("customer_1", "customer_2")]


async def test_filters_choose_customers_and_contacts(api: Api) -> None:
    await add_customers(api)
    some = {"name": {"contains": "öljy"}}
    assert (await asked(api, filter=some, dryRun=True))["labels"] == 1
    people = {"recipient": "CONTACT", "contactFilter": {"isPrimary": {"eq": True}}}
    payload = await asked(api, filter=some, **people, dryRun=True)
    assert (payload["labels"], payload["sheets"], payload["download"]) == (1, 1, None)
    assert (await asked_by(api, 3))["labels"] == 1
    assert await count(api, Download) == 1


async def test_what_cannot_be_printed_is_told_with_its_place(api: Api) -> None:
    await add_customers(api)
    assert await refused(api, sheet="25-70x37") == ("INVALID", ["input", "sheet"])
    for start in (0, 25, 40, -1):
        found = await refused(api, startPosition=start)
        assert found == ("INVALID", ["input", "startPosition"])
    assert await refused(api, contactFilter={}) == ("INVALID", ["input", "contactFilter"])
    broken: dict[str, object] = {"recipient": "CONTACT", "contactFilter": {"shoeSize": {"eq": 1}}}
    assert await refused(api, **broken) == ("INVALID", ["input", "contactFilter"])
    wrongs: tuple[object, ...] = (
        {"shoeSize": {"eq": 1}},
        {"name": {"eq": None}},
        [],
        "x",
        {"name": {"is": "x"}},
    )
    for wrong in wrongs:
        assert await refused(api, filter=wrong) == ("INVALID", ["input", "filter"])
    for none in ({"name": {"eq": "Hidden"}}, {"name": {"eq": "No town"}}):
        assert await refused(api, filter=none) == ("NOT_FOUND", ["input", "filter"])
    assert await count(api, Download) == 0


async def test_rights_are_needed_for_all_that_labels_show(api: Api) -> None:
    await add_customers(api)
    given = {"filter": {}, "sheet": "24-70x37", "recipient": "CONTACT"}
    for right in RIGHTS:
        viewer = api.viewer(2, set(RIGHTS) - {right})
        answer = await api(PRINT, viewer, input=given)
        assert answer.errors == [("FORBIDDEN", ("printAddressLabels",))]
    assert [code for code, _ in (await api(PRINT, None, input=given)).errors] == ["UNAUTHENTICATED"]
    assert await count(api, Download) == 0


async def test_the_number_of_labels_is_bounded(database_url: str) -> None:
    bounded = {"pupesoft_tools": {"address_labels": {"labels": 2, "country": "HR"}}}
    deployment = deployment_on(database_url, sections=bounded)
    api = Api(deployment)
    await add_customers(api)
    assert await refused(api) == ("TOO_MANY", ["input", "filter"])
    assert (await asked(api, filter={"name": {"ne": "No town"}}))["labels"] == 2
    people = [contact(9 + n, 3, last_name=f"Nobody {n}") for n in range(3)]
    await save(api, *people)
    nowhere = {"name": {"in": ["No town", "Öljy Oy"]}}
    found = await refused(api, filter=nowhere, recipient="CONTACT")
    assert found == ("TOO_MANY", ["input", "filter"])
    await deployment.close()


async def test_sheets_tell_their_measures(api: Api) -> None:
    query = "{ labelSheets { code product columns rows width height gap left top } }"
    [*_, last] = (await api(query, api.admin))["labelSheets"]
    assert last == {
        "code": "21-63.5x38.1",
        "product": "Avery L7160",
        "columns": 3,
        "rows": 7,
        "width": "63.5",
        "height": "38.1",
        "gap": "2.54",
        "left": "7.21",
        "top": "15.15",
    }


async def test_what_is_documented_can_be_printed(api: Api) -> None:
    city = {"billing_city": "Zagreb", "billing_country": "HR"}
    await save(api, customer(1, **city), customer(2, prospect=True, **city))
    shown = example("labels", ROOT / "docs" / "labels.md")
    payload = (await api(shown, await admin(api)))["printAddressLabels"]
    assert (payload["labels"], payload["userErrors"]) == (1, [])


async def admin(api: Api) -> Viewer:
    """A viewer with every permission, who exists."""
    await save(api, employee(1))
    return api.admin
