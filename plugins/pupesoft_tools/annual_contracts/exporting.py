"""Comparisons as files for oneself."""

from typing import Annotated

import strawberry

from core.context import Info
from core.declare import extend
from core.deployment import Deployment
from core.downloads import offer
from core.downloads.types import Download
from core.errors import BadInput
from core.mail.message import Unsendable
from core.roots import Mutation
from core.viewer import Viewer
from core.writing import Code, UserError
from core.writing.refusing import Refusal, refusal
from plugins.pupesoft_tools.annual_contracts.comparing import Account, Comparison, TooMuch
from plugins.pupesoft_tools.annual_contracts.file import KIND
from plugins.pupesoft_tools.annual_contracts.inputs import ExportAnnualContractsInput, comparison_of
from plugins.pupesoft_tools.annual_contracts.permissions import AnnualContractPermission
from plugins.pupesoft_tools.mailing.oneself import reader
from plugins.pupesoft_tools.settings import PupesoftToolsSettings


@strawberry.type(description="The answer to `exportAnnualContracts`.")
class ExportAnnualContractsPayload:
    download: Download | None = strawberry.field(description="The file; null if there is none.")
    customers: int = strawberry.field(description="How many customers it has.")
    user_errors: list[UserError] = strawberry.field(
        description="Why there is none. INVALID: the days are no period of a year at most, or the "
        "filter cannot be used. NOT_FOUND: no customer bought so much. TOO_MANY: more customers "
        "than a file may have."
    )


@extend(Mutation, permission=AnnualContractPermission.READ)
async def export_annual_contracts(
    info: Info,
    input: Annotated[
        ExportAnnualContractsInput,
        strawberry.argument(description="Which sales are compared, of whom."),
    ],
) -> ExportAnnualContractsPayload | None:
    """Offer a comparison of sales as a file in your language, 15 minutes long, to yourself.

    It is made when it is fetched, of what you see then. Needs `annual_contracts:read`,
    `finance:read`, `customers:read` and `keywords:read`.
    """
    deployment, viewer = info.context.deployment, info.context.require()
    try:
        comparison = comparison_of(input)
        accounts = await compared(deployment, viewer, comparison)
        language = (await reader(deployment, viewer)).language
    except Refusal as problem:
        return _refused(problem)
    except Unsendable as problem:
        return _refused(refusal("filter", f"is of no use: {problem}"))
    info.context.answer_is_secret = True
    arguments = {
        "comparison": comparison.as_json,
        "format": input.format.name,
        "language": language,
    }
    download = Download.of(await offer(deployment, viewer, KIND, arguments))
    return ExportAnnualContractsPayload(download=download, customers=len(accounts), user_errors=[])


async def compared(
    deployment: Deployment, viewer: Viewer, comparison: Comparison
) -> "list[Account]":
    """The customers of a comparison; Refusal if there are none, or too many."""
    most = deployment.settings_of(PupesoftToolsSettings).annual_contracts.customers
    try:
        found = await comparison.accounts(deployment, viewer, most)
    except TooMuch as problem:
        raise refusal("filter", problem.message, Code.TOO_MANY) from None
    except BadInput as problem:
        raise refusal("filter", f"is not usable: {problem.message}") from None
    if not found:
        text = "finds no customer that you see and that bought so much in either period."
        raise refusal("filter", text, Code.NOT_FOUND)
    return [*found]


def _refused(problem: Refusal) -> ExportAnnualContractsPayload:
    return ExportAnnualContractsPayload(download=None, customers=0, user_errors=[problem.error])
