"""Files that go with e-mails."""

import re
import unicodedata
from dataclasses import dataclass

MOST_ATTACHMENTS = 10
"""Files of one e-mail."""

MOST_BYTES = 10 * 2**20
"""Of all files of one e-mail; many mail servers take 25 MB, and encoding adds a third."""

LONGEST_NAME = 200

MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,90}")


class Unattachable(ValueError):
    """A file cannot go with an e-mail; the text says why."""


@dataclass(frozen=True)
class Attachment:
    """A file: its name for people, its media type, and what it holds. Unattachable otherwise."""

    name: str
    media_type: str
    content: bytes

    def __post_init__(self) -> None:
        steering = any(unicodedata.category(c)[0] in "CZ" and c != " " for c in self.name)
        if not 0 < len(self.name) <= LONGEST_NAME or steering or "/" in self.name:
            raise Unattachable(
                f"The name of a file has 1 to {LONGEST_NAME} characters in one line, and no '/'."
            )
        if not MEDIA_TYPE.fullmatch(self.media_type):
            raise Unattachable(f"'{self.media_type}' is no media type such as application/pdf.")


def check_attachments(attachments: tuple[Attachment, ...]) -> None:
    """Refuse more files, or larger ones, than an e-mail may have: Unattachable."""
    if len(attachments) > MOST_ATTACHMENTS:
        raise Unattachable(f"An e-mail has at most {MOST_ATTACHMENTS} files.")
    if sum(len(each.content) for each in attachments) > MOST_BYTES:
        raise Unattachable(f"The files of an e-mail have at most {MOST_BYTES >> 20} MB together.")
