"""Rows that have a name and sort by it."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from sqlalchemy.orm import Mapped

from core.collation import sort_key
from core.columns import Name, SortKey


class Sorted:
    """A row with the stored sort key `name_sort`, made of the attributes `sorts_by`.

    Whoever writes the row calls `sort_by_name` with the deployment's language.
    """

    sorts_by: ClassVar[tuple[str, ...]] = ("name",)
    name_sort: Mapped[SortKey]

    def sort_by_name(self, language: str) -> None:
        """Fill the sort key."""
        parts = (getattr(self, attribute) for attribute in self.sorts_by)
        self.name_sort = self.sort_key(parts, language)

    @staticmethod
    def sort_key(parts: Iterable[str | None], language: str) -> str:
        """The sort key of a row with these values of `sorts_by`."""
        return sort_key(" ".join(part or "" for part in parts), language)


class Named(Sorted):
    """A row with one name, at most 200 characters."""

    name: Mapped[Name]


def labelled(labels: Mapping[str, str], language: str, otherwise: str) -> str:
    """What people read in a language, else in English, else what it is called without labels."""
    return labels.get(language) or labels.get("en") or otherwise
