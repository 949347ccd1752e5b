"""Why something was not delivered."""


class Undelivered(Exception):
    """An attempt that failed; `noted` are values to keep in the row."""

    def __init__(self, message: str, **noted: object) -> None:
        super().__init__(message)
        self.noted = noted


class Permanent(Undelivered):
    """It will not be taken, however often it is tried."""


class Temporary(Undelivered):
    """It may be taken later."""
