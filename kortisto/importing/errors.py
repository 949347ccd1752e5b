"""Why an import cannot begin."""

from core.errors import KortistoError


class FileRefused(KortistoError):
    """The file cannot be read as delimited text; the message says where and why."""

    code = "FILE"


class MappingError(KortistoError):
    """The mapping file is wrong, or does not fit file and target; the message names the key."""

    code = "MAPPING"
