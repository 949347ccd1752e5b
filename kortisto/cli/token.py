"""`kortisto token`."""

from typing import Annotated

from cyclopts import App, Parameter

from kortisto.cli.output import write
from kortisto.opening import open_deployment
from kortisto.staff import create_api_token

app = App(name="token", help="API tokens, with which programs come in.")


@app.command
async def create(
    *,
    employee: str,
    scope: Annotated[list[str], Parameter(negative=())],
    name: str = "command line",
    days: int | None = None,
) -> None:
    """Make an API token and write it, alone, on standard output. It is not shown again.

    Parameters
    ----------
    employee
        E-mail or id of the employee in whose name the token acts.
    scope
        A permission that the token has, such as customers:read; may be given several times.
    name
        What the token is for.
    days
        Days until it ends; the setting `token_days` otherwise.
    """
    async with open_deployment() as deployment:
        write(await create_api_token(deployment, employee, scope, name, days))
