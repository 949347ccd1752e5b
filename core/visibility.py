"""Which rows a viewer may see: reasons, OR-ed into one SQL predicate."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, true

from core.declare.field import Alias, Predicate
from core.viewer import Viewer


@dataclass(frozen=True)
class Reason:
    """Why a row of an entity may be visible.

    `code` is an upper-case word, shown by `visibleBecause`; `predicate(row, viewer)` is SQL that
    holds for the rows this reason makes visible: `true()` for all, `false()` for none.
    """

    entity: str
    code: str
    description: str
    predicate: Predicate


@dataclass(frozen=True)
class WithParent:
    """Rows are visible with the row of `entity` whose key their column `via` holds.

    With `needs` this goes for holders of that permission only.
    """

    entity: str
    via: str
    needs: StrEnum | None = None


def everyone(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """All rows, for whoever may read the entity at all: small lists that everybody shares."""
    return true()
