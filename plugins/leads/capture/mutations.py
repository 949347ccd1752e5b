"""Setting web forms up."""

from typing import Annotated, Any, cast

import strawberry
from strawberry import Parent

from core.access.secrets import new_secret
from core.context import Info
from core.declare import extend
from core.ids import decode_as
from core.reading import load
from core.roots import Mutation
from core.writing import Code, UserError, locked, transaction, writes
from plugins.leads.capture.models import LeadForm as Row
from plugins.leads.capture.rules import LeadFormRules
from plugins.leads.capture.types import LeadForm
from plugins.leads.permissions import LeadPermission

form_writes = writes(
    LeadForm,
    inputs=("name", "owner", "lead_source", "fields", "honeypot", "redirect_url"),
    create=LeadPermission.MANAGE_FORMS,
    update=LeadPermission.MANAGE_FORMS,
    archive=LeadPermission.MANAGE_FORMS,
    rules=LeadFormRules,
    natural_keys=("name",),
)


async def _form(payload: Parent[Any], info: Info) -> LeadForm | None:
    found = payload.form_key and await load(info, "LeadForm", payload.form_key)
    return cast(LeadForm | None, found)


@strawberry.type(description="The answer to `issueLeadFormKey`.")
class IssueLeadFormKeyPayload:
    form_key: strawberry.Private[int | None] = None
    lead_form: LeadForm | None = strawberry.field(resolver=_form, description="The form.")
    key: str | None = strawberry.field(description="The new key. It is shown only now.")
    path: str | None = strawberry.field(
        description="Where the form is to send, on this server: POST, as "
        "application/x-www-form-urlencoded or application/json."
    )
    user_errors: list[UserError] = strawberry.field(
        description="NOT_FOUND: no such form. ARCHIVED: restore it first."
    )


@extend(Mutation, permission=LeadPermission.MANAGE_FORMS)
async def issue_lead_form_key(
    info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Id of the form.")]
) -> IssueLeadFormKeyPayload | None:
    """Give a web form a new key; the one it had opens nothing any more. Needs
    `leads:manage_forms`.
    """
    context, key = info.context, decode_as("lead_form", id)
    async with transaction(context.deployment, context.require()) as writing:
        form: Row | None = (await locked(writing, form_writes, [key])).get(key)
        if form is None:
            return _refused(Code.NOT_FOUND, "names no LeadForm that you may see.")
        if form.archived_at is not None:
            return _refused(Code.ARCHIVED, "is archived: restore it first.")
        secret = new_secret()
        form.key_hash = secret.digest
    context.answer_is_secret = True
    context.loaders.clear()
    path = f"/leads/capture/{secret.text}"
    return IssueLeadFormKeyPayload(form_key=key, key=secret.text, path=path, user_errors=[])


def _refused(code: Code, message: str) -> IssueLeadFormKeyPayload:
    error = UserError(code=code.value, message=f"'id' {message}", path=["id"])
    return IssueLeadFormKeyPayload(key=None, path=None, user_errors=[error])
