"""Sales of a customer as tables: by department, and by product group below departments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from core.headings.words import Language
from plugins.pupesoft_tools.annual_contracts.comparing import Account, Line
from plugins.pupesoft_tools.annual_contracts.figures import Figures
from plugins.pupesoft_tools.annual_contracts.words import WORDS


class Kind(Enum):
    """What a row of a table is."""

    PLAIN = "plain"
    SUM = "sum"


@dataclass(frozen=True)
class Row:
    """A row of a table; `department` is where its product group belongs."""

    kind: Kind
    department: str
    group: str
    figures: Figures


@dataclass(frozen=True)
class Tables:
    """The tables of a customer in one currency, and the sum of all."""

    currency: str
    departments: Sequence[Row]
    groups: Sequence[Row]
    """With a sum below the groups of each department."""
    total: Figures


def tables_of(account: Account, language: Language) -> Iterator[Tables]:
    """The tables of a customer, currency by currency."""
    lines = sorted(account.lines, key=lambda line: line.currency)
    for currency, found in groupby(lines, lambda line: line.currency):
        yield _tables(currency, [*found], language)


def _tables(currency: str, lines: Sequence[Line], language: Language) -> Tables:
    words = WORDS[language]
    departments: list[Row] = []
    groups: list[Row] = []
    for department, found in groupby(lines, lambda line: line.department):
        inside = [*found]
        name = department.told(language) if department else words.no_department
        total = _sum(line.figures for line in inside)
        departments.append(Row(Kind.PLAIN, name, "", total))
        for line in inside:
            group = line.group.told(language) if line.group else words.no_group
            groups.append(Row(Kind.PLAIN, name, group, line.figures))
        groups.append(Row(Kind.SUM, name, words.total, total))
    return Tables(currency, departments, groups, _sum(line.figures for line in lines))


def _sum(figures: Iterable[Figures]) -> Figures:
    return sum(figures, Figures())
