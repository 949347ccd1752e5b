"""Finding rows by what people and other systems call them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Select, any_, func, select
from sqlalchemy.orm import aliased
from sqlalchemy.types import Text

from core.declare import Entity
from core.models import Base
from core.reading.late import Binds, as_sql
from core.writing.inputs import Only
from core.writing.reading import Make, given, given_list, read
from core.writing.writing import Writing

EXTERNAL_ID = "external_id"


@dataclass(frozen=True)
class Reference:
    """A row named by a natural key, such as `name`, or by its `external_id` in `source`."""

    text: str
    by: str
    source: str = ""


async def resolve_names(
    writing: Writing, target: str, references: Iterable[Reference], only: Only | None = None
) -> Mapping[Reference, list[int]]:
    """The keys of the visible rows that bear each name, and for which `only` holds.

    One statement per kind of name.
    """
    kinds: dict[tuple[str, str], set[Reference]] = defaultdict(set)
    for reference in references:
        kinds[reference.by, reference.source].add(reference)
    found: dict[Reference, list[int]] = {}
    for (by, source), named in kinds.items():
        keys = await _keys(writing, target, by, source, {_folded(r.text) for r in named}, only)
        found |= {r: keys.get(_folded(r.text), []) for r in named}
    return found


def _folded(text: str) -> str:
    return " ".join(text.split()).lower()


async def _keys(
    writing: Writing, target: str, by: str, source: str, texts: set[str], only: Only | None
) -> Mapping[str, list[int]]:
    entity = writing.deployment.registry.entity(target)
    made: Make = _by_external_id if by == EXTERNAL_ID else partial(_by_attribute, entity, by, only)
    called = {"entity": entity.name, "source": source, "texts": sorted(texts)}
    found: dict[str, list[int]] = defaultdict(list)
    for text, key in await read(writing, ("named", target, by, only), made, **called):
        found[text].append(key)
    return found


def _by_attribute(
    entity: Entity, by: str, only: Only | None, writing: Writing, binds: Binds
) -> Select[Any]:
    row: Any = aliased(entity.model)
    name = func.lower(getattr(row, by))
    kept = [row.archived_at.is_(None)] if entity.archivable else []
    kept += [only(row)] if only else []
    return select(name, row.id).where(name == _any(binds), writing.sees(entity, row), *kept)


def _by_external_id(writing: Writing, binds: Binds) -> Select[Any]:
    table = Base.metadata.tables["external_id"]
    name = func.lower(table.c.external_id)
    return select(name, table.c.record_id).where(
        table.c.entity == as_sql(given(binds, "entity"), Text()),
        table.c.source == as_sql(given(binds, "source"), Text()),
        name == _any(binds),
    )


def _any(binds: Binds) -> Any:
    return any_(given_list(binds, "texts", Text()))
