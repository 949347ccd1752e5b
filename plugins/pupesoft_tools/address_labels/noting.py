"""Memos about labels that were printed."""

from collections.abc import Iterable, Mapping

from core.deployment import Deployment
from core.headings.words import Language
from core.viewer import Viewer
from core.writing import transaction
from plugins.pupesoft_tools.address_labels.sheets import Sheet
from plugins.pupesoft_tools.customer_memo.enums import MemoKind
from plugins.pupesoft_tools.customer_memo.noting import Noted, note_memos

LONGEST = 2_000
"""Characters of what is noted besides."""

PRINTED: Mapping[Language, str] = {
    "fi": "Osoitetarrat tulostettiin ({sheet}).",
    "hr": "Ispisane su naljepnice s adresama ({sheet}).",
    "en": "Address labels were printed ({sheet}).",
}


async def note_labels(
    deployment: Deployment,
    viewer: Viewer,
    customers: Iterable[int],
    sheet: Sheet,
    message: str | None,
) -> None:
    """Note for each customer that its labels were printed, in the deployment's language."""
    text = PRINTED[deployment.settings.language].format(sheet=sheet.code)
    if message and message.strip():
        text = f"{text}\n{message.strip()}"
    async with transaction(deployment, viewer) as writing:
        await note_memos(
            writing.session,
            deployment,
            MemoKind.LABELS,
            [Noted(key, text) for key in customers],
            author_id=writing.actor_id,
        )
