"""What must hold for invoice lines."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from sqlalchemy import Subquery, func, select, update

from core.products.enums import BasketType
from core.products.models import BasketProduct, Product, ProductBasket
from core.reading.rows import keys_parameter
from core.writing import Clash, Draft, Rules
from plugins.finance.fed import refuse_fed
from plugins.finance.models import Invoice, InvoiceLine
from plugins.finance.rules import follow_invoice

CENT = Decimal("0.01")


class LineRules(Rules):
    """A line keeps the department, group and area that its product had when it was written.

    Net is quantity times price less discount, each line rounded half up to the cent, unless it is
    given. The net amount of the invoice follows its lines.
    """

    clashes: ClassVar[Mapping[str, Clash]] = {
        "uq_finance_invoice_line_invoice_id_position": Clash(
            "position", "is taken on this invoice: use another one."
        ),
        "ck_finance_invoice_net_sign": Clash(
            "net", "would turn the sign of the invoice: make a credit note.", "INVALID"
        ),
    }

    def complete(self, draft: Draft) -> None:
        priced = any(map(draft.differs, ("quantity", "unit_price", "discount")))
        if priced and "net" not in draft.given and draft.get("unit_price") is not None:
            draft.values["net"] = line_net(
                draft.get("quantity"), draft.get("unit_price"), draft.get("discount")
            )

    async def complete_all(self, drafts: Sequence[Draft]) -> None:
        await follow_invoice(self, drafts, ("customer_id", "invoiced_on"))
        moved = [d for d in drafts if d.differs("product_id") and d.get("product_id")]
        products = await self._products({d.get("product_id") for d in moved})
        for draft in moved:
            for name, value in products.get(draft.get("product_id"), {}).items():
                if name not in draft.given:
                    draft.values[name] = value

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        await refuse_fed(self.writing, drafts, "Invoice", "invoice_id")

    async def written(self, drafts: Sequence[Draft]) -> None:
        """Bring the invoices' net amounts up to date; one statement."""
        keys = {k for d in drafts for k in (d.get("invoice_id"), d.before("invoice_id")) if k}
        line = InvoiceLine
        sums = (
            select(line.invoice_id, func.sum(line.net).label("net"))
            .where(line.invoice_id == keys_parameter(sorted(keys)), line.archived_at.is_(None))
            .group_by(line.invoice_id)
            .subquery()
        )
        if keys:
            await self.writing.session.execute(
                update(Invoice.__table__)  # type: ignore[arg-type]
                .where(Invoice.id == sums.c.invoice_id, Invoice.net != sums.c.net)
                .values(
                    net=sums.c.net,
                    total=sums.c.net + Invoice.vat,
                    version=Invoice.version + 1,
                    updated_at=func.now(),
                )
            )

    async def _products(self, keys: set[int]) -> Mapping[int, Mapping[str, int | None]]:
        area = areas()
        statement = (
            select(Product.id, Product.department_id, Product.group_id, area.c.offering_area_id)
            .outerjoin(area, area.c.product_id == Product.id)
            .where(Product.id == keys_parameter(sorted(keys)))
        )
        rows: Any = await self.writing.session.execute(statement) if keys else ()
        names = ("department_id", "group_id", "offering_area_id")
        return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def areas() -> Subquery:
    """The offering area of each product: the first of the baskets of that type that hold it."""
    basket = ProductBasket
    return (
        select(BasketProduct.product_id, func.min(basket.id).label("offering_area_id"))
        .join(basket, basket.id == BasketProduct.basket_id)
        .where(basket.type == BasketType.WALLET_SHARE, basket.archived_at.is_(None))
        .group_by(BasketProduct.product_id)
        .subquery("area")
    )


def line_net(quantity: Decimal, price: Decimal, discount: Decimal) -> Decimal:
    """Quantity times price less a discount in percent, rounded half up to the cent."""
    exact = quantity * price * (100 - discount) / 100
    return exact.quantize(CENT, ROUND_HALF_UP)
