"""`kortisto employee`."""

import sys
from getpass import getpass
from typing import Annotated

from cyclopts import App, Parameter

from core.ids import encode
from kortisto.cli.output import write, write_json
from kortisto.opening import open_deployment
from kortisto.staff import NewEmployee, create_employee

app = App(name="employee", help="The people who work here.")


@app.command
async def create(
    email: str,
    *,
    first_name: str,
    last_name: str,
    role: Annotated[list[str] | None, Parameter(negative=())] = None,
    admin: Annotated[bool, Parameter(negative=())] = False,
    json: bool = False,
) -> None:
    """Make an employee; the password is asked for, or read as a line of standard input.

    An empty password makes an employee who cannot sign in with one.

    Parameters
    ----------
    email
        What he signs in with.
    first_name
        First name, at most 100 characters.
    last_name
        Last name, at most 100 characters.
    role
        Name of a role that he gets; may be given several times.
    admin
        Give him the role that holds every permission.
    json
        Write a JSON object.
    """
    password = read_password(email)
    async with open_deployment() as deployment:
        new = NewEmployee(email, first_name, last_name, role or [], admin, password or None)
        made = encode("employee", await create_employee(deployment, new))
    if json:
        write_json({"id": made})
    else:
        write(made)


def read_password(email: str) -> str:
    """The password: typed unseen, or a line of what is piped in."""
    if sys.stdin.isatty():
        return getpass(f"Password of {email}: ")
    return sys.stdin.readline().rstrip("\n")
