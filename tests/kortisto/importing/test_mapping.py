"""Mapping files, right and wrong."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.writing.naming import Reference
from kortisto.importing import MappingError, read_mapping
from kortisto.importing.mapping import Rule
from kortisto.importing.report import Correction
from kortisto.importing.value import Value

HEAD = 'source = "erp"\nkey = "id"\n'


def mapped(tmp_path: Path, text: str) -> str:
    """What is said of a wrong mapping file."""
    file = tmp_path / "map.toml"
    file.write_text(text)
    with pytest.raises(MappingError) as caught:
        read_mapping(file)
    assert "map.toml" in caught.value.message
    return caught.value.message


def value(text: str, rule: dict[str, object]) -> object:
    made = Value(Rule.model_validate({"column": "a", **rule}), {"a": 0}, frozenset(), "erp")
    return made.of([text], set())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("source = ", "not valid TOML"),
        (HEAD, "'fields' is missing."),
        (HEAD + "colour = 1\n[fields]\na = 'a'", "'colour' is unknown. Known here: target, source"),
        (HEAD + "[fields.a]\ncolumm = 'a'", "columm' is unknown. Known here: column, template"),
        (HEAD + "[fields]\na = { default = 'x' }", "give one of 'column', 'template'"),
        (HEAD + "[fields]\na = { column = 'a', case = 'title' }", "'title': Input should be"),
        (HEAD + "[fields]\na = { column = 'a', pattern = '(' }", "not a regular expression"),
        (HEAD + "[fields]\na = { column = 'a', pattern = 'x' }", "one group in round brackets"),
        (HEAD + "encoding = 'klingon'\n[fields]\na = 'a'", "no known encoding"),
        ("key = 'id'\n[fields]\na = 'a'", "'source' is missing."),
    ],
)
def test_a_wrong_mapping_names_its_key(tmp_path: Path, text: str, says: str) -> None:
    assert says in mapped(tmp_path, text)


def test_a_missing_mapping_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="No such file"):
        read_mapping(tmp_path / "none.toml")


def test_a_bare_text_is_a_column(tmp_path: Path) -> None:
    file = tmp_path / "map.toml"
    file.write_text(HEAD + "[fields]\nname = 'Company Name'\n")
    assert read_mapping(file).fields["name"] == Rule.model_validate({"column": "Company Name"})


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("  x ", {}, "x"),
        ("", {}, None),
        ("Select", {"blank": ["Select"]}, None),
        ("", {"default": "x"}, "x"),
        ("technolgy", {"corrections": {"technolgy": "technology"}, "case": "upper"}, "TECHNOLOGY"),
        ("Won", {"values": {"Won": "WON"}}, "WON"),
        ("Ann Lee", {"pattern": r"^(\S+)"}, "Ann"),
        ("Ann Lee", {"replace": {" ": "."}, "case": "lower"}, "ann.lee"),
        ("1100.04", {"multiply": "1000000"}, Decimal(1100040000)),
        ("1.234,50", {"decimal": ","}, Decimal("1234.50")),
        ("1 234,50", {"decimal": ","}, Decimal("1234.50")),
        ("31.1.2026", {"date": "%d.%m.%Y"}, date(2026, 1, 31)),
        ("Ann", {"match": "name"}, Reference("Ann", "name")),
        ("A1", {"match": "external_id"}, Reference("A1", "external_id", "erp")),
        ("A1", {"match": "external_id", "source": "crm"}, Reference("A1", "external_id", "crm")),
    ],
)
def test_a_text_becomes_a_value(text: str, rule: dict[str, object], expected: object) -> None:
    assert value(text, rule) == expected


@pytest.mark.parametrize(
    ("text", "rule", "says"),
    [
        ("x", {"multiply": "2"}, "is not a number"),
        ("2026-13-01", {"date": "%Y-%m-%d"}, "is not a day written as"),
        ("x", {"pattern": "^([0-9]+)$"}, "does not match the pattern"),
    ],
)
def test_a_text_that_cannot_be_read_is_told(text: str, rule: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        value(text, rule)


def test_a_template_joins_columns_and_is_blank_with_one_of_them() -> None:
    rule = Rule.model_validate({"template": "{First Name} {last}"})
    made = Value(rule, {"First Name": 1, "last": 0}, frozenset(), "erp")
    assert made.of(["Lee", "Ann"], set()) == "Ann Lee"
    assert made.of(["Lee", ""], set()) is None


def test_a_constant_stands_on_every_line() -> None:
    made = Value(Rule.model_validate({"constant": True}), {}, frozenset(), "erp")
    assert made.of([], set()) is True


def test_corrections_are_told() -> None:
    rule = Rule.model_validate({"column": "a", "corrections": {"GTXPro": "GTX Pro"}})
    made: set[Correction] = set()
    Value(rule, {"a": 0}, frozenset(), "erp").of(["GTXPro"], made)
    assert made == {Correction("a", "GTXPro", "GTX Pro")}
