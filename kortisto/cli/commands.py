"""The commands, each in a file of its own that is imported only when the command is used."""

from cyclopts import App

from core.deployment import enabled_plugins
from kortisto.opening import open_deployment
from kortisto.settings import app_settings

COMMANDS = {
    "serve": ("kortisto.cli.serve:serve", "Serve the API."),
    "worker": ("kortisto.cli.worker:worker", "Run background jobs."),
    "migrate": ("kortisto.cli.migrate:migrate", "Bring the database up to date."),
    "revision": ("kortisto.cli.revision:revision", "Write a migration for a plugin."),
    "demo": ("kortisto.cli.demo:demo", "Fill an empty database with demo data."),
    "import": ("kortisto.cli.imports:import_file", "Import a file."),
    "employee": ("kortisto.cli.employee:app", "Make employees."),
    "token": ("kortisto.cli.token:app", "Make API tokens."),
    "schema": ("kortisto.cli.schema:app", "Print the GraphQL schema."),
    "explain": ("kortisto.cli.explain:explain", "Show the SQL that answers a query."),
    "plugins": ("kortisto.cli.plugins:app", "List, enable and disable plugins."),
}
"""Where each command is, and the line that the list of commands shows."""

HELP = """A customer-card GraphQL API made of plugins.

Settings are read from kortisto.toml in this folder (KORTISTO_SETTINGS names another file) and from
the environment, KORTISTO_*, which wins.

Exit codes: 0 done; 1 failed, the reason is on standard error; 2 the command line, a setting or a
plugin is wrong; 130 interrupted.
"""


def make_app() -> App:
    """The command line with Kortisto's own commands."""
    app = App(name="kortisto", help=HELP)
    for name, (place, line) in COMMANDS.items():
        app.command(place, name=name, help=line)
    return app


def add_plugin_commands(app: App) -> None:
    """Add the commands of the enabled plugins."""
    plugins = enabled_plugins(app_settings())
    for _ in plugins.call("register_commands", app=app, open_deployment=open_deployment):
        pass
