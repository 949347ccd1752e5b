"""Importing files through the command line."""

import json
from typing import Any

import pytest

from tests.kortisto.program import Shell

CUSTOMERS = """
source = "erp"
key = "id"
fields.name = "name"
fields.parent = { column = "parent", match = "name" }
fields.billing_country = "country"
"""
TEAMS = 'source = "hr"\nkey = "name"\nfields.name = "name"\n'
HEAD = "id,name,parent,country\n"


@pytest.fixture(autouse=True)
def with_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORTISTO_PLUGINS__ENABLED", "opportunities")


def run(
    shell: Shell, rows: str, *options: str, mapping: str = CUSTOMERS, into: str = "customers"
) -> dict[str, Any]:
    """What the import of a file tells."""
    (shell.folder / "table.csv").write_text(rows)
    (shell.folder / "map.toml").write_text(mapping)
    arguments = ("import", "table.csv", "--into", into, "--mapping", "map.toml")
    done = shell.run(*arguments, "--json", *options)
    told: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (1 if told["rejected"] else 0)
    return told


def refusal(shell: Shell, *arguments: str) -> str:
    done = shell.run("import", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("Traceback") == 0
    return done.stderr


def counts(told: dict[str, Any]) -> dict[str, int]:
    names = ("created", "updated", "unchanged", "repeated", "skipped", "rejected")
    return {name: told[name] for name in names if told[name]}


def test_lines_are_imported_changed_and_left_alone(shell: Shell) -> None:
    assert counts(run(shell, HEAD + "1,A,,FI\n2,B,,HR\n")) == {"created": 2}
    told = run(shell, HEAD + "1,A,,FI\n2,B2,,HR\n3,C,,\n")
    assert counts(told) == {"created": 1, "updated": 1, "unchanged": 1}


def test_a_parent_may_stand_further_down(shell: Shell) -> None:
    rows = HEAD + "1,Leaf,Middle,\n2,Middle,Root,\n3,Root,,\n"
    assert counts(run(shell, rows)) == {"created": 3}
    assert counts(run(shell, rows)) == {"unchanged": 3}


def test_parents_that_do_not_exist_or_go_in_a_circle_are_told(shell: Shell) -> None:
    told = run(shell, HEAD + "1,A,Nobody,\n2,B,C,\n3,C,B,\n4,D,,\n")
    assert counts(told) == {"created": 1, "rejected": 3}
    assert [(r["line"], r["column"], r["value"]) for r in told["rejections"]] == [
        (2, "parent", "Nobody"),
        (3, "parent", "C"),
        (4, "parent", "B"),
    ]


def test_each_fault_is_told_with_line_column_value_and_reason(shell: Shell) -> None:
    told = run(shell, HEAD + '1,A,,FI\n2,"B\nB",,Narnia\n1,Again,,\n5,E\n,F,,\n')
    assert counts(told) == {"created": 1, "rejected": 4}
    found = {(r["line"], r["column"], r["value"]): r["reason"] for r in told["rejections"]}
    assert "not a country" in found[3, "country", "Narnia"]
    assert "stands on line 2 already, with other values" in found[5, "id", "1"]
    assert "2 values, the header has 4" in found[6, "parent", None]
    assert "blank" in found[7, "id", ""]


def test_a_dry_run_tells_the_same_and_changes_nothing(shell: Shell) -> None:
    rows = HEAD + "1,Leaf,Root,\n2,Root,,\n3,X,,Narnia\n"
    dry = run(shell, rows, "--dry-run")
    assert counts(dry) == {"created": 2, "rejected": 1}
    assert counts(run(shell, rows)) == counts(dry)


def test_lines_are_skipped_and_unknown_references_left_blank_where_the_mapping_says(
    shell: Shell,
) -> None:
    mapping = """
    source = "erp"
    key = "id"
    skip = { name = ["TEST"] }
    fields.name = "name"
    fields.parent = { column = "parent", match = "name", unknown = "blank" }
    """
    told = run(shell, HEAD + "1,A,Nobody,\n2,TEST,,\n3,B,A,\n", mapping=mapping)
    assert counts(told) == {"created": 2, "skipped": 1}
    assert told["blanked"] == [{"column": "parent", "count": 1}]


def test_a_key_may_be_repeated_where_the_mapping_says_so(shell: Shell) -> None:
    mapping = 'source = "hr"\nkey = "team"\nrepeated = "same"\nfields.name = "team"\n'
    told = run(shell, "team;who\nEast;A\nWest;B\nEast;C\n", mapping=mapping, into="teams")
    assert counts(told) == {"created": 2, "repeated": 1}


def test_the_text_for_people_tells_it_all(shell: Shell) -> None:
    (shell.folder / "table.csv").write_text(HEAD + "1,A,,Suomi\n2,B,,Narnia\n")
    (shell.folder / "map.toml").write_text(
        CUSTOMERS.replace('"country"', '{ column = "country", corrections = { Suomi = "FI" } }')
    )
    done = shell.run(
        "import", "table.csv", "--into", "customers", "--mapping", "map.toml", "--dry-run"
    )
    assert done.returncode == 1
    rejected, corrected, totals = done.stdout.splitlines()
    assert rejected.startswith("line 3, column country, 'Narnia': ")
    assert corrected == "corrected in column country: 'Suomi' to 'FI' (1 times)"
    assert totals.startswith("2 lines: 1 created, 0 updated, 0 unchanged,")
    assert totals.endswith("Nothing was changed: this was a dry run.")


@pytest.mark.parametrize(
    ("mapping", "into", "says"),
    [
        (CUSTOMERS, "nothing", "Nothing can be imported into 'nothing'; known: contacts,"),
        ('target = "teams"\n' + CUSTOMERS, "customers", "The mapping is for 'teams'"),
        (CUSTOMERS + 'fields.nme = "name"', "customers", "field 'nme'"),
        (CUSTOMERS + 'fields.email = "mail"', "customers", "column 'mail'"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(
    shell: Shell, mapping: str, into: str, says: str
) -> None:
    (shell.folder / "table.csv").write_text(HEAD)
    (shell.folder / "map.toml").write_text(mapping)
    assert says in refusal(shell, "table.csv", "--into", into, "--mapping", "map.toml")


def test_an_employee_imports_with_his_rights_and_in_his_name(shell: Shell) -> None:
    assert shell.run("demo", "--customers", "10").returncode == 0
    as_seller = ("--as", "seller@kortisto.example")
    assert counts(run(shell, HEAD + "1,A,,FI\n", *as_seller)) == {"created": 1}
    (shell.folder / "map.toml").write_text(TEAMS)
    arguments = ("table.csv", "--into", "teams", "--mapping", "map.toml", *as_seller)
    assert "needs the permission 'employees:manage'" in refusal(shell, *arguments)


def test_nobody_imports_as_somebody_unknown(shell: Shell) -> None:
    (shell.folder / "table.csv").write_text(HEAD)
    (shell.folder / "map.toml").write_text(CUSTOMERS)
    arguments = ("table.csv", "--into", "customers", "--mapping", "map.toml")
    told = refusal(shell, *arguments, "--as", "nobody@kortisto.example")
    assert "is no employee who may come in" in told
