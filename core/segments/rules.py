"""What must hold for dimensions."""

from core.keywords.rules import check_code, check_labels
from core.writing import Draft, Rules


class DimensionRules(Rules):
    """A code is an upper-case word, and stays: the segments are kept under it."""

    def complete(self, draft: Draft) -> None:
        draft.values["code"] = draft.get("code").upper()

    def check(self, draft: Draft) -> None:
        check_code(draft, "code")
        check_labels(draft)
        if not draft.creating and draft.differs("code"):
            draft.refuse("code", "is fixed: make another dimension.")
