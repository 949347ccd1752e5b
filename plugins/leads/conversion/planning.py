"""What each lead brings to each of its targets, before anything is looked up."""

from contextlib import suppress

from core.errors import BadInput
from core.ids import decode, decode_as, prefix_of
from core.settings import Settings
from core.viewer import Viewer
from core.writing import Code, Draft
from core.writing.bounds import check_bounds
from core.writing.checking import check_given
from core.writing.inputs import LinksInput, ReferenceInput
from plugins.leads.conversion.binding import Bound, BoundField
from plugins.leads.conversion.enums import Mode, Target
from plugins.leads.conversion.job import Job, Part, Value
from plugins.leads.conversion.request import Choice

NOT_EDITABLE = "NOT_EDITABLE"
UNAVAILABLE = "UNAVAILABLE"


def plan(job: Job, bound: Bound, viewer: Viewer, settings: Settings) -> None:
    """Give a lead its targets with the values that it brings, or say what is wrong with them."""
    for target in Target:
        choice = job.request.choices.get(target, Choice())
        found = bound.targets.get(target)
        if found is None:
            _refuse_absent(job, target, choice)
            continue
        part = Part(job, found, choice.mode or found.mode, choice)
        if _is_wanted(part):
            _fill(part)
            _check(part, viewer, settings)
            job.parts[target] = part
    if not job.parts and job.ok:
        job.refuse("id", "would become nothing: choose a target that is not SKIP.")


def _refuse_absent(job: Job, target: Target, choice: Choice) -> None:
    if choice.mode not in (None, Mode.SKIP) or choice.values:
        text = f"'{target.key}' is no target here: its plugin is disabled. Leave it out."
        job.add(UNAVAILABLE, text, (*job.request.path, target.key))


def _is_wanted(part: Part) -> bool:
    if part.mode is Mode.SKIP:
        if part.choice.values:
            part.refuse_mode("is SKIP, but values are given: leave them out, or choose another.")
        return False
    if part.mode is Mode.USE_EXISTING and part.choice.id is None:
        part.refuse_id("is required with USE_EXISTING: name the record.", Code.REQUIRED)
    elif part.mode is not Mode.USE_EXISTING and part.choice.id is not None:
        part.refuse_id("can stand only with USE_EXISTING: leave it out, or choose that mode.")
    elif part.choice.id is not None:
        _name(part, part.choice.id)
    return True


def _name(part: Part, text: str) -> None:
    try:
        part.key = decode_as(part.bound.entity.prefix, text)
    except BadInput as error:
        part.refuse_id(f"is not usable: {error.message}")


def _fill(part: Part) -> None:
    given = part.choice.values
    for name in given:
        _refuse_fixed(part, name)
    for name, field in part.bound.fields.items():
        mapped = _said(field, field.read(part.job.lead))
        plain = _said(field, given[name]) if name in given else mapped
        if isinstance(plain, dict | list) and not isinstance(field.input, LinksInput):
            part.refuse(field.name, "must be a single value, not a list or an object.")
            plain = None
        part.values[field.name] = Value(field, plain, str(plain) != str(mapped))


def _said(field: BoundField, value: object) -> object:
    """A value that JSON said, as writing takes it for any kind of column."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(field.input, ReferenceInput) and isinstance(value, str):
        with suppress(BadInput):
            return decode(value).key if _leads_to(field.input, value) else value
    return str(value) if isinstance(value, int | float) and not _is_key(field) else value


def _leads_to(reference: ReferenceInput, text: str) -> bool:
    return decode(text).prefix == prefix_of(reference.target)


def _is_key(field: BoundField) -> bool:
    return isinstance(field.input, ReferenceInput)


def _refuse_fixed(part: Part, name: str) -> None:
    field = part.bound.fields.get(name)
    if field is None or not field.rule.editable:
        editable = ", ".join(n for n, f in part.bound.fields.items() if f.rule.editable)
        text = f"may not be edited at a conversion; these may: {editable or 'none'}."
        part.refuse(name, text, NOT_EDITABLE)


def _check(part: Part, viewer: Viewer, settings: Settings) -> None:
    """Bring the values into the form in which they are stored, or refuse them."""
    given = {n: v.plain for n, v in part.values.items() if v.plain is not None}
    draft = Draft(part.bound.writes, given, (*part.path, "values"), 0)
    check_given(draft, viewer, settings)
    check_bounds(draft)
    part.job.errors += draft.errors
    for name, plain in draft.values.items():
        part.values[name].plain = plain
