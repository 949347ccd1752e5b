"""`kortisto import`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from core.deployment import Deployment
from core.viewer import Viewer
from core.writing import system_viewer
from kortisto import importing
from kortisto.cli.output import write
from kortisto.cli.progress import bytes_progress
from kortisto.importing import JsonReporter, TextReporter, read_mapping
from kortisto.opening import open_deployment
from kortisto.staff import viewer_named

REJECTED = 1


async def import_file(
    file: Path,
    *,
    into: str,
    mapping: Path,
    dry_run: bool = False,
    as_: Annotated[str | None, Parameter(name="--as")] = None,
    json: bool = False,
) -> int:
    """Import a file of delimited text: CSV, or with semicolons, tabs or bars.

    Records that the same mapping imported before are changed, not doubled. Every line is imported,
    unchanged, or told with the reason why not. Exit code 0: every line went in; 1: some were
    rejected, the others are in, or nothing could begin.

    Parameters
    ----------
    file
        The file, in UTF-8, UTF-16 or Windows-1252.
    into
        What it fills: customers, contacts, employees, opportunities ...
    mapping
        TOML file that says which column goes where; see examples/.
    dry_run
        Check everything, and change nothing.
    as_
        E-mail of the employee who imports, with his rights; the system otherwise.
    json
        Write a JSON object.
    """
    rules = read_mapping(mapping)
    reporter = (JsonReporter if json else TextReporter)(write, dry_run=dry_run)
    async with open_deployment() as deployment:
        viewer = await _viewer(deployment, as_)
        with bytes_progress(file.name) as progress:
            report = await importing.import_file(
                deployment,
                viewer,
                file,
                into,
                rules,
                reporter,
                dry_run=dry_run,
                progress=progress,
            )
    reporter.finish(report)
    return REJECTED if report.rejected else 0


async def _viewer(deployment: Deployment, email: str | None) -> Viewer:
    if email is None:
        return system_viewer(deployment)
    return await viewer_named(deployment, email)
