"""What must hold for saved searches."""

import re
from collections.abc import Sequence
from typing import Any

from core.writing import Code, Draft, Rules
from plugins.pupesoft_tools.sql_search.enums import ParameterKind
from plugins.pupesoft_tools.sql_search.errors import Refused
from plugins.pupesoft_tools.sql_search.parameters import Parameter
from plugins.pupesoft_tools.sql_search.wall import checked

MOST_PARAMETERS = 20
NAME = re.compile("[a-z_][a-z0-9_]{0,39}")


class SavedSearchRules(Rules):
    """A search is its maker's, is changed by him alone, and is one that he may run."""

    def complete(self, draft: Draft) -> None:
        if draft.creating:
            draft.values["owner_id"] = self.writing.viewer.employee_id

    def check(self, draft: Draft) -> None:
        if not draft.creating and draft.before("owner_id") != self.writing.viewer.employee_id:
            text = "is a search of somebody else: save it under a name of your own."
            draft.refuse(draft.key_input, text, Code.FORBIDDEN_VALUE)
            return
        if draft.differs("sql") or draft.differs("parameters"):
            self._check_sql(draft)

    def _check_sql(self, draft: Draft) -> None:
        try:
            parameters = parsed(draft.get("parameters") or [])
        except ValueError as problem:
            draft.refuse("parameters", str(problem))
            return
        writing = self.writing
        try:
            checked(writing.deployment.registry, writing.viewer, draft.get("sql"), parameters)
        except Refused as problem:
            draft.refuse("sql", f"cannot be run: {problem.message}")


def parsed(given: Any) -> Sequence[Parameter]:
    """The parameters that a JSON value declares; ValueError says what is wrong with it."""
    if not isinstance(given, list) or len(given) > MOST_PARAMETERS:
        raise ValueError(f"is not a list of at most {MOST_PARAMETERS} parameters.")
    found = [_parameter(each) for each in given]
    if len({parameter.name for parameter in found}) < len(found):
        raise ValueError("has two parameters of the same name.")
    return found


def _parameter(given: Any) -> Parameter:
    if not isinstance(given, dict) or set(given) != {"name", "kind"}:
        raise ValueError('has a parameter that is not like {"name": "since", "kind": "DATE"}.')
    if not isinstance(given["name"], str) or not NAME.fullmatch(given["name"]):
        raise ValueError("has a parameter whose name is not like start_day.")
    if given["kind"] not in ParameterKind.__members__:
        kinds = ", ".join(ParameterKind.__members__)
        raise ValueError(f"has a parameter of none of the kinds {kinds}.")
    return Parameter(given["name"], ParameterKind[given["kind"]])
