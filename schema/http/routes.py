"""The routes of the HTTP layer."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from schema.http.endpoint import GraphQLEndpoint
from schema.http.graphiql import graphiql_files
from schema.http.health import ReadinessCheck, health_routes
from schema.http.middleware import PATH, Metrics


def routes(
    endpoint: GraphQLEndpoint, check: ReadinessCheck, metrics: Metrics | None = None
) -> list[BaseRoute]:
    """/graphql and what stands beside it."""
    result: list[BaseRoute] = [
        Route(PATH, endpoint),
        *health_routes(endpoint.schema, check),
    ]
    if endpoint.settings.graphiql:
        result += [Mount("/graphiql", graphiql_files()), Route("/", to_graphiql)]
    if metrics is not None:
        result.append(metrics.route())
    return result


async def to_graphiql(_: Request) -> Response:
    """Whoever types the bare address wants the editor."""
    return RedirectResponse(PATH)
