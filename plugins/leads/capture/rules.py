"""What must hold for web forms."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from core.writing import Draft, Rules
from plugins.leads.capture.mapping import CAPTURED, IN_DATA
from plugins.leads.data import LONGEST_KEY, MOST_KEYS


class LeadFormRules(Rules):
    """Fields are mapped to what a visitor may say of himself, and browsers are sent to https."""

    def check(self, draft: Draft) -> None:
        if "fields" in draft.values:
            for problem in _problems(draft.values["fields"]):
                draft.refuse("fields", problem)
        url = draft.values.get("redirect_url")
        if url is not None and not _is_web(url):
            draft.refuse("redirect_url", "is no web address: write https://www.example.com/thanks.")


def _problems(fields: object) -> Iterator[str]:
    if not isinstance(fields, Mapping):
        yield 'must be an object: write {"your-name": "lastName"}.'
        return
    if len(fields) > MOST_KEYS:
        yield f"names {len(fields)} fields: name at most {MOST_KEYS}."
    for name, target in fields.items():
        if not 0 < len(name) <= LONGEST_KEY or not name.isprintable():
            yield f"has a name that is not 1 to {LONGEST_KEY} printable characters."
        if not _is_target(target):
            known = ", ".join(CAPTURED)
            yield f"maps '{name[:40]}' to what no visitor may fill; there are: {known}, data.KEY."


def _is_target(target: object) -> bool:
    if target is None or target in CAPTURED:
        return True
    if not isinstance(target, str) or not target.startswith(IN_DATA):
        return False
    return 0 < len(target.removeprefix(IN_DATA)) <= LONGEST_KEY and target.isprintable()


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and url.isprintable() and " " not in url
