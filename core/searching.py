"""Search without accents, by words and their beginnings, forgiving a typing error."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Computed,
    Index,
    Numeric,
    Text,
    and_,
    cast,
    false,
    func,
    or_,
    true,
)

from core.declare.field import Alias

if TYPE_CHECKING:
    from core.reading.search import Search


def searched(*columns: str) -> Computed:
    """A stored column of the texts of other columns, folded to lower case without accents."""
    texts = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)
    return Computed(f"fold({texts})", persisted=True)


def search_index(table: str) -> Index:
    return Index(
        f"ix_{table}_search_text",
        "search_text",
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )


def search_text(row: Alias, search: "Search") -> tuple[ColumnElement[bool], ColumnElement[Any]]:
    """Rows with every word of the text, or with something much like it; the best first.

    A text with digits is taken as written: one digit more is another number.
    """
    whole = func.fold(search.whole)
    words = [row.search_text.like("%" + _literal(func.fold(w)) + "%") for w in search.words]
    alike = false() if search.has_digits else whole.bool_op("<%")(row.search_text)
    rank = cast(func.word_similarity(whole, row.search_text), Numeric(6, 5))
    return or_(and_(true(), *words), alike), rank


def _literal(word: ColumnElement[str]) -> ColumnElement[str]:
    """A folded word without wildcards; folding makes some, of the full-width ％ for one."""
    return func.regexp_replace(word, r"([\\%_])", r"\\\1", "g", type_=Text)
