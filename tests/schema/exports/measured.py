"""Run in a process of its own: the memory that a long export takes beyond a short one."""

import asyncio
import resource
import sys
from pathlib import Path

import orjson

from schema.exports import ExportSettings
from tests.api import Api, deployment_on
from tests.schema.exports.exporter import Exporter

CLEAR, STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")

QUERY = """query ($ids: [Int!]) { changes(filter: {recordId: {in: $ids}}) {
  nodes { id at entity recordId via action new customer { name owner { name } } } } }"""


async def main(url: str, kind: str) -> None:
    """Print the growth in kilobytes, and the bytes of the long file."""
    api = Api(deployment_on(url))
    exporter = Exporter(api, ExportSettings())
    await size(exporter, kind, [1])
    forget_peak()
    before = peak()
    bytes_sent = await size(exporter, kind, [1, 2])
    sys.stdout.write(f"{peak() - before} {bytes_sent}\n")
    await api.deployment.close()


async def size(exporter: Exporter, kind: str, ids: list[int]) -> int:
    """The bytes of a file."""
    found = 0

    async def send(message: dict[str, object]) -> None:
        nonlocal found
        body = message.get("body", b"")
        assert isinstance(body, bytes)
        found += len(body)

    body = asked(kind, ids)
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, object]:
        if messages:
            return messages.pop()
        await asyncio.Event().wait()
        raise AssertionError

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/export",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    await exporter.endpoint(exporter.api.admin)(scope, receive, send)  # type: ignore[arg-type]
    return found


def asked(kind: str, ids: list[int]) -> bytes:
    return orjson.dumps({"query": QUERY, "variables": {"ids": ids}, "format": kind})


def forget_peak() -> None:
    """Begin to measure the peak anew, where that is possible."""
    if CLEAR.exists():
        CLEAR.write_text("5")


def peak() -> int:
    if not STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    [line] = [line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1])


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
