"""A mapping that fits a file and a target."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from core.writing import Writes
from core.writing.inputs import LinksInput, ReferenceInput
from core.writing.naming import Reference
from kortisto.importing.errors import MappingError
from kortisto.importing.mapping import EXTERNAL_ID
from kortisto.importing.mapping import Mapping as MappingFile
from kortisto.importing.records import Record
from kortisto.importing.rejection import Rejection
from kortisto.importing.report import Correction, Report
from kortisto.importing.value import Value, columns_of

KEYS = frozenset({"source", "external_id", "source_updated_at"})

Item = dict[str, Any]
"""What the write engine takes for one record."""


class Unfit(Exception):
    """A line whose values cannot be read."""

    def __init__(self, rejections: Sequence[Rejection]) -> None:
        self.rejections = rejections


class Plan:
    """Makes items of lines. MappingError names columns and fields that are not there."""

    def __init__(
        self, mapping: MappingFile, columns: Mapping[str, int], writes: Writes, report: Report
    ) -> None:
        self.mapping = mapping
        self.writes = writes
        self._columns = columns
        self._report = report
        self._check()
        blanks = frozenset(mapping.blank)
        self.values = {
            self._input(name): Value(rule, columns, blanks, mapping.source)
            for name, rule in mapping.fields.items()
        }
        self._skipped = [(columns[c], frozenset(v)) for c, v in mapping.skip.items()]
        self._key = [columns[column] for column in mapping.key]

    def skips(self, record: Record) -> bool:
        """Whether the mapping leaves the line out."""
        return any(record.values[place].strip() in left for place, left in self._skipped)

    def key(self, record: Record) -> str:
        """The external id; Unfit if a part of it is blank."""
        parts = [record.values[place].strip() for place in self._key]
        if "" in parts:
            column = self.mapping.key[parts.index("")]
            raise Unfit([Rejection(record.line, column, "", "The key is blank.")])
        return " / ".join(parts)

    def item(self, record: Record, key: str) -> Item:
        """What is to be written; Unfit names every value that cannot be read."""
        item: Item = {"source": self.mapping.source, "external_id": key}
        rejections = []
        corrections: set[Correction] = set()
        for name, value in self.values.items():
            try:
                _set(item, name, value.of(record.values, corrections))
            except ValueError as error:
                raw = value.raw(record.values)
                rejections.append(Rejection(record.line, value.column, raw, f"It {error}"))
        self._report.corrections.update(corrections)
        if rejections:
            raise Unfit(rejections)
        return item

    def value_of(self, name: str) -> Value | None:
        """What makes the value of a field, or of a part of it."""
        return next((v for n, v in self.values.items() if n.partition(".")[0] == name), None)

    def is_own(self, name: str) -> bool:
        """Whether a field refers by name to records that the same file may bring further down."""
        found = self.writes.inputs.get(name)
        matched = name in self.values and self.values[name].rule.match is not None
        refers = isinstance(found, ReferenceInput | LinksInput)
        return matched and refers and found.target == self.writes.entity.name  # type: ignore[union-attr]

    def wanted(self, item: Item) -> Iterator[Reference]:
        """What the item calls the records of its own kind that it refers to."""
        for name in references(item):
            if self.is_own(name):
                yield _plain(item[name])

    def offered(self, item: Item) -> Iterator[Reference]:
        """What other items may call the record that the item makes."""
        for name in filter(self.is_own, self.values):
            by = self.values[name].rule.match or ""
            source = item["source"] if by == EXTERNAL_ID else ""
            yield _plain(Reference(str(item.get(by)), by, source))

    def _input(self, name: str) -> str:
        """What the target calls a field: `owner` is `owner_id` there; a dotted part stays."""
        whole, dot, part = name.partition(".")
        if whole in KEYS:
            raise MappingError(f"The field '{whole}' says where a record comes from: leave it out.")
        names = (whole, f"{whole}_id", f"{whole.removesuffix('s')}_ids")
        found = next((known for known in names if known in self.writes.inputs), None)
        if found is None:
            _known("field", whole, self.writes.inputs)
        return f"{found}{dot}{part}"

    def _check(self) -> None:
        for column in self._used():
            _known("column", column, self._columns)

    def _used(self) -> Iterator[str]:
        yield from self.mapping.key
        yield from self.mapping.skip
        for rule in self.mapping.fields.values():
            yield from columns_of(rule)


def said(item: Item) -> str:
    """What an item says, to be compared with another of the same key."""
    return repr(sorted(item.items()))


def _plain(reference: Reference) -> Reference:
    return replace(reference, text=" ".join(reference.text.split()).lower())


def references(item: Item) -> Iterator[str]:
    """The names of the fields that refer to a record by what it is called."""
    return (name for name, value in item.items() if isinstance(value, Reference))


def _set(item: Item, name: str, value: object) -> None:
    """Set a field, or with a dotted name, `labels.en`, a part of one."""
    whole, _, part = name.partition(".")
    if not part:
        item[whole] = value
    elif value is not None:
        item.setdefault(whole, {})[part] = value


def _known(what: str, name: str, there: Mapping[str, object]) -> None:
    if name in there:
        return
    near = get_close_matches(name, there, 1)
    where = "file" if what == "column" else "target"
    hint = f" Did you mean '{near[0]}'?" if near else f" There are: {', '.join(there)}."
    raise MappingError(f"The mapping names the {what} '{name}', which the {where} has not.{hint}")
