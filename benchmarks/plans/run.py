"""Measuring the work on plans."""

import asyncio
from collections.abc import Mapping, Sequence
from itertools import count
from statistics import median
from time import perf_counter

import orjson
from sqlalchemy import URL

from benchmarks.answers import require_same
from benchmarks.database import connected, deployment_on, embedded_server
from benchmarks.options import Options
from benchmarks.plans.data import filled_plans
from benchmarks.plans.work import ByHand, Ours, Work
from benchmarks.report import Report
from benchmarks.results import Result
from core.deployment import Deployment
from kortisto.memory import settle
from schema.compiled import CompiledReads
from schema.composition import Schema, compose
from schema.documents import DocumentCache
from schema.limits import Limits

SCENARIOS = {"grid": 48_000, "cells": 10_000, "spread": 48_000}
"""What is measured, and how many cells it is about."""

CONTENDERS = ("limit", "kortisto")


def run(options: Options) -> None:
    """Measure hand-written SQL and Kortisto in turn, and report."""
    options.require_known(SCENARIOS, CONTENDERS)
    report = Report("plans", options)
    with embedded_server() as server:
        asyncio.run(_compare(server, report))
    report.save()


async def _compare(server: URL, report: Report) -> None:
    url = await filled_plans(server)
    numbers = count(1)
    async with deployment_on(url) as deployment, connected(url) as connection:
        ours = Ours(deployment, served(deployment), numbers)
        by_hand = ByHand(connection, numbers)
        await _check_grid(by_hand, ours)
        settle()
        for name in filter(report.options.scenario, SCENARIOS):
            report.values[name] = SCENARIOS[name]
            works = {"limit": getattr(by_hand, name), "kortisto": getattr(ours, name)}
            report.add(name, await _measured(works, report.options.rounds))
            # both write the same rows: let neither pay for what the other left
            await connection.execute("VACUUM (ANALYZE) plan_row, plan_cell")


async def _check_grid(by_hand: ByHand, ours: Ours) -> None:
    """AnswersDiffer unless both show the same grid."""
    expected, found = orjson.loads(await by_hand.grid()), orjson.loads(await ours.grid())
    require_same("kortisto", found["plan"]["grid"], expected)


def served(deployment: Deployment) -> Schema:
    """The schema as the server has it."""
    return compose(deployment.registry, [DocumentCache(Limits()), CompiledReads()])


async def _measured(works: Mapping[str, Work], rounds: int) -> Mapping[str, Result]:
    taken: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            begun = perf_counter()
            await work()
            if number:
                taken[name].append(perf_counter() - begun)
    return {name: _result(seconds, taken["limit"]) for name, seconds in taken.items()}


def _result(seconds: Sequence[float], base: Sequence[float]) -> Result:
    pairs = zip(base, seconds, strict=True)
    return Result(
        rate=1 / median(seconds),
        p50=median(seconds) * 1_000,
        p99=max(seconds) * 1_000,
        ratio=median(other / mine for other, mine in pairs),
    )
