"""A tool that is switched off leaves no trace."""

import pytest

from core.deployment import declarations, enabled_plugins
from core.settings import Settings
from schema.composition import compose
from tests.api import ALL_PLUGINS

TRACES = {
    "sql_search": ("SqlSearch", "runSqlSearch", "exportSqlSearch", "sqlSearchTables"),
    "sql_generator": ("SqlReport", "runSqlReport", "exportSqlReport", "sqlReportEntities"),
}


@pytest.mark.parametrize("off", [(), ("sql_search",), ("sql_generator",), tuple(TRACES)])
def test_a_tool_that_is_switched_off_leaves_no_trace(off: tuple[str, ...]) -> None:
    section = {tool: {"enabled": False} for tool in off}
    chosen = {"enabled": ALL_PLUGINS, "pupesoft_tools": section}
    settings = Settings.model_validate({"database_url": "postgresql://x/y", "plugins": chosen})
    registry = declarations(enabled_plugins(settings))
    printed = compose(registry).as_str()
    for tool, names in TRACES.items():
        for name in names:
            assert (name in printed) == (tool not in off), name
        assert any(p.startswith(tool) for p in registry.permissions) == (tool not in off)
