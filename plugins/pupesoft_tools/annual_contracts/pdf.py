"""Comparisons as PDF files: a letter for each customer."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from core.headings.words import Language
from core.typesetting import typeset
from plugins.pupesoft_tools.annual_contracts.comparing import Account
from plugins.pupesoft_tools.annual_contracts.figures import Figures
from plugins.pupesoft_tools.annual_contracts.periods import Period
from plugins.pupesoft_tools.annual_contracts.tables import Row, Tables, tables_of
from plugins.pupesoft_tools.annual_contracts.words import WORDS, days_told

TEMPLATE = Path(__file__).with_name("letters.typ")


async def pdf_of(accounts: Sequence[Account], period: Period, language: Language) -> bytes:
    """A PDF file in which each customer begins on a page of its own."""
    words = WORDS[language]
    now, before = periods_told(period, language)
    letters = [_letter(account, language) for account in accounts]
    data = {"words": vars(words), "now": now, "before": before, "letters": letters}
    return await typeset(TEMPLATE, {**data, "language": language})


def periods_told(period: Period, language: Language) -> tuple[str, str]:
    """The period and the one a year earlier, as people read them."""
    first, last, previous_first, previous_last = (
        format_date(day, "medium", locale=language)
        for day in (period.first, period.last, period.previous_first, period.previous_last)
    )
    return days_told(first, last), days_told(previous_first, previous_last)


def _letter(account: Account, language: Language) -> dict[str, Any]:
    row = account.customer
    town = " ".join(filter(None, (row.customer_billing_postal_code, row.customer_billing_city)))
    lines = [row.customer_name, *(row.customer_billing_street or "").splitlines(), town]
    return {
        "number": row.customer_number,
        "address": [line for line in lines if line],
        "currencies": [_currency(tables, language) for tables in tables_of(account, language)],
    }


def _currency(tables: Tables, language: Language) -> dict[str, Any]:
    return {
        "currency": tables.currency,
        "departments": [_row(row, row.department, language) for row in tables.departments],
        "groups": [_row(row, row.group, language) for row in tables.groups],
        "total": _cells(tables.total, language),
    }


def _row(row: Row, name: str, language: Language) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "department": row.department,
        "name": name,
        "cells": _cells(row.figures, language),
    }


def _cells(figures: Figures, language: Language) -> list[str]:
    def told(value: Decimal | None, form: str) -> str:
        return "" if value is None else format_decimal(value, form, locale=language)

    quantity, money = "#,##0.####", "#,##0.00"
    return [
        told(figures.quantity, quantity),
        told(figures.previous_quantity, quantity),
        told(figures.purchases, money),
        told(figures.previous_purchases, money),
        told(figures.index, "#,##0.0"),
    ]
