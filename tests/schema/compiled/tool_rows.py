"""Rows of tools, workflows and what they send, that are hard to show."""

from typing import Any

from core.mail.models import Email
from core.models import Base
from core.notifications.models import Notification
from core.tools.models import ModuleTool
from core.webhooks.models import WebhookCall
from core.workflows.models import Workflow, WorkflowRun
from tests.world import OLD, OTHER, OWNER

FIRST_KEY = 100


def at(values: tuple[Any, ...], n: int) -> Any:
    return values[n % len(values)]


def tool_rows(texts: tuple[str, ...], instants: tuple[Any, ...]) -> list[Base]:
    """A row of each table for each text."""
    return [
        *(tool(FIRST_KEY + n, n, text) for n, text in enumerate(texts)),
        *(workflow(FIRST_KEY + n, n, text) for n, text in enumerate(texts)),
        *(run(FIRST_KEY + n, n, text, at(instants, n)) for n, text in enumerate(texts)),
        *(email(FIRST_KEY + n, n, text, at(instants, n)) for n, text in enumerate(texts)),
        *(call(FIRST_KEY + n, n, text, at(instants, n)) for n, text in enumerate(texts)),
        *(notification(FIRST_KEY + n, n, text, at(instants, n)) for n, text in enumerate(texts)),
    ]


def tool(key: int, n: int, text: str) -> ModuleTool:
    return ModuleTool(
        id=key,
        module=at(("Customer", "Contact", "Gone"), n),
        kind=at(("set_fields", "notify", "gone"), n),
        labels={"en": text, text: "x"},
        icon=at((None, text[:60]), n),
        position=n % 3,
        config={"values": {"name": text}, text: [text, 1, 1.5, None, {}]},
        visible_if=at((None, {}, {"name": {"eq": text}}), n),
        run_if=at(({"or": [{"name": {"contains": text}}]}, None), n),
        active=n % 2 == 0,
        archived_at=at((None, None, OLD), n),
    )


def workflow(key: int, n: int, text: str) -> Workflow:
    return Workflow(
        id=key,
        name=text,
        module="Customer",
        trigger=at(("FIRST_SAVE", "FIRST_TIME", "EVERY_SAVE"), n),
        condition=at((None, {text: text}), n),
        tool_id=key,
        input={text: text},
        run_as_id=at((OWNER, OTHER), n),
        active=n % 2 == 0,
        archived_at=at((None, OLD), n),
    )


def run(key: int, n: int, text: str, moment: Any) -> WorkflowRun:
    return WorkflowRun(
        id=key,
        workflow_id=FIRST_KEY + n % 3,
        tool_id=FIRST_KEY + n % 3,
        record_key=n,
        record_id=f"customer_{n + 1}",
        customer_id=at((None, 1, 2, 999), n),
        cause_id=FIRST_KEY if n else None,
        depth=n + 1,
        queued_at=moment,
        finished_at=at((None, moment), n),
        error=at((None, text), n // 2),
    )


def outgoing(key: int, n: int, text: str, moment: Any) -> dict[str, Any]:
    return {
        "id": key,
        "sender_id": at((OWNER, OTHER, None), n),
        "record_id": at((None, f"customer_{n + 1}"), n),
        "customer_id": at((None, 1, 2, 999), n),
        "idempotency_key": f"key {n}",
        "attempts": n,
        "created_at": moment,
        "sent_at": at((None, moment), n),
        "failed_at": at((None, None, None, moment), n),
        "error": at((None, text), n),
    }


def email(key: int, n: int, text: str, moment: Any) -> Email:
    return Email(
        **outgoing(key, n, text, moment),
        recipients=[text, ""] if n else [],
        subject=text,
        text=text,
        html=at((None, text), n),
        message_id=f"<{key}@example.com>",
    )


def call(key: int, n: int, text: str, moment: Any) -> WebhookCall:
    return WebhookCall(
        **outgoing(key, n, text, moment),
        method="POST",
        url=text,
        body=text,
        status_code=at((None, 200), n),
    )


def notification(key: int, n: int, text: str, moment: Any) -> Notification:
    return Notification(
        id=key,
        employee_id=at((OWNER, OTHER), n),
        sender_id=at((None, OTHER), n),
        title=text,
        text=at((None, text), n),
        record_id=at((None, f"customer_{n + 1}"), n),
        customer_id=at((None, 1, 999), n),
        created_at=moment,
        read_at=at((None, moment), n),
    )
