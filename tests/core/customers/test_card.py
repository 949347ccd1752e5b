from core.customers.models import CustomerSegment
from core.external_ids.models import ExternalId
from tests.api import Api
from tests.factories import change, contact, customer, employee, keyword, project, save, team

CARD = """
query ($id: ID!) {
  customer(id: $id) {
    number name status businessId billingCity annualRevenue currency
    department { code label(language: "fi") }
    segments { code }
    owner { name team { name lead { name } } }
    parent { name }
    subsidiaries { nodes { name } }
    contacts { nodes { name isPrimary role { code } } }
    projects { nodes { number manager { name } } }
    externalIds { source externalId }
    changes { nodes { action actor { name } new } }
  }
}
"""


async def test_a_card_shows_all_that_hangs_on_a_customer(api: Api) -> None:
    await save(
        api,
        employee(1, name="Anna Aalto"),
        team(1, name="North", lead_id=1),
        employee(2, name="Ivo Čačić", team_id=1),
        keyword(1, "DEPARTMENT", "SALES", labels={"fi": "Myynti"}),
        keyword(2, "SEGMENT", "KEY", position=2),
        keyword(3, "SEGMENT", "OLD", position=1),
        keyword(4, "CONTACT_ROLE", "CEO"),
        customer(1, name="Emo Oy"),
        customer(
            2,
            name="Tytär Oy",
            parent_id=1,
            owner_id=2,
            department_id=1,
            business_id="0100130-4",
            billing_city="Turku",
            annual_revenue="1100040000.50",
        ),
        customer(3, name="Žaba d.o.o.", parent_id=2, prospect=True),
        customer(4, name="Åbo Ab", parent_id=2),
        CustomerSegment(customer_id=2, keyword_id=2),
        CustomerSegment(customer_id=2, keyword_id=3),
        contact(1, 2, first_name="Öömi", last_name="Österman"),
        contact(2, 2, first_name="Zeus", last_name="Zorro", is_primary=True, role_id=4),
        project(1, 2, manager_id=1),
        ExternalId(entity="Customer", source="erp", external_id="X9", record_id=2, customer_id=2),
        ExternalId(entity="Contact", source="erp", external_id="X9", record_id=2, customer_id=2),
        change(1, customer_id=2, record_id=2, actor_id=2, action="CREATE", new={"name": "Tytär"}),
    )
    answer = await api(CARD, api.admin, id="customer_2")
    assert answer["customer"] == {
        "number": "2",
        "name": "Tytär Oy",
        "status": "ACTIVE",
        "businessId": "0100130-4",
        "billingCity": "Turku",
        "annualRevenue": "1100040000.50",
        "currency": "EUR",
        "department": {"code": "SALES", "label": "Myynti"},
        "segments": [{"code": "OLD"}, {"code": "KEY"}],
        "owner": {"name": "Ivo Čačić", "team": {"name": "North", "lead": {"name": "Anna Aalto"}}},
        "parent": {"name": "Emo Oy"},
        "subsidiaries": {"nodes": [{"name": "Žaba d.o.o."}, {"name": "Åbo Ab"}]},
        "contacts": {
            "nodes": [
                {"name": "Zeus Zorro", "isPrimary": True, "role": {"code": "CEO"}},
                {"name": "Öömi Österman", "isPrimary": False, "role": None},
            ]
        },
        "projects": {"nodes": [{"number": "P1", "manager": {"name": "Anna Aalto"}}]},
        "externalIds": [{"source": "erp", "externalId": "X9"}],
        "changes": {
            "nodes": [
                {"action": "CREATE", "actor": {"name": "Ivo Čačić"}, "new": {"name": "Tytär"}}
            ]
        },
    }


async def test_customers_are_filtered_by_status_and_found_by_words(api: Api) -> None:
    await save(
        api,
        customer(1, name="Öljy Oy", prospect=True),
        customer(2, name="Öljynen Oy"),
        customer(3, name="Vesi Oy"),
    )
    answer = await api(
        """{
          prospects: customers(filter: {status: {eq: PROSPECT}}) { nodes { name } }
          found: customers(search: "oljy") { nodes { name } }
        }""",
        api.admin,
    )
    assert answer["prospects"]["nodes"] == [{"name": "Öljy Oy"}]
    assert sorted(node["name"] for node in answer["found"]["nodes"]) == ["Öljy Oy", "Öljynen Oy"]


async def test_names_sort_as_the_language_of_the_deployment(api: Api) -> None:
    names = ["Öljy", "åbo", "Zeta", "Äiti", "aalto"]
    await save(api, *(customer(key, name=name) for key, name in enumerate(names, 1)))
    answer = await api("{ customers { nodes { name } } }", api.admin)
    sorted_names = [node["name"] for node in answer["customers"]["nodes"]]
    assert sorted_names == ["aalto", "Zeta", "åbo", "Äiti", "Öljy"]
