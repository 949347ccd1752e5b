"""The GraphQL types of results and their files."""

import strawberry

from core.scalars import JSON


@strawberry.type(description="A column of a result.")
class SqlResultColumn:
    name: str = strawberry.field(description="Its name; several may have the same.")
    type: str = strawberry.field(description="PostgreSQL's name of its type.")


@strawberry.type(description="What a search or a report gave.")
class SqlResult:
    columns: list[SqlResultColumn] = strawberry.field(description="The columns, in their order.")
    rows: list[list[JSON | None]] = strawberry.field(
        description="The rows, each a value for each column: decimal numbers, days and instants "
        "as strings, as elsewhere in the API."
    )
    truncated: bool = strawberry.field(
        description="Whether there are more rows than an answer shows; see Excel for all."
    )
    milliseconds: int = strawberry.field(description="How long it took.")
