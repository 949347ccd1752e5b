"""E-mails to whoever asks for them."""

from dataclasses import dataclass

from sqlalchemy import select

from core.deployment import Deployment
from core.employees.models import Employee
from core.headings.words import LANGUAGES, Language
from core.mail.message import Unsendable
from core.viewer import Viewer


@dataclass(frozen=True)
class Reader:
    """Who reads an e-mail, in which language."""

    email: str
    language: Language


async def reader(deployment: Deployment, viewer: Viewer) -> Reader:
    """The viewer as a reader; Unsendable if he is no employee in use."""
    row = Employee
    known = select(row.email, row.locale).where(row.id == viewer.employee_id, row.active)
    found = await deployment.database.fetch(known.where(row.archived_at.is_(None)))
    if not found:
        raise Unsendable("You have no address: sign in as an employee.")
    return Reader(found[0].email, language_of(found[0].locale, deployment))


def language_of(locale: str | None, deployment: Deployment) -> Language:
    """The language of documents for somebody; the deployment's where his is none of them."""
    wanted = (locale or "").partition("-")[0].lower()
    return wanted if wanted in LANGUAGES else deployment.settings.language
