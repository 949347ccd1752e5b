"""`kortisto explain` shows the statement behind a query."""

from io import StringIO

import pytest

from tests.kortisto.program import Shell

ONE = "query ($name: String!) { customers(filter: {name: {eq: $name}}) { nodes { name } } }"
VARIABLES = '{"name": "Å; DROP TABLE customer"}'


def test_it_shows_the_statement_and_the_plan(shell: Shell) -> None:
    (shell.folder / "one.graphql").write_text(ONE)
    done = shell.run("explain", "one.graphql", "--variables", VARIABLES)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("SELECT ")
    assert "FROM customer" in done.stdout
    assert "Execution Time" in done.stdout
    assert "DROP TABLE" not in done.stdout.partition("\n\n")[0]


def test_it_shows_what_an_employee_would_run(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    (shell.folder / "one.graphql").write_text("{ customers { totalCount } }")
    monkeypatch.setattr("sys.stdin", StringIO("correct horse battery\n"))
    names = ["--first-name", "Ada", "--last-name", "Aalto"]
    shell.run("employee", "create", "ada@example.com", *names, "--admin")
    done = shell.run("explain", "one.graphql", "--employee", "ada@example.com")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("query", "arguments", "message"),
    [
        ("{ nothing }", [], "Cannot query field 'nothing'"),
        ("{ customers ", [], "Syntax Error"),
        ("{ viewer { permissions } }", [], "The reference path answers this query"),
        ("query A { __typename } query B { __typename }", [], "choose one with --operation"),
        (ONE, ["--variables", "[]"], "must be a JSON object"),
        (ONE, ["--variables", "{"], "must be a JSON object"),
        (ONE, [], "The reference path answers this query"),
        (ONE, ["--variables", VARIABLES, "--employee", "x@example.com"], "x@example.com"),
    ],
)
def test_it_says_why_it_cannot(
    shell: Shell, query: str, arguments: list[str], message: str
) -> None:
    (shell.folder / "one.graphql").write_text(query)
    done = shell.run("explain", "one.graphql", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("kortisto: ")
    assert message in done.stderr


def test_a_file_that_is_missing_is_named(shell: Shell) -> None:
    done = shell.run("explain", "none.graphql")
    assert done.returncode != 0
    assert "none.graphql" in done.stderr
