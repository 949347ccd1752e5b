import json
from pathlib import Path

import pytest

from core.plugins import discover
from tests.kortisto.program import Program, Shell
from tests.plugin_folder import PluginFolder


def test_it_is_a_program(tmp_path: Path) -> None:
    done = Program(tmp_path, "").run("nothing")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith('kortisto: Unknown command "nothing".')


def test_help_lists_the_commands(shell: Shell) -> None:
    done = shell.run("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in ("serve", "migrate", "plugins", "schema"))
    assert "Exit codes" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "variables", "message"),
    [
        (["nothing"], {}, 'Unknown command "nothing"'),
        (["serve", "--port", "x"], {}, "--port"),
        (["serve", "--port", "99999"], {}, "'port' is 99999"),
        (["migrate"], {"KORTISTO_LANGUAGE": "sv"}, "KORTISTO_LANGUAGE is 'sv'"),
        (["migrate"], {"KORTISTO_PLUGINS__ENABLED": "x"}, "no plugin 'x'"),
        (["plugins", "enable", "x"], {}, "no plugin 'x'"),
        (["plugins", "disable", "x"], {}, "no plugin 'x'"),
    ],
)
def test_what_is_wrong_from_the_start_is_one_line_and_exit_code_2(
    shell: Shell, arguments: list[str], variables: dict[str, str], message: str
) -> None:
    done = shell.run(*arguments, **variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kortisto: ")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr


def test_a_database_that_does_not_answer_is_one_line_and_exit_code_1(shell: Shell) -> None:
    url = "postgresql://nobody:hidden@127.0.0.1:1/nothing"
    done = shell.run("migrate", KORTISTO_DATABASE_URL=url)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("kortisto: ")
    assert done.stderr.count("\n") == 1
    assert "hidden" not in done.stderr


def test_migrate_says_what_it_ran(shell: Shell) -> None:
    done = shell.run("migrate", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert shell.run("migrate").stdout == "The database is up to date.\n"


def test_schema_print_writes_sdl(shell: Shell) -> None:
    done = shell.run("schema", "print")
    assert (done.returncode, done.stderr) == (0, "")
    assert "type Query {" in done.stdout
    assert "type Opportunity " not in done.stdout


def test_plugins_list_tells_what_is_enabled(shell: Shell) -> None:
    shell.file.write_text('[plugins]\nenabled = ["opportunities"]\n')
    rows = json.loads(shell.run("plugins", "list", "--json").stdout)
    assert {row["name"]: row["enabled"] for row in rows}["opportunities"] is True
    assert "opportunities" in shell.run("plugins", "list").stdout


def test_a_dry_run_tells_the_change_and_makes_none(shell: Shell) -> None:
    done = shell.run("plugins", "enable", "opportunities", "--dry-run", "--json")
    told = json.loads(done.stdout)
    fields = {"Customer.opportunities", "CustomerFilter.opportunities"}
    assert {"type Opportunity", *fields} <= set(told["added"])
    assert told["removed"] == []
    assert not shell.file.exists()


def test_enable_and_disable_change_the_file_and_keep_its_comments(shell: Shell) -> None:
    shell.file.write_text("# ours\n[plugins]  # which ones\nenabled = []\n")
    enabled = shell.run("plugins", "enable", "opportunities")
    assert enabled.returncode == 0
    assert "+ type Opportunity\n" in enabled.stdout
    assert shell.file.read_text() == (
        '# ours\n[plugins]  # which ones\nenabled = ["opportunities"]\n'
    )
    disabled = shell.run("plugins", "disable", "opportunities")
    assert "- type Opportunity\n" in disabled.stdout
    assert shell.file.read_text() == "# ours\n[plugins]  # which ones\nenabled = []\n"


def test_a_plugin_that_cannot_be_used_is_told_and_can_be_disabled(
    shell: Shell, folder: PluginFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("core.deployment.discover", "kortisto.cli.plugins.discover"):
        monkeypatch.setattr(place, lambda: discover(folder.package))
    folder.write("broken", "raise ValueError('on purpose')")
    shell.file.write_text('[plugins]\nenabled = ["broken"]\n')
    listed = shell.run("plugins", "list", "--json")
    assert [(row["name"], row["enabled"]) for row in json.loads(listed.stdout)] == [
        ("broken", True)
    ]
    assert "'broken'" in listed.stderr
    assert "on purpose" in listed.stderr
    done = shell.run("plugins", "disable", "broken", "--dry-run")
    assert (done.returncode, done.stdout) == (0, "")
    told = shell.run("plugins", "disable", "broken", "--json")
    assert json.loads(told.stdout) == {"added": None, "removed": None, "migrations": []}
    assert "on purpose" in told.stderr
    assert shell.file.read_text() == "[plugins]\nenabled = []\n"


def test_the_environment_wins_so_the_file_is_not_written(shell: Shell) -> None:
    variables = {"KORTISTO_PLUGINS__ENABLED": "opportunities"}
    done = shell.run("plugins", "disable", "opportunities", **variables)
    assert done.returncode == 2
    assert "KORTISTO_PLUGINS__ENABLED" in done.stderr
    assert not shell.file.exists()


def test_a_plugin_adds_a_command_that_meets_the_database(
    shell: Shell, folder: PluginFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.deployment.discover", lambda: discover(folder.package))
    folder.write(
        "greetings",
        """
        from sqlalchemy import text

        @hookimpl
        def register_commands(app, open_deployment):
            @app.command
            async def greet(name: str):
                "Greet somebody."
                async with open_deployment() as deployment:
                    rows = await deployment.database.fetch(text("SELECT 'Hei'"))
                print(rows[0][0], name)
        """,
    )
    done = shell.run("greet", "Maja", KORTISTO_PLUGINS__ENABLED="greetings")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Hei Maja\n", "")
    assert "greet" in shell.run("--help", KORTISTO_PLUGINS__ENABLED="greetings").stdout
    assert shell.run("greet", "Maja").returncode == 2


def test_a_command_on_an_empty_database_says_to_migrate(
    shell: Shell, empty_database_url: str
) -> None:
    arguments = ("--employee", "employee_1", "--scope", "customers:read")
    done = shell.run("token", "create", *arguments, KORTISTO_DATABASE_URL=empty_database_url)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Run `kortisto migrate`" in done.stderr
