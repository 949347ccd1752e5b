"""The mail that tells somebody of his overdue reminders."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from sqlalchemy import Row

from core.mail.message import Letter


class Words(NamedTuple):
    """How it reads in a language; the number of reminders follows the subject."""

    subject: str
    text: str


WORDS: Mapping[str, Words] = {
    "fi": Words("Myöhässä olevia muistutuksia", "Nämä muistutukset odottavat kuittaustasi:"),
    "hr": Words("Zakašnjeli podsjetnici", "Ovi podsjetnici čekaju vašu potvrdu:"),
    "en": Words("Overdue reminders", "These reminders wait for you to acknowledge them:"),
}


def letter(address: str, language: str, zone: ZoneInfo, found: Iterable[Row[Any]]) -> Letter:
    """The mail about reminders, in a language, the earliest first."""
    lines = [_line(row, language, zone) for row in found]
    words = WORDS.get(language, WORDS["en"])
    text = "\n".join([words.text, "", *lines, ""])
    return Letter((address,), f"{words.subject}: {len(lines)}", text)


def _line(row: Row[Any], language: str, zone: ZoneInfo) -> str:
    when = format_datetime(row.remind_at, "short", tzinfo=zone, locale=language)
    about = ", ".join(part for part in (row.customer, row.contact) if part)
    text = " ".join(row.text.split())
    return f"- {when}: {text} ({about})" if about else f"- {when}: {text}"
