"""`kortisto schema`."""

from cyclopts import App

from core.deployment import declarations, enabled_plugins
from kortisto.cli.output import write
from kortisto.settings import app_settings
from schema.composition import compose

app = App(name="schema", help="The GraphQL schema.")


@app.command(name="print")
def print_schema() -> None:
    """Write the schema of the core and the enabled plugins, in SDL."""
    write(compose(declarations(enabled_plugins(app_settings()))).as_str())
