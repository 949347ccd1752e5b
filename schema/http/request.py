"""The GraphQL request in an HTTP request."""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar
from urllib.parse import parse_qsl

from starlette.requests import Request

from schema.http.body import check_content_type, read_body
from schema.http.decoding import decode
from schema.http.errors import RequestError
from schema.limits import Limits

T = TypeVar("T")

NAMES: Mapping[object, str] = {str: "a string", dict: "an object"}
PARAMETERS = ("query", "operationName", "variables", "extensions", "documentId")


class GraphQLRequest(NamedTuple):
    """What a client asks for, with the types checked and nothing executed."""

    query: str | None
    operation_name: str | None
    variables: dict[str, object]
    extensions: dict[str, object]
    document_id: str | None


async def read_given(request: Request, limits: Limits, *, known: bool) -> Mapping[str, object]:
    """The parameters of a GET or POST by their names, not checked yet.

    A RequestError tells what is malformed. Only from somebody who is known a large body is taken.
    """
    if request.method == "POST":
        headers = request.headers
        encoding = headers.get("content-encoding", "identity")
        check_content_type(headers.get("content-type", ""), encoding)
        most = max(limits.max_request_bytes, limits.max_known_request_bytes * known)
        return read_object(await read_body(request, limits, most))
    return read_parameters(request.scope["query_string"])


def read_object(body: bytes) -> Mapping[str, object]:
    """The JSON object of a body."""
    if not body:
        raise RequestError.bad("The body is empty; send a JSON object with the key `query`.")
    value = decode(body, "The body")
    if isinstance(value, list):
        raise RequestError.bad("Batching is off; send one operation per request.")
    if not isinstance(value, dict):
        raise RequestError.bad("The body must be a JSON object with the key `query`.")
    return value


def read_parameters(query_string: bytes) -> Mapping[str, object]:
    """The parameters of a GET; `variables` and `extensions` are JSON in them."""
    try:
        text = query_string.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError:
        raise RequestError.bad("The parameters of the URL are not valid UTF-8.") from None
    parameters: dict[str, object] = {}
    for name, value in pairs:
        if name in parameters and name in PARAMETERS:
            raise RequestError.bad(f"The parameter `{name}` is given twice.")
        is_json = name in ("variables", "extensions")
        parameters[name] = decode(value, f"`{name}`") if is_json and value else value or None
    return parameters


def build(given: Mapping[str, object]) -> GraphQLRequest:
    """The request of parameters whose types are checked; a RequestError tells what is wrong."""
    extensions = typed(given, "extensions", dict) or {}
    persisted = typed(extensions, "persistedQuery", dict) or {}
    document_id = typed(given, "documentId", str) or typed(persisted, "sha256Hash", str)
    query = typed(given, "query", str) or None
    if query is None and document_id is None:
        raise RequestError.bad("The key `query` is missing.")
    return GraphQLRequest(
        query=query,
        operation_name=typed(given, "operationName", str) or None,
        variables=typed(given, "variables", dict) or {},
        extensions=extensions,
        document_id=document_id,
    )


def typed(given: Mapping[str, object], key: str, kind: type[T]) -> T | None:
    """The value of a key, None if it is absent or null, a RequestError if of another type."""
    value = given.get(key)
    if value is not None and not isinstance(value, kind):
        raise RequestError.bad(f"`{key}` must be {NAMES[kind]}.")
    return value
