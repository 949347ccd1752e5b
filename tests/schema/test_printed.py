from pathlib import Path

from schema.composition import compose
from tests.api import ALL_PLUGINS, declared

PRINTED = Path(__file__).parents[2] / "schema" / "schema.graphql"


def test_the_printed_schema_is_the_composed_one() -> None:
    printed = compose(declared(ALL_PLUGINS)).as_str() + "\n"
    assert PRINTED.read_text("utf-8") == printed, (
        "Run `kortisto schema print > schema/schema.graphql` and look at what changed."
    )
