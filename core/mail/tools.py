"""The kind of tool that writes e-mails."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal
from uuid import uuid4

from pydantic import Field
from sqlalchemy.orm import aliased

from core.errors import BadInput
from core.mail.message import Letter, Unsendable
from core.mail.permissions import MailPermission
from core.mail.sending import NoMailServer, send_email
from core.templating import Fields, Template, TemplateProblem, problems_with, read_fields
from core.templating.template import Path
from core.tools.kind import Module, ToolCall, ToolKind, ToolRecord, ToolRefusal
from core.tools.values import Nothing, ToolModel
from core.viewer import Viewer

PLACES = "Places such as {{ name }} or {{ owner.name }} are filled from the record."


class SendEmailConfig(ToolModel):
    """Who gets what."""

    to: list[str] = Field(
        min_length=1,
        max_length=10,
        description="Addresses, or fields that hold one, such as email or owner.email; those "
        "without a value are left out.",
    )
    subject: str = Field(min_length=1, max_length=500, description=f"The subject. {PLACES}")
    text: str = Field(min_length=1, description=f"The text. {PLACES} {{% if field %}} is known.")
    html: str | None = Field(None, description="The same as HTML; what fills places is escaped.")
    language: Literal["fi", "hr", "en"] = Field(
        "en", description="The language in which numbers and dates are written."
    )
    once: bool = Field(False, description="Whether a record's e-mail is sent only once ever.")

    def templates(self) -> Mapping[str, Template]:
        """The templates by their names; TemplateProblem if one cannot be read."""
        found = {"subject": Template(self.subject), "text": Template(self.text)}
        return found | ({"html": Template(self.html, html=True)} if self.html else {})


class SendEmail(ToolKind[SendEmailConfig, Nothing]):
    """Write an e-mail about the record, from a template; it leaves by the outbox."""

    name = "send_email"
    permission = MailPermission.SEND

    def problems(self, module: Module, config: SendEmailConfig) -> Iterable[str]:
        for name, text in (("subject", config.subject), ("text", config.text)):
            yield from problems_with(module.registry, module.entity, name, text)
        if config.html:
            yield from problems_with(module.registry, module.entity, "html", config.html, html=True)
        yield from _wrong_addresses(module, config)

    async def run(
        self, call: ToolCall[SendEmailConfig, Nothing], record: ToolRecord
    ) -> Mapping[str, object]:
        try:
            letter = await _letter(call, record)
            key = await _send(call, record, letter)
        except (TemplateProblem, Unsendable, NoMailServer) as problem:
            raise ToolRefusal.of(str(problem), record.path) from None
        if key is None:
            text = "The e-mail of this tool about this record was written before."
            raise ToolRefusal.of(text, record.path, "ALREADY_SENT")
        return {
            "to": letter.recipients,
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
        }


async def _send(
    call: ToolCall[SendEmailConfig, Nothing], record: ToolRecord, letter: Letter
) -> int | None:
    about = f"{record.id}" if call.config.once else uuid4().hex
    return await send_email(
        call.writing.session,
        call.writing.deployment,
        letter,
        sender_id=call.writing.viewer.employee_id or None,
        key=f"tool {call.tool_id} {about}",
        record_id=record.id,
        customer_id=call.customer_of(record),
    )


async def _letter(call: ToolCall[SendEmailConfig, Nothing], record: ToolRecord) -> Letter:
    settings = call.writing.deployment.settings
    templates = call.config.templates()
    fields = [tuple(to.split(".")) for to in call.config.to if "@" not in to]
    paths = {*fields, *(path for each in templates.values() for path in each.paths)}
    found = await read_fields(call.writing, call.module.entity, [record.row.id], paths)
    values = found[record.row.id]
    texts = {
        name: template.filled(values, call.config.language, settings.time_zone)
        for name, template in templates.items()
    }
    return Letter(
        _recipients(call.config.to, values), texts["subject"], texts["text"], texts.get("html")
    )


def _recipients(to: Sequence[str], values: Mapping[Path, object]) -> tuple[str, ...]:
    named = (name if "@" in name else values[tuple(name.split("."))] for name in to)
    found = dict.fromkeys(str(address) for address in named if address)
    if not found:
        raise Unsendable("The record has no e-mail address: enter one first.")
    return tuple(found)


def _wrong_addresses(module: Module, config: SendEmailConfig) -> Iterator[str]:
    everything = Viewer(0, frozenset(module.registry.permissions))
    fields = Fields(module.registry, module.entity, everything)
    for to in config.to:
        try:
            if "@" in to:
                Letter((to,), "x", "x")
            else:
                fields.sql(aliased(module.entity.model), tuple(to.split(".")))
        except (Unsendable, BadInput) as problem:
            yield f"'to': {problem}"
