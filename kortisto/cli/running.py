"""Running one command and turning what goes wrong into a line and an exit code."""

import sys
from collections.abc import Sequence
from contextlib import suppress

import asyncpg
from cyclopts import App, CycloptsError
from sqlalchemy.exc import SQLAlchemyError

from core.errors import KortistoError, PluginError, SettingError
from kortisto.cli.commands import COMMANDS, add_plugin_commands, make_app
from kortisto.embedded import EmbeddedPostgresError

FAILED, WRONG, INTERRUPTED = 1, 2, 130

DATABASE_ERRORS = (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


def run(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; the exit code."""
    try:
        return call(complete(arguments), arguments)
    except (CycloptsError, SettingError, PluginError) as error:
        return fail(str(error), WRONG)
    except (KortistoError, EmbeddedPostgresError) as error:
        return fail(str(error), FAILED)
    except DATABASE_ERRORS as error:
        return fail(first_line(getattr(error, "orig", None) or error), FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED


def complete(arguments: Sequence[str]) -> App:
    """The command line, with the commands of plugins where one may be meant."""
    app = make_app()
    asked = next((word for word in arguments if not word.startswith("-")), None)
    if asked is None:
        # Help is most needed where settings or plugins are broken.
        with suppress(KortistoError):
            add_plugin_commands(app)
    elif asked not in COMMANDS:
        add_plugin_commands(app)
    return app


def call(app: App, arguments: Sequence[str]) -> int:
    result = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    return result if isinstance(result, int) else 0


def fail(message: str, code: int) -> int:
    sys.stderr.write(f"kortisto: {message}\n")
    return code


def first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
