"""Writes that nobody else acts on, so that one statement may be all there is of them."""

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, exists

from core.workflows.models import Workflow
from core.writing.idempotency import current_claim

if TYPE_CHECKING:
    from core.deployment import Deployment

WORKFLOWS = "core.workflows"


def is_alone(deployment: "Deployment", entity: str) -> bool:
    """Whether no hook acts on changes of an entity, and the request is not remembered by a key.

    The statement itself must ask for workflows: see `starts_nothing`.
    """
    listening = deployment.plugins.listening(entity)
    return current_claim.get() is None and listening <= {WORKFLOWS}


def starts_nothing(entity: str) -> ColumnElement[bool]:
    """Whether saves of an entity start no workflow, as SQL."""
    started = Workflow.module == entity, Workflow.active, Workflow.archived_at.is_(None)
    return ~exists().where(*started)
