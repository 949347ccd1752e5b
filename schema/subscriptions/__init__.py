"""Subscriptions over WebSocket (graphql-transport-ws) and server-sent events (graphql-sse)."""

from schema.subscriptions.event_stream import EventStreams
from schema.subscriptions.settings import SubscriptionSettings
from schema.subscriptions.sockets import SocketEndpoint
from schema.subscriptions.streams import Streams

__all__ = ["EventStreams", "SocketEndpoint", "Streams", "SubscriptionSettings"]
