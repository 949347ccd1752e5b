import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from kortisto.cli.running import run
from tests.kortisto.program import Program


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Shell:
    """The command line, run in this process and in a folder of its own."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    @property
    def file(self) -> Path:
        return self.folder / "kortisto.toml"

    def run(self, *arguments: str, **variables: str) -> Done:
        with self.monkeypatch.context() as patch:
            patch.chdir(self.folder)
            for name, value in variables.items():
                patch.setenv(name, value)
            code = run(arguments)
        return Done(code, *self.capture.readouterr())


@pytest.fixture
def program(
    tmp_path: Path,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shell:
    monkeypatch.setenv("KORTISTO_DATABASE_URL", database_url)
    return Shell(tmp_path, monkeypatch, capsys)


def test_it_is_a_program(tmp_path: Path) -> None:
    done = Program(tmp_path, "").run("nothing")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith('kortisto: Unknown command "nothing".')


def test_help_lists_the_commands(program: Shell) -> None:
    done = program.run("--help")
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
    program: Shell, arguments: list[str], variables: dict[str, str], message: str
) -> None:
    done = program.run(*arguments, **variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kortisto: ")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr


def test_a_database_that_does_not_answer_is_one_line_and_exit_code_1(program: Shell) -> None:
    url = "postgresql://nobody:hidden@127.0.0.1:1/nothing"
    done = program.run("migrate", KORTISTO_DATABASE_URL=url)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("kortisto: ")
    assert done.stderr.count("\n") == 1
    assert "hidden" not in done.stderr


def test_migrate_says_what_it_ran(program: Shell) -> None:
    done = program.run("migrate", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert program.run("migrate").stdout == "The database is up to date.\n"


def test_schema_print_writes_sdl(program: Shell) -> None:
    done = program.run("schema", "print")
    assert (done.returncode, done.stderr) == (0, "")
    assert "type Query {" in done.stdout
    assert "type Opportunity " not in done.stdout


def test_plugins_list_tells_what_is_enabled(program: Shell) -> None:
    program.file.write_text('[plugins]\nenabled = ["opportunities"]\n')
    rows = json.loads(program.run("plugins", "list", "--json").stdout)
    assert {row["name"]: row["enabled"] for row in rows}["opportunities"] is True
    assert "opportunities" in program.run("plugins", "list").stdout


def test_a_dry_run_tells_the_change_and_makes_none(program: Shell) -> None:
    done = program.run("plugins", "enable", "opportunities", "--dry-run", "--json")
    told = json.loads(done.stdout)
    assert {"type Opportunity", "Customer.opportunities"} <= set(told["added"])
    assert told["removed"] == []
    assert not program.file.exists()


def test_enable_and_disable_change_the_file_and_keep_its_comments(program: Shell) -> None:
    program.file.write_text("# ours\n[plugins]  # which ones\nenabled = []\n")
    enabled = program.run("plugins", "enable", "opportunities")
    assert enabled.returncode == 0
    assert "+ type Opportunity\n" in enabled.stdout
    assert program.file.read_text() == (
        '# ours\n[plugins]  # which ones\nenabled = ["opportunities"]\n'
    )
    disabled = program.run("plugins", "disable", "opportunities")
    assert "- type Opportunity\n" in disabled.stdout
    assert program.file.read_text() == "# ours\n[plugins]  # which ones\nenabled = []\n"


def test_the_environment_wins_so_the_file_is_not_written(program: Shell) -> None:
    variables = {"KORTISTO_PLUGINS__ENABLED": "opportunities"}
    done = program.run("plugins", "disable", "opportunities", **variables)
    assert done.returncode == 2
    assert "KORTISTO_PLUGINS__ENABLED" in done.stderr
    assert not program.file.exists()
