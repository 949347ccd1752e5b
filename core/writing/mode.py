"""What a batch does with its items."""

from enum import Enum


class Mode(Enum):
    """UPDATE, ARCHIVE and RESTORE need `id`, and check `expected_version` if it is given.

    UPSERT goes by `source` and `external_id`.
    """

    CREATE = "create"
    UPDATE = "update"
    ARCHIVE = "archive"
    RESTORE = "restore"
    UPSERT = "upsert"
