"""The mutations that convert leads."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from core.context import Info
from core.declare import extend
from core.roots import Mutation
from core.writing import Code, UserError
from plugins.leads.conversion.convert import convert
from plugins.leads.conversion.inputs import ConvertLeadInput, ConvertLeadsInput, request_of
from plugins.leads.conversion.request import Options, Request
from plugins.leads.conversion.result import Conversion
from plugins.leads.conversion.setup import with_tool
from plugins.leads.conversion.types import ConvertLeadPayload, ConvertLeadsPayload
from plugins.leads.permissions import LeadPermission


@extend(Mutation, permission=LeadPermission.CONVERT)
async def convert_lead(
    info: Info,
    input: Annotated[ConvertLeadInput, strawberry.argument(description="Which lead, and how.")],
) -> ConvertLeadPayload | None:
    """Convert a lead into a customer, a contact and an opportunity, or any of them, all or nothing.

    With `dryRun` nothing is kept: the preview. Of several calls at once one converts the lead, the
    others answer ALREADY_CONVERTED. Needs `leads:convert` and the rights to read and write each
    target.
    """
    options = Options(archive=input.archive, dry_run=input.dry_run)
    found = await _converted(info, [request_of(input, ("input",))], options, input.tool_id)
    if not found.results:
        return ConvertLeadPayload(key=None, targets=[], user_errors=list(found.errors))
    return ConvertLeadPayload.of(found.results[0])


@extend(Mutation, permission=LeadPermission.CONVERT)
async def convert_leads(
    info: Info,
    input: Annotated[ConvertLeadsInput, strawberry.argument(description="Which leads, and how.")],
) -> ConvertLeadsPayload | None:
    """Convert leads in the order of the items, each all or nothing.

    A record that one lead makes is found for the next ones: with MATCH_OR_CREATE every company is
    made once. Needs `leads:convert` and the rights to read and write each target.
    """
    limit = info.context.deployment.settings.batch_items
    if len(input.items) > limit:
        text = f"'items' has {len(input.items)} items: send at most {limit} at once."
        error = UserError(code=Code.TOO_MANY.value, message=text, path=["input", "items"])
        return ConvertLeadsPayload(results=[], user_errors=[error])
    options = Options(archive=input.archive, atomic=input.atomic, dry_run=input.dry_run)
    requests = [
        request_of(item, ("input", "items", str(place))) for place, item in enumerate(input.items)
    ]
    found = await _converted(info, requests, options, input.tool_id)
    results = [ConvertLeadPayload.of(result) for result in found.results]
    return ConvertLeadsPayload(results=results, user_errors=list(found.errors))


async def _converted(
    info: Info, requests: Sequence[Request], options: Options, tool_id: str | None
) -> Conversion:
    context = info.context
    complete = await with_tool(context.deployment, options, tool_id)
    if not isinstance(complete, Options):
        return Conversion((), complete, undone=True)
    found = await convert(context.deployment, context.require(), requests, complete)
    context.loaders.clear()
    return found
