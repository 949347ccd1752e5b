"""Northwind's files as an ERP would feed them: `python erp.py DATA FOLDER` writes JSON lines."""

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

Item = dict[str, object]
Row = dict[str, str]


def main(data: Path, folder: Path) -> None:
    """Write a file for each feed, and who owns which customer."""
    folder.mkdir(parents=True, exist_ok=True)
    feeds = {"customers": customers, "products": products, "invoices": invoices}
    for name, items in feeds.items():
        lines = (f"{json.dumps(item, ensure_ascii=False)}\n" for item in items(data))
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    lines = (f"{customer},{employee}\n" for customer, employee in owners(data).items())
    (folder / "owners.csv").write_text("customer_id,employee_id\n" + "".join(lines))


def customers(data: Path) -> Iterator[Item]:
    for row in rows(data, "customers"):
        yield {
            "externalId": row["customer_id"],
            "name": row["company_name"],
            "billingStreet": row["address"].replace("\\n", ", "),
            "billingPostalCode": row["postal_code"],
            "billingCity": row["city"],
            "currency": "USD",
        }


def products(data: Path) -> Iterator[Item]:
    """Products, each in the offering area of its category."""
    areas = {row["category_id"]: row["category_name"] for row in rows(data, "categories")}
    for row in rows(data, "products"):
        yield {
            "externalId": row["product_id"],
            "name": row["product_name"],
            "price": row["unit_price"],
            "currency": "USD",
            "offeringArea": areas[row["category_id"]],
        }


def invoices(data: Path) -> Iterator[Item]:
    """An invoice for each order, on the day of the order."""
    lines = lines_by_order(rows(data, "order_details"))
    for row in rows(data, "orders"):
        yield {
            "externalId": row["order_id"],
            "number": row["order_id"],
            "customerExternalId": row["customer_id"],
            "sellerExternalId": row["employee_id"],
            "invoicedOn": row["order_date"],
            "dueOn": row["required_date"],
            "currency": "USD",
            "lines": lines[row["order_id"]],
        }


def lines_by_order(details: Iterable[Row]) -> Mapping[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for row in details:
        found[row["order_id"]].append(
            {
                "productExternalId": row["product_id"],
                "unitPrice": row["unit_price"],
                "quantity": row["quantity"],
                # a share there, percent here
                "discount": str(Decimal(row["discount"]) * 100),
            }
        )
    return found


def owners(data: Path) -> Mapping[str, str]:
    """The employee who took most of a customer's orders; of several the one hired first."""
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows(data, "orders"):
        taken[row["customer_id"]][row["employee_id"]] += 1
    return {
        customer: min(counts, key=lambda employee: (-counts[employee], int(employee)))
        for customer, counts in taken.items()
    }


def rows(data: Path, name: str) -> Iterator[Row]:
    with (data / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
