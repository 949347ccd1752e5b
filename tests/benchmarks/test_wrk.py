import pytest

from benchmarks.request import Request
from benchmarks.wrk import NoneAnswered, WrkError, in_lua, reading

HEADING = """Running 2s test @ http://127.0.0.1:1
  1 threads and 8 connections
Requests/sec:   1513.44
Transfer/sec:     13.52MB

"""


def output(requests: int, *, failed: int = 0, mean: float = 4.0) -> str:
    return HEADING + (
        f'{{"requests":{requests},"seconds":2.0,"failed":{failed},'
        f'"mean":{mean},"p50":3.5,"p99":9.25}}\n'
    )


def test_a_reading_is_requests_per_second_and_milliseconds() -> None:
    found = reading(output(4000), 8)

    assert (found.rate, found.p50, found.p99) == (2000, 3.5, 9.25)


def test_the_rate_of_a_few_long_requests_follows_from_their_mean() -> None:
    # Eight connections, each request 4 s: those that the end of the round cut off do not count.
    assert reading(output(8, mean=4000), 8).rate == 2


def test_failed_requests_are_no_reading() -> None:
    with pytest.raises(WrkError, match="1 requests failed"):
        reading(output(100, failed=1), 8)


def test_a_round_without_an_answer_is_no_reading() -> None:
    with pytest.raises(NoneAnswered):
        reading(output(0), 8)


def test_requests_are_written_in_lua() -> None:
    request = Request("/graphql", (("content-type", "application/json"),), b'{"query": "{ a }"}')

    assert in_lua(Request("/page")) == 'wrk.format("GET", "/page", {}, nil)'
    assert in_lua(request) == (
        'wrk.format("POST", "/graphql", {["content-type"] = "application/json"}, '
        '[==[{"query": "{ a }"}]==])'
    )
