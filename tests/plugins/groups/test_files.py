"""Lists of groups and responsible persons as files."""

from datetime import datetime

from tests import factories as make
from tests.api import Api
from tests.plugins.groups.rows import (
    ACCOUNTANT,
    READ,
    RESPONSIBLE,
    STRANGER,
    SUPPORT,
    group,
    member,
    people,
    responsibility,
    role,
    special_group,
    special_member,
)
from tests.schema.exports.exporter import Exporter

PERSONS = """{ responsiblePersons(filter: {kind: {eq: CUSTOMER}}) { nodes {
  customerName customer { customerGroup { name } } employee { name email isSeller }
  validFrom validTo roleCodes } } }"""
OF_GROUP = '{ customers(filter: {customerGroup: {name: {eq: "Key"}}}) { nodes { number name } } }'
OF_SPECIAL = (
    '{ customers(filter: {specialGroups: {some: {name: {eq: "Fair"}}}}) { nodes { name } } }'
)


async def office(api: Api) -> Exporter:
    await make.save(api, *people(), group(1, name="Key"), special_group(1, name="Fair"))
    await make.save(api, make.customer(1, name="=B"), make.customer(2, name="A"))
    day = datetime(2026, 3, 15).date()  # noqa: DTZ001 - only the day is used
    await make.save(api, responsibility(1, 1, RESPONSIBLE, valid_from=day), member(1, 1))
    await make.save(api, role(1, ACCOUNTANT), role(1, SUPPORT), special_member(2, 1))
    return Exporter(api)


async def test_responsible_persons_come_as_a_file(api: Api) -> None:
    exporter = await office(api)
    head, *rows = await exporter.rows(PERSONS, api.admin, language="fi")
    assert head[0] == "Asiakkaan nimi"
    day = datetime(2026, 3, 15)  # noqa: DTZ001 - as openpyxl reads days
    who = ["Reijo Responsible", "e3@example.com", False]
    assert rows == [["=B", "Key", *who, day, None, "ACCOUNTANT, SUPPORT"]]
    assert await exporter.rows(PERSONS, api.viewer(STRANGER, READ), language="fi") == [head]


async def test_the_customers_of_a_group_come_as_a_file(api: Api) -> None:
    exporter = await office(api)
    assert (await exporter.rows(OF_GROUP, api.admin))[1:] == [["1", "=B"]]
    assert (await exporter.rows(OF_SPECIAL, api.admin))[1:] == [["A"]]
