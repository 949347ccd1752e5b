"""`kortisto explain`."""

from pathlib import Path

import orjson
from graphql import GraphQLError, get_operation_ast

from core.deployment import Deployment
from core.errors import BadInput
from core.reading.late import Given
from core.viewer import Viewer
from core.writing import system_viewer
from kortisto.cli.output import write
from kortisto.opening import open_deployment
from kortisto.staff import viewer_named
from schema.compiled.plan import Plan
from schema.compiled.plans import Plans
from schema.compiled.uncompiled import Uncompiled
from schema.composition import compose
from schema.documents.prepare import prepare
from schema.internals import graphql_schema
from schema.limits import Limits


async def explain(
    file: Path,
    *,
    variables: str = "{}",
    operation: str | None = None,
    employee: str | None = None,
) -> None:
    """Show the SQL that answers a query, and PostgreSQL's plan of it.

    Parameters
    ----------
    file
        The query.
    variables
        Its variables, a JSON object.
    operation
        Which operation of the file, if there are several.
    employee
        E-mail of the employee who asks; the system otherwise, which sees everything.
    """
    query = _query(file)
    async with open_deployment() as deployment:
        viewer = await _viewer(deployment, employee)
        found, given = _plan(deployment, query, operation, _variables(variables), viewer)
        write(f"{found.sql}\n")
        arguments = tuple(found.arguments(viewer, given, deployment.clock.today()))
        async with deployment.database.reading() as connection:
            explained = await connection.exec_driver_sql(
                f"EXPLAIN (ANALYZE, BUFFERS) {found.sql}", arguments
            )
            for line in explained.scalars():
                write(line)


def _plan(
    deployment: Deployment,
    query: str,
    operation: str | None,
    variables: dict[str, object],
    viewer: Viewer,
) -> tuple[Plan, Given]:
    schema = graphql_schema(compose(deployment.registry))
    prepared = prepare(schema, query, Limits())
    if prepared.document is None or prepared.errors:
        raise BadInput(prepared.errors[0].message)
    chosen = get_operation_ast(prepared.document, operation)
    if chosen is None:
        raise BadInput("The file has several operations: choose one with --operation.")
    plans = Plans(schema, deployment.registry, deployment.database.engine.dialect)
    try:
        return plans.compile(prepared.document, chosen, variables, viewer)
    except (Uncompiled, GraphQLError) as reason:
        raise BadInput(f"The reference path answers this query: {reason}.") from None


def _query(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise BadInput(f"Cannot read {file}: {error}") from error


def _variables(text: str) -> dict[str, object]:
    try:
        found = orjson.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadInput(f"--variables must be a JSON object, and is {text[:80]!r}.")
    return found


async def _viewer(deployment: Deployment, email: str | None) -> Viewer:
    return await viewer_named(deployment, email) if email else system_viewer(deployment)
