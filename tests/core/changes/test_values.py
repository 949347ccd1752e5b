from tests.api import Api

MAKE = 'mutation { createCustomer(input: {name: "Virta Oy"}) { customer { id } } }'
READ = "{ customers { nodes { changes { nodes { action new } } } } }"


async def test_who_sees_a_customer_sees_that_it_changed_but_not_the_values(api: Api) -> None:
    await api(MAKE, api.admin)
    rights = ["customers:read", "customers:read_all", "changes:read"]
    answer = await api(READ, api.viewer(2, rights))
    assert answer.data["customers"]["nodes"][0]["changes"]["nodes"] == [
        {"action": "CREATE", "new": None}
    ]
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]


async def test_the_right_to_read_all_changes_shows_their_values(api: Api) -> None:
    await api(MAKE, api.admin)
    changes = (await api(READ, api.admin))["customers"]["nodes"][0]["changes"]["nodes"]
    assert changes[0]["new"]["name"] == "Virta Oy"
