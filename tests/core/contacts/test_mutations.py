from tests.api import Api
from tests.core.writing.calls import codes, mutate
from tests.factories import contact, customer, save


async def test_a_contact_hangs_on_a_visible_customer_in_use(api: Api) -> None:
    await save(api, customer(101, archived_at=api.deployment.clock.now()), customer(102))
    wanted = "contact { name customer { id } }"
    given = {"lastName": "Virta", "firstName": "Aino"}
    archived = await mutate(api, "createContact", {**given, "customerId": "customer_101"}, wanted)
    assert codes(archived) == [("ARCHIVED", "customerId")]
    made = await mutate(api, "createContact", {**given, "customerId": "customer_102"}, wanted)
    assert made["contact"] == {"name": "Aino Virta", "customer": {"id": "customer_102"}}


async def test_a_second_primary_contact_is_refused(api: Api) -> None:
    await save(api, customer(101), contact(102, 101, is_primary=True), contact(103, 101))
    given = {"id": "contact_103", "expectedVersion": 1, "isPrimary": True}
    payload = await mutate(api, "updateContact", given, "contact { id }")
    assert codes(payload) == [("TAKEN", "isPrimary")]


async def test_a_consent_remembers_when_it_was_given(api: Api) -> None:
    await save(api, customer(101), contact(102, 101))
    given = {"id": "contact_102", "expectedVersion": 1, "marketingConsent": "GIVEN"}
    payload = await mutate(api, "updateContact", given, "contact { marketingConsentAt version }")
    assert payload["contact"] == {
        "marketingConsentAt": "2026-03-15T12:00:00.000000Z",
        "version": 2,
    }


async def test_a_contact_of_a_hidden_customer_is_hidden_too(api: Api) -> None:
    await save(api, customer(101), contact(102, 101))
    seller = api.viewer(7, ["contacts:read", "contacts:write", "customers:read"])
    given = {"id": "contact_102", "expectedVersion": 1, "lastName": "Mine"}
    payload = await mutate(api, "updateContact", given, "contact { id }", viewer=seller)
    assert codes(payload) == [("NOT_FOUND", "id")]
