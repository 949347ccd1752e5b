"""Documents known by their hash."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from core.errors import KortistoError, SettingError


class PersistedQueryError(KortistoError):
    """No trusted document has this hash."""

    code = "PERSISTED_QUERY_NOT_FOUND"


class UntrustedDocumentError(KortistoError):
    """Only trusted documents are executed here, and this is none of them."""

    code = "DOCUMENT_NOT_TRUSTED"


class TrustedDocuments:
    """The documents of a manifest by their SHA-256; with `only`, all others are refused."""

    def __init__(self, documents: Mapping[str, str] | None = None, *, only: bool = False) -> None:
        self.documents = documents or {}
        self.only = only

    @classmethod
    def load(cls, path: Path, *, only: bool = False) -> "TrustedDocuments":
        """Read a manifest, a JSON object of hash to document; a SettingError tells its faults."""
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SettingError(f"The manifest {path} cannot be read as JSON: {error}") from None
        if not isinstance(manifest, dict):
            raise SettingError(f"The manifest {path} must be an object of hash to document.")
        return cls({clean(key): checked(key, value) for key, value in manifest.items()}, only=only)

    def resolve(self, query: str | None, document_id: str | None) -> str | None:
        """The text to execute; None if the request has neither a text nor a hash."""
        if query is None:
            return None if document_id is None else self.find(document_id)
        if document_id is not None and hash_of(query) != clean(document_id):
            raise PersistedQueryError("The hash is not the SHA-256 of the query beside it.")
        if self.only and hash_of(query) not in self.documents:
            raise UntrustedDocumentError("Only trusted documents are executed; send `documentId`.")
        return query

    def find(self, document_id: str) -> str:
        """The document of a hash."""
        document = self.documents.get(clean(document_id))
        if document is None:
            raise PersistedQueryError("PersistedQueryNotFound")
        return document


def hash_of(document: str) -> str:
    """The SHA-256 of a document, in lower-case hexadecimal."""
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()


def clean(document_id: str) -> str:
    """A hash without its optional `sha256:`, in lower case."""
    return document_id.removeprefix("sha256:").lower()


def checked(key: str, document: object) -> str:
    """The document, if its hash is the key."""
    if not isinstance(document, str):
        raise SettingError(f"The trusted document {key} must be a text.")
    if hash_of(document) != clean(key):
        raise SettingError(f"The trusted document {key} has the SHA-256 {hash_of(document)}.")
    return document
