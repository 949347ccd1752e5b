"""What becomes of objects that are no longer needed."""

import gc
from asyncio import sleep

from starlette.requests import Request

from core.context import Context
from core.declare.entity import Row
from kortisto.app import context_of
from kortisto.memory import MADE, settle
from tests.database import Databases
from tests.world import small_world

CARDS = """{ customers { totalCount nodes {
  owner { name team { name } } contacts { totalCount nodes { name } } opportunityTotals { amount }
  opportunities(first: 1) { edges { cursor node { stage { code } } } pageInfo { hasNextPage } }
} } }"""


def rows() -> int:
    """How many loaded rows there are."""
    return sum(isinstance(found, Row) for found in gc.get_objects())


async def test_rows_are_freed_with_the_answer_without_a_search(databases: Databases) -> None:
    async with small_world(databases) as world:
        make, schema = context_of(world.api.deployment), world.api.schema
        gc.collect()
        gc.disable()
        try:
            context = await make(Request({"type": "http", "headers": []}))
            assert isinstance(context, Context)
            context.become(world.admin)
            result = await schema.execute(CARDS, context_value=context)
            assert rows() > 20
            context.release()
            assert not result.errors
            await sleep(0)  # until then, the event loop holds what it gave last
            assert rows() == 0
        finally:
            gc.enable()


def test_a_settled_process_spares_what_lives_as_long() -> None:
    usual = gc.get_threshold()
    try:
        settle()
        assert gc.get_freeze_count() > 10_000
        assert gc.get_threshold()[0] == MADE
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)
