"""`kortisto demo`."""

from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from kortisto.cli.output import write, write_json
from kortisto.cli.progress import rows_progress
from kortisto.demo import CUSTOMERS, DENSITY, SEED, fill
from kortisto.opening import open_deployment

MOST_CUSTOMERS = 5_000_000


async def demo(
    *,
    customers: Annotated[int, Parameter(validator=Number(gte=1, lte=MOST_CUSTOMERS))] = CUSTOMERS,
    density: Annotated[int, Parameter(validator=Number(gte=0, lte=100))] = DENSITY,
    seed: int = SEED,
    password: str | None = None,
    json: bool = False,
) -> None:
    """Fill an empty database with demo data: customers and all that hangs on them.

    The same numbers give the same data on the same day. It writes who can sign in to look at them.

    Parameters
    ----------
    customers
        How many customers.
    density
        How many rows of a kind plugins add per customer on average, such as opportunities.
    seed
        Another number gives other data.
    password
        Password of the demo sign-ins; chosen at random otherwise.
    json
        Write a JSON object.
    """
    async with open_deployment() as deployment:
        with rows_progress() as progress:
            made = await fill(
                deployment, customers, progress, seed=seed, density=density, password=password
            )
    if json:
        write_json(made._asdict())
        return
    write(f"administrator {made.admin}, password {made.password}")
    write(f"seller        {made.seller}, password {made.password}")
