"""GraphQL over HTTP: the endpoint, GraphiQL, health, logs, metrics and security headers."""

from schema.http.application import Application
from schema.http.context import ContextFactory, RequestContext
from schema.http.endpoint import GraphQLEndpoint
from schema.http.health import ReadinessCheck
from schema.http.middleware import Metrics, middleware
from schema.http.routes import routes
from schema.http.settings import HTTPSettings

__all__ = [
    "Application",
    "ContextFactory",
    "GraphQLEndpoint",
    "HTTPContext",
    "HTTPSettings",
    "Metrics",
    "ReadinessCheck",
    "RequestContext",
    "middleware",
    "routes",
]
