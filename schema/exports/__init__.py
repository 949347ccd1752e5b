"""Lists as files: one operation, all its pages, as XLSX or CSV."""

from schema.exports.endpoint import ExportEndpoint
from schema.exports.settings import ExportSettings

__all__ = ["ExportEndpoint", "ExportSettings"]
