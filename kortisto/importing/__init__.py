"""Filling the database from files of delimited text, after a mapping file."""

from kortisto.importing.errors import FileRefused, MappingError
from kortisto.importing.mapping import Mapping
from kortisto.importing.mapping_file import read_mapping
from kortisto.importing.rejection import Rejection
from kortisto.importing.report import Report, Reporter
from kortisto.importing.reporters import JsonReporter, TextReporter
from kortisto.importing.run import import_file

__all__ = [
    "FileRefused",
    "JsonReporter",
    "Mapping",
    "MappingError",
    "Rejection",
    "Report",
    "Reporter",
    "TextReporter",
    "import_file",
    "read_mapping",
]
