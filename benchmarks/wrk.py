"""Load made by wrk, and what it measures."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from benchmarks.request import Request
from core.errors import KortistoError

PATIENCE = 120
"""Seconds after which wrk gives a request up."""

FEW = 20
"""Requests per connection below which those that the end of a round cuts off would count."""

SCRIPT = """
local requests = {}
local at = 0

function init()
  requests = {%s}
end

function request()
  at = at %% #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    '\\n{"requests":%%d,"seconds":%%f,"failed":%%d,"mean":%%f,"p50":%%f,"p99":%%f}\\n',
    summary.requests, summary.duration / 1e6, failed,
    latency.mean / 1e3, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""
"""Sends requests in turn, and tells the times in milliseconds."""


class WrkError(KortistoError):
    """wrk is missing, or its requests failed."""


@dataclass(frozen=True)
class Reading:
    """Requests per second, and the milliseconds that half and 99 of 100 took at most."""

    rate: float
    p50: float
    p99: float


class NoneAnswered(WrkError):
    """The time was too short for a single answer."""


def require_wrk() -> None:
    """WrkError if wrk cannot be run."""
    if shutil.which("wrk") is None:
        raise WrkError("The benchmarks need wrk: install it (Debian, Ubuntu: apt install wrk).")


def load(address: str, requests: Sequence[Request], connections: int, seconds: float) -> Reading:
    """Send the requests over and over; WrkError if one fails, NoneAnswered if there was no time."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "requests.lua")
        script.write_text(SCRIPT % ",\n".join(map(in_lua, requests)), encoding="utf-8")
        done = subprocess.run(
            [
                *("wrk", "--threads", "1", "--connections", str(connections)),
                *("--duration", f"{max(1, round(seconds))}s", "--timeout", f"{PATIENCE}s"),
                *("--script", script, address),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise WrkError(f"wrk stopped: {(done.stderr or done.stdout).strip()}")
    return reading(done.stdout, connections)


def in_lua(request: Request) -> str:
    """The request as a Lua expression."""
    headers = ", ".join(f'["{name}"] = "{value}"' for name, value in request.headers)
    body = f"[==[{request.body.decode()}]==]" if request.body else "nil"
    return f'wrk.format("{request.method}", "{request.path}", {{{headers}}}, {body})'


def reading(output: str, connections: int) -> Reading:
    """The figures in wrk's output; WrkError if a request failed or none was answered."""
    told = orjson.loads(output.strip().rpartition("\n")[2])
    if told["failed"]:
        raise WrkError(f"{told['failed']} requests failed")
    if not told["requests"]:
        raise NoneAnswered("no request was answered")
    rate = told["requests"] / told["seconds"]
    if told["requests"] < FEW * connections:
        rate = connections / told["mean"] * 1000
    return Reading(rate, told["p50"], told["p99"])
