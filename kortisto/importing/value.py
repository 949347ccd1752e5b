"""From the text of a file to a value of a target."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from core.writing.naming import Reference
from kortisto.importing.mapping import EXTERNAL_ID, Rule
from kortisto.importing.report import Correction

PLACE = re.compile(r"\{([^{}]+)\}")


def columns_of(rule: Rule) -> tuple[str, ...]:
    """The columns that a rule reads."""
    if rule.template is not None:
        return tuple(PLACE.findall(rule.template))
    return () if rule.column is None else (rule.column,)


class Value:
    """Makes the values of one field. `column` is where a fault of it is told."""

    def __init__(
        self, rule: Rule, columns: Mapping[str, int], blanks: frozenset[str], source: str
    ) -> None:
        self.rule = rule
        self.column = ", ".join(columns_of(rule))
        self._columns = columns
        self._blanks = blanks | frozenset(rule.blank) | {""}
        self._source = rule.source or source

    def raw(self, values: Sequence[str]) -> str | None:
        """What stands in the file, to be shown."""
        found = (values[self._columns[column]] for column in columns_of(self.rule))
        return ", ".join(found) or None

    def of(self, values: Sequence[str], corrections: set[Correction]) -> object:
        """The value, None for a blank; ValueError says what is wrong with the text."""
        if self.rule.constant is not None:
            return self._referring(self.rule.constant)
        text = self._text(values)
        if text is None:
            return self._referring(self.rule.default)
        right = self.rule.corrections.get(text, text)
        if right != text:
            corrections.add(Correction(self.column, text, right))
        return self._referring(self._transformed(self.rule.values.get(right, right)))

    def _text(self, values: Sequence[str]) -> str | None:
        """The text of the column or template; None if a part of it is blank."""
        parts = {c: values[self._columns[c]].strip() for c in columns_of(self.rule)}
        if not self._blanks.isdisjoint(parts.values()):
            return None
        if self.rule.template is None:
            return parts[self.column]
        return PLACE.sub(lambda found: parts[found[1]], self.rule.template)

    def _transformed(self, text: str) -> object:
        rule = self.rule
        if rule.pattern is not None:
            text = _matched(rule.pattern, text)
        for part, other in rule.replace.items():
            text = text.replace(part, other)
        if rule.case is not None:
            text = text.upper() if rule.case == "upper" else text.lower()
        if rule.date is not None:
            return _day(text, rule.date)
        if rule.decimal is not None or rule.multiply is not None:
            return _number(text, rule.decimal or ".") * (rule.multiply or 1)
        return text

    def _referring(self, value: object) -> object:
        if self.rule.match is None or value is None:
            return value
        source = self._source if self.rule.match == EXTERNAL_ID else ""
        return Reference(str(value), self.rule.match, source)


def _matched(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"does not match the pattern {pattern}.")
    return found[1]


def _day(text: str, form: str) -> date:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise ValueError(f"is not a day written as {form}.") from None


def _number(text: str, sign: str) -> Decimal:
    other = "." if sign == "," else ","
    plain = "".join(text.split()).replace(other, "").replace(sign, ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise ValueError("is not a number.") from None
