"""From the fields of a web form to those of a lead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from strawberry.utils.str_converters import to_camel_case

from plugins.leads.capture.models import LeadForm

CAPTURED: Mapping[str, str] = {
    to_camel_case(name): name
    for name in (
        *("company", "business_id", "first_name", "last_name", "title", "email", "phone"),
        *("website", "street", "postal_code", "city", "country", "amount", "currency", "notes"),
        "marketing_consent",
    )
}
"""What a visitor may fill, by its name in the schema."""

IN_DATA = "data."

CONSENTS = {
    **dict.fromkeys(("on", "true", "1", "yes", "kyllä", "da", "given"), "GIVEN"),
    **dict.fromkeys(("off", "false", "0", "no", "ei", "ne", "refused"), "REFUSED"),
}
"""What boxes to tick say in English, Finnish and Croatian."""


class Form(NamedTuple):
    """What is known of a web form that something was sent to."""

    id: int
    name: str
    owner_id: int | None
    lead_source: str | None
    fields: Mapping[str, str | None]
    honeypot: str
    redirect_url: str | None


def with_key(key_hash: bytes) -> Select[Any]:
    """The form of a key, if it is in use."""
    columns = (getattr(LeadForm, name) for name in Form._fields)
    return select(*columns).where(LeadForm.key_hash == key_hash, LeadForm.archived_at.is_(None))


Sent = Iterable[tuple[str, Any]]
"""What a form sent: names and values, in order, with doubles."""


@dataclass
class Captured:
    """What becomes of what was sent.

    `values` are for the lead, by names of inputs; `data` is all else. `names` tells what the form
    calls each value.
    """

    owner_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def put_aside(self, name: str) -> bool:
        """Keep a value that the lead does not take in the data, as it was sent; whether there was
        one. An owner who may not be one any more is left out.
        """
        if name == "owner_id" and self.owner_id is not None:
            self.owner_id = None
            return True
        if name not in self.values:
            return False
        _append(self.data, self.names[name], self.values.pop(name))
        return True


def captured(form: Form, sent: Sent) -> Captured:
    """What a form's fields become; of two for one field of the lead the first wins."""
    found = Captured(form.owner_id)
    for name, value in sent:
        target = form.fields.get(name, name)
        if name == form.honeypot or target is None or _is_blank(value):
            continue
        attribute = CAPTURED.get(target)
        if attribute is None or attribute in found.values or isinstance(value, dict | list):
            _append(found.data, str(target).removeprefix(IN_DATA), value)
        else:
            found.values[attribute] = _said(attribute, value)
            found.names[attribute] = name
    return found


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _said(attribute: str, value: Any) -> Any:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if attribute == "marketing_consent":
        return CONSENTS.get(text.strip().lower(), text)
    return text


def _append(data: dict[str, Any], name: str, value: Any) -> None:
    """Add a value; several of one name become a list."""
    if name not in data:
        data[name] = value
    elif isinstance(data[name], list):
        data[name].append(value)
    else:
        data[name] = [data[name], value]
