"""Why no file is made."""

from core.errors import KortistoError


class NotExportable(KortistoError):
    """The operation asks for something that no table can hold; the message names it."""

    code = "NOT_EXPORTABLE"


class TooManyRows(KortistoError):
    """The list has more rows than the setting allows."""

    code = "LIMIT_EXPORT_ROWS"

    def __init__(self, maximum: int) -> None:
        text = f"The list has more than {maximum:,} rows: filter it, or export it in parts."
        super().__init__(text, maximum=maximum)


class TooManyExports(KortistoError):
    """This process makes as many files as it may."""

    code = "LIMIT_EXPORTS"
