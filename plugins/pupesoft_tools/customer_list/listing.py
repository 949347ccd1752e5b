"""Lists of customers as Excel files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.customers.models import Customer
from core.deployment import Deployment
from core.errors import BadInput, Forbidden
from core.headings.words import Language
from core.sheets import Cells, Sheet
from core.templating import Fields
from core.templating.template import Path as FieldPath
from core.viewer import Viewer
from plugins.pupesoft_tools.choosing.customers import chosen

COLUMNS: Sequence[FieldPath] = (
    *((name,) for name in ("number", "name", "businessId", "vatId", "legalForm", "prospect")),
    *((f"billing{part}",) for part in ("Street", "PostalCode", "City", "Country")),
    *((f"delivery{part}",) for part in ("Street", "PostalCode", "City", "Country")),
    *((name,) for name in ("phone", "email", "website", "language")),
    ("owner", "name"),
    ("department", "labels"),
    ("customerGroup", "name"),
    ("district", "labels"),
    ("state", "labels"),
)
"""What a list shows, of what there is in a deployment."""


class Listing:
    """A list of customers for a viewer: the columns that he may read."""

    def __init__(self, deployment: Deployment, viewer: Viewer, language: Language) -> None:
        self._deployment = deployment
        self._viewer = viewer
        self._language: Language = language
        self._row: Any = aliased(Customer)
        self._columns = [*self._readable()]

    def _readable(self) -> Iterator[tuple[FieldPath, Any]]:
        registry = self._deployment.registry
        fields = Fields(registry, registry.entity("Customer"), self._viewer)
        for path in COLUMNS:
            try:
                yield path, fields.sql(self._row, path)
            except (BadInput, Forbidden):
                continue

    @property
    def headings(self) -> list[str]:
        """What the columns are called."""
        registry = self._deployment.registry
        customer = registry.entity("Customer")
        names = [path[0] for path, _ in self._columns]
        fields = registry.by_graphql_name(customer)
        owners = [registry.owner(customer.origin, fields[name].name) for name in names]
        return [
            registry.headings.of(self._language, "Customer", name, owner)
            for name, owner in zip(names, owners, strict=True)
        ]

    async def rows(self, given: object, limit: int) -> Sequence[Sequence[Any]]:
        """The customers that a filter finds, by name without legal form; Refusal as of it."""
        found = chosen(self._deployment, self._viewer, "filter", given, self._row, "Customer")
        values = [value.label(f"v{n}") for n, (_, value) in enumerate(self._columns)]
        order = self._row.bare_name_sort, self._row.id
        statement = select(*values).where(*found).order_by(*order).limit(limit)
        return await self._deployment.database.fetch(statement)

    def file(self, title: str, rows: Sequence[Sequence[Any]]) -> bytes:
        """An Excel file of rows. It blocks; Unwritable for a text that no cell can hold."""
        cells = Cells(self._language, self._deployment.settings.time_zone)
        with TemporaryDirectory(prefix="kortisto_list_") as folder:
            path = Path(folder) / "list.xlsx"
            sheet = Sheet(path, title, self.headings, [None] * len(self._columns))
            try:
                sheet.write([[cells.of(value) for value in row] for row in rows])
            finally:
                sheet.close()
            return path.read_bytes()
