"""Messages of graphql-transport-ws."""

from collections.abc import Mapping
from typing import Any

import orjson

from schema.http.decoding import decode
from schema.http.errors import RequestError

PROTOCOL = "graphql-transport-ws"

MOST_REASON = 123
"""Bytes of the reason of a close frame."""


class Closing(Exception):
    """The connection must be closed, with a code and a reason of the protocol."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:MOST_REASON].decode(errors="ignore")


def read_message(text: str | None) -> Mapping[str, Any]:
    """A message of a client; Closing if it is none."""
    if text is None:
        raise Closing(4400, "Send text.")
    try:
        found = decode(text, "The message")
    except RequestError as error:
        raise Closing(4400, error.message) from None
    if not isinstance(found, dict) or not isinstance(found.get("type"), str):
        raise Closing(4400, "A message is an object with a `type`.")
    return found


def payload_of(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The payload; Closing if it is no object."""
    found = message.get("payload")
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Closing(4400, f"The payload of `{message['type']}` must be an object.")
    return found


def id_of(message: Mapping[str, Any]) -> str:
    """The id of an operation; Closing if it is none."""
    found = message.get("id")
    if not isinstance(found, str) or not 0 < len(found) <= 200:
        raise Closing(4400, "The `id` must be a text of 1 to 200 characters.")
    return found


def written(kind: str, **more: object) -> str:
    """A message of the server."""
    return orjson.dumps({"type": kind, **more}).decode()
