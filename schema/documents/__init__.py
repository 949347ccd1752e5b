"""Documents: parsed, held to the limits and validated once each, and those that are trusted."""

from schema.documents.extension import DocumentCache
from schema.documents.trusted import TrustedDocuments

__all__ = ["DocumentCache", "TrustedDocuments"]
