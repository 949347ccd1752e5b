"""Files that belong to memos: brought by their authors, fetched by whoever sees them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import strawberry
from anyio import to_thread
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from core.context import Info
from core.declare import extend
from core.deployment import Deployment
from core.downloads import File, offer
from core.downloads.types import Download
from core.errors import KortistoError
from core.reading import visible
from core.roots import Mutation
from core.viewer import Viewer, require
from core.writing import Code, UserError, Writing, attempt, locked
from core.writing.record_mutation import record_mutation
from core.writing.refusing import Refusal, key_of, refusal, unseen
from plugins.pupesoft_tools.customer_memo.file_kinds import GivenFile, given_file
from plugins.pupesoft_tools.customer_memo.models import Memo as MemoRow
from plugins.pupesoft_tools.customer_memo.models import MemoAttachment as AttachmentRow
from plugins.pupesoft_tools.customer_memo.mutations import memo_writes
from plugins.pupesoft_tools.customer_memo.permissions import MemoPermission
from plugins.pupesoft_tools.customer_memo.types import MemoAttachment
from plugins.pupesoft_tools.settings import PupesoftToolsSettings

KIND = "memo-attachment"
MOST_FILES = 20
MEGABYTE = 1_000_000


class Gone(KortistoError):
    """A file was archived, or cannot be seen any more."""

    code = "NO_FILE"


@strawberry.input(description="A file that belongs to a memo.")
class AttachToMemoInput:
    memo_id: strawberry.ID = strawberry.field(description="Id of your memo.")
    name: str = strawberry.field(
        description="Its name; the end tells what it is: .pdf, .png, .jpg, .jpeg, .gif, .webp, "
        ".docx, .xlsx, .pptx, .odt, .ods, .txt, .csv, .ics or .eml."
    )
    content: str = strawberry.field(
        description="What is in it, in base64; at most `attachment_megabytes` of the settings, 5 "
        "unless told."
    )


@strawberry.input(description="Which file is wanted.")
class OfferMemoAttachmentInput:
    id: strawberry.ID = strawberry.field(description="Id of the file.")


@strawberry.type(description="The answer to `offerMemoAttachment`.")
class OfferMemoAttachmentPayload:
    download: Download | None = strawberry.field(description="The file; null if there is none.")
    user_errors: list[UserError] = strawberry.field(
        description="NOT_FOUND: no such file in use that you see."
    )


@record_mutation(MemoAttachment, AttachToMemoInput, "Which file.", MemoPermission.WRITE)
async def attach_to_memo(info: Info, input: AttachToMemoInput) -> int:
    """Add a file to a memo of your own, which has at most 20. Needs `memos:write`.

    What is too large, or not what its name says, is refused before anything is stored.
    """
    deployment, viewer = info.context.deployment, info.context.require()
    settings = deployment.settings_of(PupesoftToolsSettings).customer_memo
    most = settings.attachment_megabytes * MEGABYTE
    memo = key_of(deployment, "Memo", "memoId", input.memo_id)
    file = await to_thread.run_sync(given_file, input.name, input.content, most)
    return await attempt(
        deployment, viewer, lambda writing: _store(writing, memo, file), lambda key: True
    )


async def _store(writing: Writing, memo: int, file: GivenFile) -> int:
    row: MemoRow | None = (await locked(writing, memo_writes, [memo])).get(memo)
    if row is None:
        raise unseen("memoId", "Memo")
    if row.archived_at is not None:
        raise refusal("memoId", "is an archived Memo: restore it first.", Code.ARCHIVED)
    if row.author_id != writing.actor_id and not writing.viewer.may(MemoPermission.MANAGE):
        text = "was written by somebody else: write a memo of your own."
        raise refusal("memoId", text, Code.FORBIDDEN_VALUE)
    count = select(func.count()).where(
        AttachmentRow.memo_id == memo, AttachmentRow.archived_at.is_(None)
    )
    if (await writing.session.scalar(count) or 0) >= MOST_FILES:
        raise refusal("memoId", f"has {MOST_FILES} files: write another memo.", Code.TOO_MANY)
    made = AttachmentRow(
        memo_id=memo,
        customer_id=row.customer_id,
        author_id=writing.actor_id,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        content=file.content,
    )
    writing.session.add(made)
    await writing.session.flush()
    return made.id


@extend(Mutation, permission=MemoPermission.READ)
async def offer_memo_attachment(
    info: Info,
    input: Annotated[OfferMemoAttachmentInput, strawberry.argument(description="Which file.")],
) -> OfferMemoAttachmentPayload | None:
    """Offer the file of a memo, 15 minutes long, to yourself alone. Needs `memos:read`."""
    deployment, viewer = info.context.deployment, info.context.require()
    try:
        key = key_of(deployment, "MemoAttachment", "id", input.id)
        if not await _read(deployment, viewer, key, AttachmentRow.id):
            raise unseen("id", "MemoAttachment in use")
    except Refusal as refused:
        return OfferMemoAttachmentPayload(download=None, user_errors=[refused.error])
    info.context.answer_is_secret = True
    address = await offer(deployment, viewer, KIND, {"id": key})
    return OfferMemoAttachmentPayload(download=Download.of(address), user_errors=[])


async def make_file(
    deployment: Deployment, viewer: Viewer, arguments: Mapping[str, Any], folder: Path
) -> File:
    """Write the file of a memo; Gone if the viewer may no longer have it."""
    require(viewer, MemoPermission.READ)
    wanted = (AttachmentRow.name, AttachmentRow.media_type, AttachmentRow.content)
    found = await _read(deployment, viewer, arguments["id"], *wanted)
    if not found:
        raise Gone("There is no such file any more.")
    name, media_type, content = found[0]
    path = folder / "attachment"
    await to_thread.run_sync(path.write_bytes, content)
    return File(path, name, media_type)


async def _read(deployment: Deployment, viewer: Viewer, key: int, *columns: Any) -> Any:
    """Columns of a file in use that the viewer sees, of a memo in use."""
    entity = deployment.registry.entity("MemoAttachment")
    row, memo = aliased(AttachmentRow), aliased(MemoRow)
    in_use = row.archived_at.is_(None), memo.archived_at.is_(None)
    seen = visible(deployment.registry, entity, row, viewer)
    read = [getattr(row, column.key) for column in columns]
    statement = select(*read).join(memo, memo.id == row.memo_id).where(row.id == key, seen, *in_use)
    return await deployment.database.fetch(statement)
