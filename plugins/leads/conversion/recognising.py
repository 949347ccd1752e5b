"""By which keys what leads bring is recognised, and waiting for others who look for the same."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Integer,
    Subquery,
    Text,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
)

from core.reading.late import Binds
from core.writing import Writing, given_list
from plugins.leads.conversion.enums import Mode, Target
from plugins.leads.conversion.job import Job

PROBED = ("business_key", "email", "company_key", "country")
"""The keys by which customers and their contacts are looked for."""

LOCKS = 256
"""How many locks keep parallel conversions of one company apart; a power of two."""


class Keys(NamedTuple):
    """What a lead's customer, contact and opportunity are recognised by; None matches nothing."""

    business_key: str | None
    company_key: str | None
    email: str | None
    country: str | None
    person: str | None
    deal: str | None


async def recognise(writing: Writing, jobs: Sequence[Job]) -> list[Keys]:
    """The keys of each lead, of the values that it brings, in one statement."""
    said = _arrays(list(map(_told, jobs)))
    told = func.unnest(*said).table_valued(
        *("business_id", "company", "person", "deal"), with_ordinality="place"
    )
    row = told.render_derived("told").c
    found = select(
        func.identifier_key(row.business_id),
        func.company_key(row.company),
        func.nullif(func.fold(row.person), ""),
        func.nullif(func.fold(row.deal), ""),
    ).order_by(row.place)
    keys = (await writing.session.execute(found)).all()
    return [
        Keys(k[0], k[1], _email(job), _country(job), k[2], k[3])
        for job, k in zip(jobs, keys, strict=True)
    ]


async def wait_for_others(writing: Writing, keys: Sequence[Keys]) -> None:
    """Wait for parallel conversions that may make the same customers, until they have ended.

    What is looked for afterwards is found also if one of them made it.
    """
    texts = sorted({text for k in keys for text in _locked(k)})
    if not texts:
        return
    text = func.unnest(cast(bindparam(None, texts), ARRAY(Text))).column_valued("text")
    place = func.hashtext(text).bool_op("&")(literal(LOCKS - 1, Integer)).label("place")
    places = select(cast(place, Integer).label("place")).distinct().order_by("place").subquery()
    lock = func.pg_advisory_xact_lock(func.hashtext("lead.conversion"), places.c.place)
    await writing.session.execute(select(lock))


def probes(binds: Binds) -> Subquery:
    """Lists of keys, by their names, as a table of what is looked for; `place` counts from 0."""
    lists = (given_list(binds, name, Text()) for name in PROBED)
    row = (
        func.unnest(*lists).table_valued(*PROBED, with_ordinality="number").render_derived("told").c
    )
    place = (row.number - 1).label("place")
    lead = cast(null(), BigInteger).label("lead_id")
    return select(place, lead, *(row[name] for name in PROBED)).subquery("probe")


def _told(job: Job) -> tuple[str | None, ...]:
    person = f"{_value(job, Target.CONTACT, 'first_name', 'first_name') or ''} " + (
        _value(job, Target.CONTACT, "last_name", "last_name") or ""
    )
    return (
        _value(job, Target.CUSTOMER, "business_id", "business_id"),
        _value(job, Target.CUSTOMER, "name", "company"),
        " ".join(person.split()),
        " ".join((_value(job, Target.OPPORTUNITY, "name", "name") or "").split()),
    )


def _email(job: Job) -> str | None:
    return _value(job, Target.CONTACT, "email", "email")


def _country(job: Job) -> str | None:
    return _value(job, Target.CUSTOMER, "billing_country", "country")


def _value(job: Job, target: Target, name: str, attribute: str) -> str | None:
    """What a target is brought for a field; where that is not copied, what the lead says."""
    part = job.parts.get(target)
    found: Any = part.plain(name) if part and name in part.values else job.lead.get(attribute)
    return str(found) if found is not None else None


def _locked(keys: Keys) -> Iterator[str]:
    for kind, key in zip("bce", keys[:3], strict=True):
        if key is not None:
            yield kind + key


def _arrays(rows: Sequence[tuple[str | None, ...]]) -> Iterator[Any]:
    for column in zip(*rows, strict=True):
        yield cast(bindparam(None, list(column), ARRAY(Text)), ARRAY(Text))


def wants_match(job: Job, target: Target) -> bool:
    """Whether the target is to be found among the records that there are."""
    part = job.parts.get(target)
    return part is not None and part.mode is Mode.MATCH_OR_CREATE
