"""What becomes of objects that are no longer needed."""

import gc
import os
import subprocess
import sys
from asyncio import sleep

from starlette.requests import Request

from core.context import Context
from core.declare.entity import Row
from kortisto.app import context_of
from kortisto.memory import MADE, calm_down, hurry, settle
from tests.database import Databases
from tests.world import small_world

CARDS = """{ customers { totalCount nodes {
  owner { name team { name } } contacts { totalCount nodes { name } } opportunityTotals { amount }
  opportunities(first: 1) { edges { cursor node { stage { code } } } pageInfo { hasNextPage } }
} } }"""

START = """
import sys
from kortisto.memory import hurry
hurry()
from kortisto.app import create_app
from kortisto.cli import serve
from kortisto.settings import app_settings

create_app(app_settings())
print(*({"alembic", "icalendar", "jinja2", "pgqueuer", "phonenumbers"} & set(sys.modules)))
"""


def rows() -> int:
    """How many rows have been loaded since the freeze."""
    return sum(isinstance(found, Row) for found in gc.get_objects())


async def test_rows_are_freed_with_the_answer_without_a_search(databases: Databases) -> None:
    async with small_world(databases) as world:
        make, schema = context_of(world.api.deployment), world.api.schema
        gc.disable()
        gc.freeze()
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
            gc.unfreeze()
            gc.enable()


def test_a_settled_process_spares_what_lives_as_long() -> None:
    usual = gc.get_threshold()
    hurry()
    try:
        settle()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 10_000
        assert gc.get_threshold()[0] == MADE
    finally:
        gc.enable()
        gc.unfreeze()
        gc.set_threshold(*usual)


def test_only_a_hurry_is_calmed_down() -> None:
    frozen = gc.get_freeze_count()
    calm_down()
    assert gc.get_freeze_count() == frozen


def test_what_a_worker_seldom_needs_is_not_imported_at_its_start() -> None:
    done = subprocess.run(
        [sys.executable, "-c", START],
        env={**os.environ, "KORTISTO_DATABASE_URL": "postgresql://127.0.0.1/none"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []
