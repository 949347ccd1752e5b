"""A tool that is switched off leaves no trace."""

import pytest

from core.deployment import declarations, enabled_plugins
from core.settings import Settings
from schema.composition import compose
from tests.api import ALL_PLUGINS

TRACES = {
    "customer_memo": ("Memo", "createMemo", "memoAttachment"),
    "reminders": ("Reminder", "acknowledgeReminder", "snoozeReminder"),
    "calendar": ("CalendarEntry", "CalendarSlot", "CalendarFeed", "moveCalendarEntry"),
    "address_labels": ("LabelSheet", "labelSheets", "printAddressLabels"),
    "annual_contracts": ("AnnualContractRow", "annualContracts", "exportAnnualContracts"),
    "customer_list": ("changeCustomerStates", "emailCustomerList"),
    "sql_search": ("SqlSearch", "runSqlSearch", "exportSqlSearch", "sqlSearchTables"),
    "text_messages": ("TextMessage", "sendTextMessages"),
    "sql_generator": ("SqlReport", "runSqlReport", "exportSqlReport", "sqlReportEntities"),
}

RIGHTS = {"customer_memo": "memos:"}
"""How rights begin that are not called as their tool."""


@pytest.mark.parametrize("off", [(), *((tool,) for tool in TRACES), tuple(TRACES)])
def test_a_tool_that_is_switched_off_leaves_no_trace(off: tuple[str, ...]) -> None:
    section = {tool: {"enabled": False} for tool in off}
    chosen = {"enabled": ALL_PLUGINS, "pupesoft_tools": section}
    settings = Settings.model_validate({"database_url": "postgresql://x/y", "plugins": chosen})
    registry = declarations(enabled_plugins(settings))
    printed = compose(registry).as_str()
    for tool, names in TRACES.items():
        for name in names:
            assert (name in printed) == (tool not in off), name
        rights = RIGHTS.get(tool, tool)
        assert any(p.startswith(rights) for p in registry.permissions) == (tool not in off)
