"""What an export asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.headings.words import LANGUAGES, Language
from schema.http.errors import RequestError
from schema.http.request import GraphQLRequest, build, typed


class Format(StrEnum):
    """The kinds of files."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """An operation, and the file that its list shall become."""

    operation: GraphQLRequest
    format: Format
    language: Language


def build_export(given: Mapping[str, object], language: Language) -> ExportRequest:
    """Check the parameters of a request; `language` is that of headings where none is asked for."""
    asked, kind = typed(given, "language", str), typed(given, "format", str) or Format.XLSX
    if kind not in list(Format):
        raise RequestError.bad(f"`format` is '{kind[:20]}'; it must be {' or '.join(Format)}.")
    chosen = next((known for known in LANGUAGES if known == (asked or language)), None)
    if chosen is None:
        raise RequestError.bad(f"`language` must be one of {', '.join(LANGUAGES)}.")
    return ExportRequest(build(given), Format(kind), chosen)
