"""Comparisons as files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anyio import to_thread

from core import sheets, typesetting
from core.deployment import Deployment
from core.downloads import File
from core.errors import BadInput
from core.headings.words import Language
from core.viewer import Viewer
from plugins.pupesoft_tools.annual_contracts.comparing import Account, Comparison
from plugins.pupesoft_tools.annual_contracts.enums import ContractFormat
from plugins.pupesoft_tools.annual_contracts.excel import excel_of
from plugins.pupesoft_tools.annual_contracts.pdf import pdf_of
from plugins.pupesoft_tools.annual_contracts.periods import Period
from plugins.pupesoft_tools.annual_contracts.words import WORDS
from plugins.pupesoft_tools.results.excel import NoFile
from plugins.pupesoft_tools.settings import PupesoftToolsSettings

KIND = "annual-contracts"


@dataclass(frozen=True)
class Document:
    """A file: its name for people, its media type, and what it holds."""

    name: str
    media_type: str
    content: bytes


async def document_of(
    accounts: Sequence[Account], period: Period, format: ContractFormat, language: Language
) -> Document:
    """The sales of customers as a file; Unwritable for a text that no cell can hold."""
    title = WORDS[language].title
    if len(accounts) == 1:
        number = "".join(c if c.isalnum() else "-" for c in accounts[0].customer.customer_number)
        title = f"{title} {number}"
    if format is ContractFormat.PDF:
        pdf = await pdf_of(accounts, period, language)
        return Document(f"{title}.pdf", typesetting.MEDIA_TYPE, pdf)
    made = await to_thread.run_sync(excel_of, accounts, language)
    return Document(f"{title}.xlsx", sheets.MEDIA_TYPE, made)


async def make_file(
    deployment: Deployment, viewer: Viewer, arguments: Mapping[str, Any], folder: Path
) -> File:
    """Compare what the viewer sees now; NoFile if there is nothing any more."""
    most = deployment.settings_of(PupesoftToolsSettings).annual_contracts.customers
    comparison = Comparison.of(arguments["comparison"])
    try:
        accounts = await comparison.accounts(deployment, viewer, most)
        if not accounts:
            raise NoFile("You see none of these customers any more.")
        made = await document_of(
            accounts,
            comparison.period,
            ContractFormat[arguments["format"]],
            arguments["language"],
        )
    except (BadInput, sheets.Unwritable) as problem:
        raise NoFile(f"The file cannot be made any more: {problem.message}") from None
    path = folder / "contracts"
    await to_thread.run_sync(path.write_bytes, made.content)
    return File(path, made.name, made.media_type)
