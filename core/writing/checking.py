"""Checking what was given for the columns of one item."""

from core.naming import Sorted
from core.settings import Settings
from core.viewer import Viewer
from core.writing.draft import Draft
from core.writing.inputs import Input, LinksInput, ReferenceInput, ValueInput
from core.writing.user_error import Code, Refused
from core.writing.values import checked
from core.writing.writes import COUNTRIES

REGIONS = {"fi": "FI", "hr": "HR"}
"""Where a phone number without a country code is taken to be, by the deployment's language."""


def check_given(draft: Draft, viewer: Viewer, settings: Settings) -> None:
    """Take the given values of columns into the draft."""
    for field in draft.writes.in_order:
        if field.name in draft.given:
            _check_right(draft, field, viewer)
            if isinstance(field, ValueInput) and not isinstance(field, ReferenceInput):
                _take(draft, field, settings)


def check_required(draft: Draft) -> None:
    """Refuse a new row without its required values."""
    for name in sorted(draft.writes.required):
        if draft.creating and name not in draft.given:
            draft.refuse(name, "is required: give a value.", Code.REQUIRED)


def fill_defaults(draft: Draft, settings: Settings) -> None:
    """Give a new row the constant defaults of its columns, the deployment's currency among them."""
    for field in draft.writes.inputs.values():
        if isinstance(field, ValueInput) and draft.values.get(field.name) is None:
            is_currency = field.column.info.get("format") == "currency" and not field.nullable
            default = settings.currency if is_currency else field.default
            draft.values[field.name] = default
        elif isinstance(field, LinksInput):
            draft.values.setdefault(field.name, [])


def fill_sort_key(draft: Draft, settings: Settings) -> None:
    """Derive the sort key of a row that sorts by a name."""
    model = draft.writes.model
    if issubclass(model, Sorted) and any(draft.differs(a) for a in model.sorts_by):
        draft.values["name_sort"] = model.sort_key(
            map(draft.get, model.sorts_by), settings.language
        )


def _check_right(draft: Draft, field: Input, viewer: Viewer) -> None:
    if field.permission is not None and not viewer.may(field.permission):
        text = f"needs the permission '{field.permission}'."
        draft.refuse(field.name, text, Code.FORBIDDEN_VALUE)


def _take(draft: Draft, field: ValueInput, settings: Settings) -> None:
    try:
        value = checked(field.column, draft.given[field.name], _country(draft, field, settings))
    except Refused as refused:
        draft.refuse(field.name, refused.message, refused.code)
        return
    if value is None and not field.nullable and not _filled(draft, field):
        draft.refuse(field.name, "is required: give a value.", Code.REQUIRED)
    else:
        draft.values[field.name] = value


def _filled(draft: Draft, field: ValueInput) -> bool:
    """Whether a new row gets a value even without one from the caller."""
    return draft.creating and field.name not in draft.writes.required


def _country(draft: Draft, field: ValueInput, settings: Settings) -> str | None:
    found = next((c for c in map(draft.get, COUNTRIES) if c), None)
    if found is None and field.column.info.get("format") == "phone":
        return REGIONS.get(settings.language)
    return found
