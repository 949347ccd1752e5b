"""Whatever a client asks, compiled reads answer as the reference path does."""

import asyncio
from functools import cache

import pytest
from graphql import DocumentNode, GraphQLObjectType, build_schema, print_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import queries

from core.viewer import Viewer
from schema.internals import graphql_schema
from tests.effort import some
from tests.schema.compiled.dressing import Dressed, dressed
from tests.schema.compiled.pair import Pair
from tests.schema.compiled.pools import strategies
from tests.world import LEAD, OWNER, READ, STRANGER, TOP_LEAD, World

DRESSES = 3
"""Queries that are made of a generated document."""

GROUPS = {
    ("customer", "customers"): 65,
    ("contact", "contacts", "project", "projects"): 55,
    ("opportunity", "opportunities", "stage", "stages"): 55,
    ("pipeline", "pipelineHistory", "salesFunnel", "winRate", "staleOpportunities"): 35,
    ("lead", "leads", "leadForm", "leadForms"): 50,
    ("offer", "offers", "invoice", "invoices", "invoiceLine", "payment", "payments"): 40,
    ("receivables", "deliveryStatuses", "deliveryHolds", "creditLimits", "creditRules"): 25,
    ("plan", "plans", "financials"): 55,
    ("customerGroup", "customerGroups", "specialGroup", "specialGroups"): 30,
    ("responsibility", "responsibilities", "responsiblePersons", "responsibilitySettings"): 30,
    ("responsibilityMatrix", "customerGroupCounts"): 30,
    ("employee", "employees", "team", "teams", "role", "roles", "apiToken", "apiTokens"): 70,
    ("keyword", "keywords", "product", "products", "productBaskets", "changes"): 70,
    ("segmentDimension", "segmentDimensions", "annualContracts"): 15,
    ("moduleTool", "allModuleTools", "workflow", "workflows", "workflowRun", "workflowRuns"): 30,
    ("email", "emails", "notification", "notifications", "webhookCall", "webhookCalls"): 30,
    ("sqlSearch", "sqlSearches", "sqlSearchRun", "sqlSearchRuns"): 20,
    ("sqlReport", "sqlReports", "sqlReportPin", "sqlReportPins"): 20,
    ("memo", "memos", "memoAttachment", "customers"): 30,
    ("textMessage", "textMessages", "textMessageConsent", "textMessageConsents"): 20,
    ("customerPriceRule", "customerPriceRules"): 10,
    ("calendarEntry", "calendarEntries", "calendar", "calendarFeed", "calendarFeeds"): 35,
    ("reminder", "reminders"): 20,
    ("annualContractMailing", "annualContractMailings", "keywords"): 15,
    ("node", "nodes", "productBasket", "viewer"): 20,
}
"""Root fields, and the documents that CI generates of them: 2,625 queries in all."""

TOOLS = ("tools:use", "workflows:read", "mail:read", "webhooks:read", "leads:manage_forms")
"""Rights to read tools, workflows and what they send, and web forms."""

DIARY = ("calendar:read", "reminders:use", "calendar:read_all")
"""Rights to read calendars and reminders, one's own and those of others."""

SEARCHES = ("sql_search:run", "sql_generator:use", "annual_contracts:read", "annual_contracts:send")
MEMOS = ("memos:read", "text_messages:read", "prices:read")

NEVER_ALIKE = {"PlanGrid": "excel", "SqlResult": "milliseconds"}
"""Fields whose value tells when it was made, or how long it took."""


@cache
def generated_from(printed: str) -> str:
    """The schema without the fields that are never answered alike."""
    schema = build_schema(printed)
    for name, field in NEVER_ALIKE.items():
        kind = schema.type_map[name]
        assert isinstance(kind, GraphQLObjectType)
        del kind.fields[field]
    return print_schema(schema)


def viewers(world: World) -> list[Viewer | None]:
    """All rights, own rows, a team's rows, no rows, rights to fields missing, none, nobody."""
    partial = [
        right
        for right in READ
        if not right.startswith(("changes", "opportunities", "leads", "finance"))
    ]
    return [
        world.admin,
        world.reader(OWNER, *TOOLS, *SEARCHES, *DIARY[:2], *MEMOS),
        world.reader(LEAD, "employees:manage", "tools:manage", *TOOLS, *SEARCHES, *DIARY),
        world.reader(TOP_LEAD, "opportunities:read_all", "plans:read_all", *TOOLS, *MEMOS),
        world.reader(STRANGER, "tokens:manage", "webhooks:read_all", "workflows:read_all", *TOOLS),
        world.api.viewer(OWNER, partial),
        world.api.viewer(STRANGER),
        world.admin,
        world.reader(OWNER, "customers:read_all", *TOOLS, *DIARY),
        None,
    ]


@pytest.mark.parametrize("roots", GROUPS, ids=lambda roots: roots[0])
def test_generated_queries_are_answered_alike(
    loop: asyncio.Runner, hard: World, both: Pair, roots: tuple[str, ...]
) -> None:
    schema = graphql_schema(both.reference)
    seen = viewers(hard)

    @settings(
        max_examples=some(GROUPS[roots]),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        queries(
            generated_from(both.reference.as_str()),
            fields=roots,
            custom_scalars=strategies(),
            print_ast=lambda document: document,
        ),
        st.integers(0, 10**6),
    )
    def answer_alike(document: DocumentNode, seed: int) -> None:
        for n, dress in enumerate(dressed(schema, document, range(seed, seed + DRESSES))):
            loop.run(alike(both, dress, seen[0] if n == 0 else seen[(seed + n) % len(seen)]))

    with both.counting() as tally:
        answer_alike()
    assert tally.queries >= some(GROUPS[roots]) * DRESSES
    # fragments on several types often name fields of different types alike
    assert tally.valid >= tally.queries / 4
    assert tally.compiled >= tally.valid / 2


async def alike(both: Pair, dress: Dressed, viewer: Viewer | None) -> None:
    await both.same(dress.query, viewer, dress.variables)
    if dress.again:
        await both.same(dress.query, viewer, dress.others)
