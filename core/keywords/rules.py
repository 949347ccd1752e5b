"""What must hold for keywords."""

import re

from sqlalchemy import ColumnElement

from core.declare.field import Alias
from core.writing import Draft, Rules
from core.writing.inputs import Only

_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]*")


class KeywordRules(Rules):
    """Lists and codes are upper-case words; labels are texts by language."""

    def complete(self, draft: Draft) -> None:
        for name in ("list", "code", "colour"):
            if isinstance(text := draft.values.get(name), str):
                draft.values[name] = text.upper()

    def check(self, draft: Draft) -> None:
        for name in ("list", "code"):
            check_code(draft, name)
        check_labels(draft)


def check_code(draft: Draft, name: str) -> None:
    """Refuse a code that is no upper-case word."""
    if not _CODE.fullmatch(draft.get(name)):
        draft.refuse(name, "must be letters, digits, '_' and '-': write it as FIELD_SALES.")


def check_labels(draft: Draft) -> None:
    """Refuse labels that are not short texts by language."""
    labels = draft.values.get("labels", {})
    if not isinstance(labels, dict) or not all(
        isinstance(text, str) and 0 < len(text) <= 200 and 2 <= len(language) <= 10
        for language, text in labels.items()
    ):
        draft.refuse("labels", 'must be short texts by language: write {"fi": "Myynti"}.')


def in_list(name: str) -> Only:
    """The keywords of one list, for references to them."""

    def holds(row: Alias) -> ColumnElement[bool]:
        inside: ColumnElement[bool] = row.list == name
        return inside

    return holds
