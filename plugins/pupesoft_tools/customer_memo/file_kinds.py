"""Which files may belong to memos: told by the end of the name, and by how they begin."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass

from core.writing import Code
from core.writing.refusing import refusal
from core.writing.user_error import Refused
from core.writing.values import clean

LONGEST_NAME = 200


@dataclass(frozen=True)
class FileKind:
    """A media type, and what its files begin with; texts begin with anything."""

    media_type: str
    beginnings: tuple[bytes, ...] = ()

    def fits(self, content: bytes) -> bool:
        if not self.beginnings:
            return b"\0" not in content
        return content.startswith(self.beginnings)


@dataclass(frozen=True)
class GivenFile:
    """A file that somebody brought, found to be what it is called."""

    name: str
    media_type: str
    content: bytes


ZIP = (b"PK\x03\x04",)
OFFICE = "application/vnd.openxmlformats-officedocument."
JPEG = FileKind("image/jpeg", (b"\xff\xd8\xff",))
KINDS: Mapping[str, FileKind] = {
    "pdf": FileKind("application/pdf", (b"%PDF-",)),
    "png": FileKind("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": JPEG,
    "jpeg": JPEG,
    "gif": FileKind("image/gif", (b"GIF87a", b"GIF89a")),
    "webp": FileKind("image/webp", (b"RIFF",)),
    "docx": FileKind(f"{OFFICE}wordprocessingml.document", ZIP),
    "xlsx": FileKind(f"{OFFICE}spreadsheetml.sheet", ZIP),
    "pptx": FileKind(f"{OFFICE}presentationml.presentation", ZIP),
    "odt": FileKind("application/vnd.oasis.opendocument.text", ZIP),
    "ods": FileKind("application/vnd.oasis.opendocument.spreadsheet", ZIP),
    "txt": FileKind("text/plain"),
    "csv": FileKind("text/csv"),
    "ics": FileKind("text/calendar"),
    "eml": FileKind("message/rfc822"),
}
"""By the end of the name. What browsers run (HTML, SVG), and macros, are not among them."""


def given_file(name: str, text: str, most: int) -> GivenFile:
    """The file of a name in base64, at most so many bytes; Refusal before more is read of it."""
    called = _name(name)
    ending = called.rpartition(".")[2].lower()
    if "." not in called or ending not in KINDS:
        raise refusal(
            "name",
            f"must end in one of {', '.join(f'.{known}' for known in KINDS)}.",
            Code.FORBIDDEN_VALUE,
        )
    content = _decoded(text, most)
    if not KINDS[ending].fits(content):
        raise refusal("content", f"is no .{ending} file.", Code.FORBIDDEN_VALUE)
    return GivenFile(called, KINDS[ending].media_type, content)


def _name(name: str) -> str:
    try:
        called = clean(name)
    except Refused as refused:
        raise refusal("name", refused.message) from None
    if len(called) > LONGEST_NAME:
        raise refusal("name", f"is longer than {LONGEST_NAME} characters.", Code.TOO_LONG)
    if "/" in called or "\\" in called:
        raise refusal("name", "may not have slashes: give the name alone.")
    return called


def _decoded(text: str, most: int) -> bytes:
    too_long = refusal("content", f"has more than {most:,} bytes.", Code.TOO_LONG)
    if len(text) > (most + 2) // 3 * 4:
        raise too_long
    try:
        content = b64decode(text, validate=True)
    except ValueError:
        raise refusal("content", "is not written in base64.") from None
    if len(content) > most:
        raise too_long
    if not content:
        raise refusal("content", "is empty.", Code.REQUIRED)
    return content
