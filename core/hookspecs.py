"""The hooks of Kortisto: this file is the manual of the plugin API.

A plugin is a module or package with functions marked `@hookimpl` that bear the names below; the
core's own domains are plugins like any other. Every hook is optional. All hooks are called once,
while the deployment is put together, unless their text says otherwise. Results of all plugins are
joined in the order of `depends_on`. An unknown hook name stops the start.

Besides hooks a plugin may have these attributes:

- `depends_on: tuple[str, ...]`: names of plugins that must be enabled before it;
- `switched: tuple[ModuleType, ...]`: modules with hooks of their own, each of which a deployment
  may leave out: the plugin's settings have a field of its name whose model derives from
  `core.settings.switch.Switch`. Migrations and settings belong to the whole;
- `listens_to: Collection[str]`: the names of the models whose changes its `after_write` acts on. It
  may not be called for others, which some writes profit from; without it, it is called for all;
- its docstring, one sentence that `kortisto plugins list` shows.
"""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from cyclopts import App
    from pydantic import BaseModel
    from sqlalchemy.ext.asyncio import AsyncSession
    from starlette.routing import BaseRoute

    from core.declare import Contribution
    from core.demo import DemoWorld
    from core.deployment import Deployment, OpenDeployment
    from core.importing import ImportTarget
    from core.jobs import Job
    from core.money.monthly import MonthlyMoney
    from core.money.sales import SoldLines
    from core.outgoing.texts import TextGateway
    from core.timeline import TimelineSource
    from core.tools.kind import AnyToolKind
    from core.visibility import Reason
    from core.writing import AddedInputs, Change

hookspec = pluggy.HookspecMarker("kortisto")
hookimpl = pluggy.HookimplMarker("kortisto")


# ------------------------------------------------------------------------------------- Schema


@hookspec
def register_types() -> "Iterable[type]":
    """Return the entities and other GraphQL types of the plugin, also those only `node` reaches.

    Called when the schema is composed. Two types of one name stop the start.
    """
    return ()


@hookspec
def register_fields() -> "Iterable[Contribution]":
    """Return what `extend(...)` made: fields of the roots, and of types of other plugins.

    The roots are Query, Mutation and Subscription; a field of Subscription is an async generator,
    which `core.events.following.follow` tells of writes. A field added to a root or to another
    plugin's type must be nullable, so that its failure stays in its own corner. A field that the
    type has already stops the start, naming both plugins.
    """
    return ()


@hookspec
def register_inputs() -> "Iterable[AddedInputs]":
    """Return what `added_inputs(...)` made: inputs for relations that the plugin added to a type.

    `createCustomer` and all other ways to write customers take them from then on, and follow the
    rules that come with them. An input that is there already stops the start.
    """
    return ()


# --------------------------------------------------------------------------------- Permissions


@hookspec
def register_permissions() -> "Iterable[type[StrEnum]]":
    """Return enums of permissions, `resource:action`; roles are made of their members."""
    return ()


@hookspec
def register_visibility() -> "Iterable[Reason]":
    """Return reasons for which rows of an entity are visible.

    The reasons of all plugins are OR-ed into one SQL predicate per entity. It guards every way to a
    row: roots, relations, filters, counts, search, exports, mutations.
    """
    return ()


# ----------------------------------------------------------------------------------- Figures


@hookspec
def register_monthly_money() -> "Iterable[MonthlyMoney]":
    """Return series of money by customer, offering area and month that others may show.

    Plans show actual invoicing and the billing forecast beside what is planned; without a plugin
    that has a series it is absent, not 0.
    """
    return ()


@hookspec
def register_sold_lines() -> "Iterable[SoldLines]":
    """Return what tells all that customers bought, line by line; at most one plugin does.

    Reports of sales add it up. Where no plugin tells it, they say so.
    """
    return ()


# ---------------------------------------------------------------------------------- Timeline


@hookspec
def register_timeline() -> "Iterable[TimelineSource]":
    """Return what the timelines of customers tell of the plugin's entities.

    Each says, as SQL over a row, when what happened to which customer: `Customer.timeline` shows
    what all sources tell, the latest first, where some plugin brings it.
    """
    return ()


# --------------------------------------------------------------------------------- Documents


@hookspec
def register_headings() -> "Path | None":
    """Return the TOML file that tells what fields of the plugin are called in documents.

    A line for a field of that name, or for one of a type, in Finnish, Croatian and English:
    `unitPrice = ["Yksikköhinta", "Jedinična cijena"]`, `"Lead.title" = […]`, `"Query.leads" = […]`.
    English may be left out where it is the name of the field as words; without a line all are.
    """
    return None


# ------------------------------------------------------------------------- Settings, database


@hookspec
def register_settings() -> "type[BaseModel] | None":
    """Return the model of the plugin's section `[plugins.NAME]` in kortisto.toml.

    Read it with `deployment.settings_of(Model)`. A wrong value stops the start, naming its key.
    """
    return None


@hookspec
def register_migrations() -> "Path | None":
    """Return the folder of the plugin's Alembic revisions.

    They run in the order of `depends_on`, with a version table per plugin. Tables of a disabled
    plugin stay.
    """
    return None


@hookspec
def after_write(
    deployment: "Deployment", session: "AsyncSession", changes: "list[Change]"
) -> "object":
    """Act on rows just written, in their transaction, before it commits.

    Called for every write, by mutation, import or job; an exception undoes the write. `changes`
    tell entity, key, action, old and new values, one for each record. What hooks write is told in
    further calls, until nothing changes any more. An `update(Model)` statement is not told, unless
    its writer notes the changes (`Writing.note`).
    """


# ---------------------------------------------------------------------------------------- Tools


@hookspec
def register_tool_kinds() -> "Iterable[AnyToolKind[Any, Any]]":
    """Return kinds of module tools: instances of classes derived from ToolKind or BulkToolKind.

    Administrators make tools of them, for a button or a workflow. docs/tools.md shows a whole one.
    """
    return ()


# ------------------------------------------------------------------------ Commands, HTTP, jobs


@hookspec
def register_commands(app: "App", open_deployment: "OpenDeployment") -> None:
    """Add sub-commands to the command line `kortisto`, with cyclopts' `app.command`.

    A command that needs the database says `async with open_deployment() as deployment`.
    """


@hookspec
def register_routes(deployment: "Deployment") -> "Iterable[BaseRoute]":
    """Return Starlette routes besides /graphql; each checks for itself who asks."""
    return ()


@hookspec
def register_jobs() -> "Iterable[Job]":
    """Return background jobs: run when queued, or by a schedule."""
    return ()


@hookspec
def register_text_gateways() -> "Iterable[TextGateway]":
    """Return gateways that text messages can be handed to; the settings choose one by its name."""
    return ()


# ------------------------------------------------------------------------------- Import, demo


@hookspec
def register_import_targets() -> "Iterable[ImportTarget]":
    """Return what else `kortisto import FILE --into NAME` can fill.

    What `writes` declares with `create` and `update` is a target already.
    """
    return ()


@hookspec
async def fill_demo(session: "AsyncSession", world: "DemoWorld") -> None:
    """Add deterministic demo rows; called by `kortisto demo`, in the order of `depends_on`."""
