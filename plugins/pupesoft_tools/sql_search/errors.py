"""Why a search gives nothing."""

from plugins.pupesoft_tools.sql_search.enums import SearchOutcome


class SearchProblem(Exception):
    """A search was refused or did not succeed; the message tells people why, and what to do."""

    outcome = SearchOutcome.FAILED

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refused(SearchProblem):
    """The search is not run: it asks for what may not be asked for."""

    outcome = SearchOutcome.REFUSED


class Unavailable(SearchProblem):
    """No search can be run in this deployment, or not now."""

    outcome = SearchOutcome.REFUSED


class TookTooLong(SearchProblem):
    """The search was ended by its time limit."""

    outcome = SearchOutcome.TIMEOUT


class TooLarge(SearchProblem):
    """A row or the result has more bytes than allowed."""

    outcome = SearchOutcome.TOO_LARGE
