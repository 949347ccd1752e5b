"""What became of a lead, as the JSON that a module tool answers."""

from collections.abc import Mapping
from typing import Any

from core.ids import encode
from plugins.leads.conversion.job import Job
from plugins.leads.conversion.result import TargetResult, result_of


def details_of(job: Job) -> Mapping[str, Any]:
    """The targets by name: what was done, the record, the fields and what resembles it."""
    return {found.target.key: _target(found) for found in result_of(job, kept=True).targets}


def _target(found: TargetResult) -> Mapping[str, Any]:
    return {
        "action": found.action.name,
        "id": None if found.key is None else encode(found.target.key, found.key),
        "fields": [
            {
                "field": field.field,
                "value": field.value,
                "current": field.current,
                "editable": field.editable,
                "taken": field.taken,
            }
            for field in found.fields
        ],
        "duplicates": {
            "hiddenCount": sum(m.number for m in found.matches if m.key is None),
            "matches": [
                {"id": encode(m.kind.lower(), m.key), "reason": m.reason.name, "score": m.score}
                for m in found.matches
                if m.key is not None
            ],
        },
    }
