"""What fields are called in documents, in three languages."""

from pathlib import Path

import pytest

from core.declare import Connection, Declared, ToOne
from core.declare.field import Scalar
from core.errors import PluginError
from core.headings.words import Headings, as_words
from core.reading.reports import Report
from core.roots import Query
from tests.api import ALL_PLUGINS, declared


def test_every_field_of_the_repository_has_words() -> None:
    registry = declared(ALL_PLUGINS)
    asked: list[tuple[str, type, Declared]] = [
        (entity.name, entity.origin, field)
        for entity in registry.entities.values()
        for field in registry.fields(entity).values()
        if isinstance(field, Scalar | ToOne)
    ]
    asked += [
        ("Query", Query, field)
        for field in registry.added(Query).values()
        if isinstance(field, Connection | Report)
    ]
    missing = [
        f"{kind}.{field.graphql_name}"
        for kind, origin, field in asked
        if not registry.headings.knows(kind, field.graphql_name, registry.owner(origin, field.name))
    ]
    assert missing == []


def made(tmp_path: Path, **files: str) -> Headings:
    headings = Headings()
    for plugin, content in files.items():
        file = tmp_path / f"{plugin}.toml"
        file.write_text(content, encoding="utf-8")
        headings.add(plugin.replace("_", "."), file)
    return headings


def test_the_words_for_the_very_field_come_first(tmp_path: Path) -> None:
    headings = made(
        tmp_path,
        core_headings='name = ["A", "B"]\nowner = ["C", "D", "E"]',
        leads='name = ["F", "G"]\n"Lead.name" = ["H", "I", "J"]',
        plans='"Customer.name" = ["K", "L"]',
    )
    assert headings.of("fi", "Lead", "name", "leads") == "H"
    assert headings.of("hr", "LeadForm", "name", "leads") == "G"
    assert headings.of("hr", "Customer", "name", "core") == "L"
    assert headings.of("hr", "Plan", "name", "plans") == "B"
    assert headings.of("en", "Plan", "owner") == "E"
    assert headings.of("en", "Plan", "name") == "Name"
    assert headings.of("fi", "Plan", "rowCountOfAll") == "Row count of all"


@pytest.mark.parametrize(
    "content",
    ["name =", 'name = ["A"]', 'name = ["A", "B", "C", "D"]', 'name = ["A", ""]', 'name = "A"'],
)
def test_words_that_do_not_fit_are_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(PluginError, match="'leads'"):
        made(tmp_path, leads=content)
    with pytest.raises(PluginError, match="'leads'"):
        Headings().add("leads", tmp_path / "missing.toml")


def test_a_name_reads_as_words() -> None:
    assert as_words("vatId") == "Vat id"
