"""`kortisto plugins`."""

from collections.abc import Mapping
from dataclasses import asdict

from cyclopts import App

from core.deployment import database_of, enabled_plugins
from core.errors import PluginError
from core.migrating import Pending, all_revisions, pending
from core.plugins import Plugin, Plugins, discover
from core.settings import settings_file
from kortisto.cli.difference import Difference, Parts, difference, parts
from kortisto.cli.output import tell, write, write_json, write_table
from kortisto.cli.settings_edit import write_enabled
from kortisto.opening import running_database
from kortisto.settings import AppSettings, app_settings

app = App(name="plugins", help="The plugins of this deployment.")


@app.command(name="list")
def list_plugins(*, json: bool = False) -> None:
    """List the plugins that are installed, and which are enabled.

    Parameters
    ----------
    json
        Write a JSON list.
    """
    settings = app_settings()
    loaded = _loaded(settings)
    rows = [
        {
            "name": name,
            "enabled": name in settings.plugins.enabled,
            "place": source.place,
            "dependsOn": list(loaded[name].depends_on) if name in loaded else None,
            "description": loaded[name].description if name in loaded else None,
        }
        for name, source in sorted(discover().items())
    ]
    if json:
        write_json(rows)
        return
    columns = ("name", "place", "description")
    marked = [["yes" if row["enabled"] else "no", *_texts(row, columns)] for row in rows]
    write_table(("enabled", *columns), marked)


@app.command
async def enable(name: str, *, dry_run: bool = False, json: bool = False) -> None:
    """Enable a plugin in kortisto.toml, and tell how the schema changes.

    Parameters
    ----------
    name
        Name of the plugin, as `kortisto plugins list` shows it.
    dry_run
        Change nothing; also list the migrations that would run.
    json
        Write a JSON object.
    """
    settings = app_settings()
    names = list(dict.fromkeys([*settings.plugins.enabled, name]))
    await _change(settings, names, dry_run=dry_run, json=json)


@app.command
async def disable(name: str, *, dry_run: bool = False, json: bool = False) -> None:
    """Disable a plugin in kortisto.toml, and tell how the schema changes. Its tables stay.

    Parameters
    ----------
    name
        Name of an enabled plugin.
    dry_run
        Change nothing.
    json
        Write a JSON object.
    """
    settings = app_settings()
    if name not in settings.plugins.enabled and name not in discover():
        raise PluginError(f"There is no plugin '{name}', enabled or installed.")
    names = [each for each in settings.plugins.enabled if each != name]
    await _change(settings, names, dry_run=dry_run, json=json)


async def _change(settings: AppSettings, names: list[str], *, dry_run: bool, json: bool) -> None:
    wanted = settings.model_copy(
        update={"plugins": settings.plugins.model_copy(update={"enabled": tuple(names)})}
    )
    plugins = enabled_plugins(wanted)
    before, after = _parts_now(settings), parts(plugins)
    changed = None if before is None else difference(before, after)
    steps = await _migrations(wanted, plugins) if dry_run else []
    if not dry_run and set(names) != set(settings.plugins.enabled):
        write_enabled(settings_file(), names)
    _report(changed, steps, json=json)
    if not dry_run:
        tell("Run `kortisto migrate`, then restart the server.")


def _loaded(settings: AppSettings) -> Mapping[str, Plugin]:
    """The enabled plugins by name; none where one of them cannot be used."""
    try:
        return {plugin.name: plugin for plugin in enabled_plugins(settings)}
    except PluginError as error:
        tell(f"The enabled plugins do not fit: {error}")
        return {}


def _parts_now(settings: AppSettings) -> Parts | None:
    """The schema as it is; None where a plugin that is enabled now cannot be used."""
    try:
        return parts(enabled_plugins(settings))
    except PluginError as error:
        tell(f"How the schema changes is not known, the plugins enabled now do not fit: {error}")
        return None


async def _migrations(settings: AppSettings, plugins: Plugins) -> list[Pending]:
    if settings.database_url is None and not settings.data_folder.exists():
        return all_revisions(plugins)
    with running_database(settings) as complete:
        database = database_of(complete)
        try:
            return await pending(database, plugins)
        finally:
            await database.close()


def _report(changed: Difference | None, steps: list[Pending], *, json: bool) -> None:
    if json:
        known = asdict(changed) if changed else {"added": None, "removed": None}
        write_json({**known, "migrations": [asdict(step) for step in steps]})
        return
    if changed:
        write("\n".join(changed.lines) or "The schema stays as it is.")
    for step in steps:
        write(f"would migrate {step}")


def _texts(row: Mapping[str, object], columns: tuple[str, ...]) -> list[str]:
    return [str(row[column] or "") for column in columns]
