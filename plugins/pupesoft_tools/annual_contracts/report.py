"""The report: sales of a period beside those of the same period a year earlier."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Numeric,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from core.customers.models import Customer
from core.errors import BadInput
from core.keywords.models import Keyword
from core.reading import Argument, Asked
from core.reading.late import Given, Late, as_sql, converted, known
from core.viewer import require
from plugins.pupesoft_tools.annual_contracts.enums import AnnualContractGroup
from plugins.pupesoft_tools.annual_contracts.periods import (
    Period,
    day_after,
    end_before,
    year_before,
)

ARGUMENTS: Mapping[str, Argument] = {
    "from": Argument(date, "The first day of the period."),
    "to": Argument(date, "The last day of the period, at most a year after the first."),
    "by": Argument(AnnualContractGroup | None, "By what sales are added up; CUSTOMER if left out."),
    "threshold": Argument(
        Decimal | None,
        "Only customers whose purchases come to so much, in the period or a year earlier; in each "
        "currency by itself. All that bought something if left out.",
    ),
}

QUANTITY, AMOUNT = Numeric(20, 4), Numeric(20, 2)
SUMS = {
    "quantity": QUANTITY,
    "previous_quantity": QUANTITY,
    "purchases": AMOUNT,
    "previous_purchases": AMOUNT,
}
KEYS: Mapping[AnnualContractGroup, Sequence[str]] = {
    AnnualContractGroup.TOTAL: (),
    AnnualContractGroup.CUSTOMER: ("customer_id",),
    AnnualContractGroup.DEPARTMENT: ("customer_id", "department_id"),
    AnnualContractGroup.PRODUCT_GROUP: ("customer_id", "department_id", "group_id"),
}


def contract_rows(asked: Asked) -> Select[Any]:
    """The rows of the report, by customer, currency, department and product group."""
    _check_period(asked)
    keys = KEYS[asked.get("by") or AnnualContractGroup.CUSTOMER]
    found = _of_customers(asked)
    shown = [found.c[name] for name in keys]
    by = [*shown, found.c.currency]
    sums = {name: cast(func.sum(found.c[name]), kind) for name, kind in SUMS.items()}
    divided = (
        select(*by, *(value.label(name) for name, value in sums.items()))
        .group_by(*by)
        .having(or_(*(value != 0 for value in sums.values())))
        .subquery("divided")
    )
    return _in_order(asked, divided, keys)


def _check_period(asked: Asked) -> None:
    """BadInput unless the days are a period, now or when they are known."""
    first, last = asked.get("from"), asked.get("to")
    Period(known(first), known(last))
    late = [day for day in (first, last) if isinstance(day, Late)]

    def check(given: Given) -> Period:
        return Period(*(day.read(given) if isinstance(day, Late) else day for day in (first, last)))

    if late:
        late[0].binds.checks.append(check)


def _of_customers(asked: Asked) -> Subquery:
    """The sums of each customer, currency, department and group, above the threshold."""
    if asked.registry.sold_lines is None:
        raise BadInput("No enabled plugin tells what customers bought: enable finance.")
    require(asked.viewer, asked.registry.sold_lines.permission)
    line = asked.registry.sold_lines.rows()
    now, before = _within(asked, line)
    by = [line.c[name] for name in ("customer_id", "currency", "department_id", "group_id")]
    customer: Any = aliased(Customer)
    sums = (
        select(
            *by,
            *(
                func.coalesce(func.sum(line.c[name]).filter(period), 0).label(f"{prefix}{called}")
                for prefix, period in (("", now), ("previous_", before))
                for name, called in (("quantity", "quantity"), ("net", "purchases"))
            ),
        )
        .select_from(line)
        .join(customer, customer.id == line.c.customer_id)
        .where(or_(now, before), customer.archived_at.is_(None))
        .where(*asked.chosen("Customer", customer))
        .group_by(*by)
        .subquery("sold")
    )
    return _above(asked, sums)


def _within(asked: Asked, line: FromClause) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether a line is of the period, and of the one a year earlier."""
    first, last = asked.get("from"), asked.get("to")
    days = (
        (first, converted(last, day_after)),
        (converted(first, year_before), converted(last, end_before)),
    )
    now, before = (
        and_(line.c.day >= as_sql(begin, Date()), line.c.day < as_sql(end, Date()))
        for begin, end in days
    )
    return now, before


def _above(asked: Asked, sums: Subquery) -> Subquery:
    """The sums of customers that reach the threshold in either period."""
    threshold = asked.sql("threshold", Numeric())
    if threshold is None:
        return sums
    over: dict[str, Any] = {"partition_by": (sums.c.customer_id, sums.c.currency)}
    totals = select(
        *sums.c,
        func.sum(sums.c.purchases).over(**over).label("total"),
        func.sum(sums.c.previous_purchases).over(**over).label("previous_total"),
    ).subquery("total")
    reached = or_(totals.c.total >= threshold, totals.c.previous_total >= threshold)
    return select(*(totals.c[column.key] for column in sums.c)).where(reached).subquery("above")


def _in_order(asked: Asked, rows: Subquery, keys: Sequence[str]) -> Select[Any]:
    """The rows, numbered in the order of names and positions; nothing of a kind comes last."""
    found = select(*rows.c)
    order: list[Any] = []
    if "customer_id" in keys:
        customer: Any = aliased(Customer)
        found = found.join(customer, customer.id == rows.c.customer_id)
        order += [customer.bare_name_sort, customer.id, rows.c.currency]
    for name in keys[1:]:
        keyword: Any = aliased(Keyword)
        seen = asked.seen("Keyword", keyword)
        found = found.outerjoin(keyword, and_(keyword.id == rows.c[name], seen))
        order += [keyword.position, keyword.code]
    number = func.row_number().over(order_by=[*order, rows.c.currency])
    base = rows.c.previous_purchases
    index = case((base > 0, func.round(100 * rows.c.purchases / base, 1)), else_=null())
    return found.add_columns(number.label("id"), cast(index, Numeric(20, 1)).label("index"))
