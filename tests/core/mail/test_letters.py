"""What an e-mail may be: its addresses and its files."""

import pytest

from core.mail.attachments import MOST_BYTES, Attachment, Unattachable
from core.mail.message import Letter, Unsendable
from tests.api import Api
from tests.core.mail.calls import drain, put
from tests.core.mail.server import Mailbox


@pytest.mark.parametrize("address", ["a@b\r\nBcc: c@d.example", "a@b, c@d.example", "a", ""])
def test_an_address_cannot_be_more_than_one(address: str) -> None:
    with pytest.raises(Unsendable):
        Letter((address,), "Subject", "Text")


async def test_files_go_with_an_email(api: Api, mailbox: Mailbox) -> None:
    files = (
        Attachment("Öljy č.pdf", "application/pdf", bytes(range(256)) * 40),
        Attachment("b.xlsx", "application/vnd.ms-excel", b""),
    )
    await put(api, Letter(("to@example.com",), "Hello", "Text", "<p>Text</p>", files))
    await drain(api)
    [message] = mailbox.messages
    found = [*message.iter_attachments()]
    assert [each.get_filename() for each in found] == ["Öljy č.pdf", "b.xlsx"]
    assert [each.get_content() for each in found] == [file.content for file in files]
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content() == "Text\r\n"
    answer = await api("{ emails { nodes { attachments state } } }", api.admin)
    assert answer["emails"]["nodes"] == [{"attachments": ["Öljy č.pdf", "b.xlsx"], "state": "SENT"}]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("", "a/b"),
        ("a/b", "a/b"),
        ("a\r\nb", "a/b"),
        ("x" * 201, "a/b"),
        ("a", "x"),
        ("a", "a/b\n"),
    ],
)
def test_a_file_has_a_plain_name_and_a_kind(name: str, kind: str) -> None:
    with pytest.raises(Unattachable):
        Attachment(name, kind, b"")


def test_files_of_an_email_are_bounded() -> None:
    file = Attachment("a", "text/plain", bytes(MOST_BYTES))
    Letter(("to@example.com",), "Hello", "Text", None, (file,))
    for files in ((file, Attachment("b", "text/plain", b"x")), (Attachment("a", "a/b", b""),) * 11):
        with pytest.raises(Unsendable):
            Letter(("to@example.com",), "Hello", "Text", None, files)
