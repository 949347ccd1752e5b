"""Subscriptions that a plugin adds."""

from collections.abc import AsyncIterator

import pytest

from core import Info, Subscription, connection, extend
from core.errors import PluginError
from core.events.event import Event, announce
from core.events.following import follow
from schema.composition import compose
from tests import factories as make
from tests.schema.composing import Right, built, extended, registry_of


def counting() -> object:
    @extend(Subscription, permission=Right.READ)
    async def counted(info: Info, to: int) -> AsyncIterator[int | None]:
        """Numbers up to one."""
        for number in range(1, to + 1):
            yield number

    return counted


async def test_a_disabled_plugin_leaves_no_trace() -> None:
    assert "counted" not in str(built(compose(registry_of())).subscription_type)
    registry = registry_of()
    registry.add_permissions("alpha", Right)
    registry.add_fields("alpha", counting())  # type: ignore[arg-type]
    found = built(compose(registry)).subscription_type
    assert found is not None
    assert found.fields["counted"].description == "Numbers up to one."
    kept = built(compose(registry_of())).subscription_type
    assert kept is not None
    assert "counted" not in kept.fields


async def test_its_permission_is_asked_for(database_url: str) -> None:
    query = "subscription { counted(to: 2) }"
    async with extended(database_url, counting()) as api:
        async with api.following(query, api.viewer(1, [Right.READ])) as events:
            assert [event["counted"] async for event in events] == [1, 2]
        for viewer, code in ((api.viewer(1), "FORBIDDEN"), (None, "UNAUTHENTICATED")):
            async with api.following(query, viewer) as events:
                [answer] = [event async for event in events]
            assert [found for found, _ in answer.errors] == [code]


async def test_it_hears_of_what_the_log_does_not_hold(database_url: str) -> None:
    @extend(Subscription)
    async def heard(info: Info) -> AsyncIterator[list[int] | None]:
        """Keys of customers."""
        async for found in follow(info, ["Customer"], lambda event: event.action == "UPDATE"):
            yield [event.key or 0 for event in found.events]

    async with extended(database_url, heard) as api:
        await make.save(api, *(make.customer(key) for key in range(2, 121)))
        viewer = api.viewer(1, ["customers:read", "customers:read_all"])
        async with api.following("subscription { heard }", viewer) as events:
            assert (await anext(events))["heard"] == []
            told = [Event("Customer", key) for key in range(1, 121)]
            async with api.deployment.database.writing() as session:
                await announce(session, [Event("Customer", 1, action="CREATE"), *told])
                await announce(session, [])
            found: list[int] = []
            while len(found) < len(told):
                found += (await anext(events))["heard"]
            assert found == [event.key for event in told]


async def test_what_cannot_be_followed_is_refused() -> None:
    registry = registry_of()
    registry.add_fields("alpha", extend(Subscription, all=connection("Customer", None, "All.")))
    with pytest.raises(PluginError, match=r"Subscription\.all of 'alpha' cannot be followed"):
        compose(registry)
