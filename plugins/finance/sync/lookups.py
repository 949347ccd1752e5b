"""What the words of items stand for: one statement per kind of word, whatever their number."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Text, any_, bindparam, cast, func, select
from sqlalchemy.orm import aliased

from core.customers.models import Customer
from core.employees.models import Employee
from core.keywords.models import Keyword
from core.products.enums import BasketType
from core.products.models import Product, ProductBasket
from core.writing import Code, Writing
from core.writing.external import external_ids
from plugins.finance.line_rules import areas
from plugins.finance.models import Invoice
from plugins.finance.sync.items import InvoiceItem, LineItem
from plugins.finance.sync.reader import Reader

Keys = Mapping[str | None, Any]
UNKNOWN = "names no {} that you may see: send that first."


class Found(NamedTuple):
    """A row that an external id names."""

    key: int
    archived: bool
    kept: tuple[int | None, ...] = ()
    """Of a product its department, group and offering area."""


class Lookups:
    """The rows that the items of one batch name."""

    def __init__(self, writing: Writing, source: str) -> None:
        self._writing = writing
        self._source = source

    async def resolve(self, items: Sequence[InvoiceItem]) -> None:
        """Give items the keys of what they name; refuse those that name what is not there."""
        customers = await self._external(Customer, "Customer", {i.words[0] for i in items})
        known = {i.words[0] for i in items if i.words[0] in customers}
        partners = await self.partners({i.words[1] for i in items if i.words[0] not in known})
        credited = await self._external(Invoice, "Invoice", {i.words[2] for i in items})
        sellers = await self._external(Employee, "Employee", {i.words[3] for i in items})
        for item in items:
            _customer(item, customers, partners)
            item.credited_invoice_id = _key(item, "credited_external_id", item.words[2], credited)
            item.seller_id = _key(item, "seller_external_id", item.words[3], sellers)
        await self._resolve_lines(items)

    async def partners(self, texts: Collection[str | None]) -> Mapping[str | None, Found]:
        """The customers in use with a business id; of several the one with the lowest key."""
        row: Any = aliased(Customer)
        statement = (
            select(row.business_id, func.min(row.id))
            .where(row.business_id == _any(texts), row.archived_at.is_(None), self._sees(row))
            .group_by(row.business_id)
        )
        rows = await self._rows(statement, texts)
        return {text: Found(key, archived=False) for text, key in rows}

    async def _resolve_lines(self, items: Sequence[InvoiceItem]) -> None:
        lines = [line for item in items for line in item.lines]
        products = await self._products({line.words[0] for line in lines})
        codes = {
            "department": await self._codes("DEPARTMENT", {line.words[1] for line in lines}),
            "group": await self._codes("PRODUCT_GROUP", {line.words[2] for line in lines}),
            "offering_area": await self.areas({line.words[3] for line in lines}),
        }
        for item in items:
            for place, line in enumerate(item.lines):
                _resolve_line(item, place, line, products, codes)

    async def _external(
        self, model: type[Any], entity: str, texts: Collection[str | None]
    ) -> Mapping[str | None, Found]:
        row: Any = aliased(model)
        names = external_ids().alias()
        statement = (
            select(names.c.external_id, row.id, row.archived_at.is_not(None))
            .join(row, row.id == names.c.record_id)
            .where(self._named(names, entity, texts), self._sees(row, entity))
        )
        return {t: Found(key, old) for t, key, old in await self._rows(statement, texts)}

    async def _products(self, texts: Collection[str | None]) -> Mapping[str | None, Found]:
        names, area, row = external_ids().alias(), areas(), aliased(Product)
        statement = (
            select(
                names.c.external_id,
                row.id,
                row.department_id,
                row.group_id,
                area.c.offering_area_id,
            )
            .join(row, row.id == names.c.record_id)
            .outerjoin(area, area.c.product_id == row.id)
            .where(self._named(names, "Product", texts))
        )
        rows = await self._rows(statement, texts)
        return {r[0]: Found(r[1], archived=False, kept=tuple(r[2:])) for r in rows}

    async def _codes(self, name: str, texts: Collection[str | None]) -> Mapping[str | None, Found]:
        statement = select(Keyword.code, Keyword.id).where(
            Keyword.list == name, Keyword.code == _any(texts), Keyword.archived_at.is_(None)
        )
        return {t: Found(k, archived=False) for t, k in await self._rows(statement, texts)}

    async def areas(self, texts: Collection[str | None]) -> Mapping[str | None, Found]:
        """The offering areas in use by their names."""
        basket = ProductBasket
        statement = (
            select(basket.name, func.min(basket.id))
            .where(
                basket.type == BasketType.WALLET_SHARE,
                basket.name == _any(texts),
                basket.archived_at.is_(None),
            )
            .group_by(basket.name)
        )
        return {t: Found(k, archived=False) for t, k in await self._rows(statement, texts)}

    def _named(self, names: Any, entity: str, texts: Collection[str | None]) -> Any:
        return (
            (names.c.entity == entity)
            & (names.c.source == self._source)
            & (names.c.external_id == _any(texts))
        )

    def _sees(self, row: Any, entity: str = "Customer") -> Any:
        writing = self._writing
        return writing.sees(writing.deployment.registry.entity(entity), row)

    async def _rows(self, statement: Any, texts: Collection[str | None]) -> Any:
        wanted = any(texts)
        return await self._writing.session.execute(statement) if wanted else ()


def _customer(item: InvoiceItem, customers: Keys, partners: Keys) -> None:
    external, business = item.words[:2]
    found = customers.get(external) or partners.get(business)
    if found is None:
        name = "customer_external_id" if external else "customer_business_id"
        item.refuse(name, UNKNOWN.format("customer"), Code.NOT_FOUND)
    elif found.archived:
        name = "customer_external_id"
        item.refuse(name, "names an archived customer: restore it first.", Code.ARCHIVED)
    else:
        item.customer_id = found.key


def _key(item: InvoiceItem, name: str, word: str | None, found: Keys) -> int | None:
    if word is None:
        return None
    if word not in found:
        item.refuse(name, UNKNOWN.format("record"), Code.NOT_FOUND)
        return None
    key: int = found[word].key
    return key


def _resolve_line(
    item: InvoiceItem, place: int, line: LineItem, products: Keys, codes: Mapping[str, Keys]
) -> None:
    product = products.get(line.words[0])
    reader = Reader({}, (*item.path, "lines", str(place)), item.errors)
    if line.words[0] and product is None:
        text = UNKNOWN.format("product")
        reader.refuse("product_external_id", text, Code.NOT_FOUND)
    keys = list(product.kept) if product else [None, None, None]
    for n, (name, known) in enumerate(codes.items()):
        word = line.words[n + 1]
        if word and word in known:
            keys[n] = known[word].key
        elif word:
            reader.refuse(name, "names none that is in use: make it first.", Code.NOT_FOUND)
    line.keys = [product.key if product else None, *keys]


def _any(texts: Collection[str | None]) -> Any:
    kind = ARRAY(Text)
    return any_(cast(bindparam(None, sorted(t for t in texts if t), kind), kind))
