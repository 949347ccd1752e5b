"""What goes wrong with migrations."""

from core.errors import KortistoError


class MigrationError(KortistoError):
    """A migration cannot be run, or failed and was undone; names plugin and revision."""

    code = "MIGRATION"
