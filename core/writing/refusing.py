"""Refusals of what a mutation is asked, as clients are told them."""

from typing import TYPE_CHECKING

from core.errors import BadInput
from core.ids import decode_as
from core.writing.user_error import Code, UserError

if TYPE_CHECKING:
    from core.deployment import Deployment


class Refusal(Exception):
    """Nothing can be done; `error` says what to correct."""

    def __init__(self, error: UserError) -> None:
        super().__init__(error.message)
        self.error = error


def refusal(name: str, message: str, code: str = Code.INVALID) -> Refusal:
    """That a value of the input cannot be used; the message follows its name."""
    return Refusal(UserError(code=str(code), message=f"'{name}' {message}", path=["input", name]))


def unseen(name: str, entity: str) -> Refusal:
    """That an id names nothing, or nothing that the viewer sees: the same to him."""
    return refusal(name, f"names no {entity} that you may see.", Code.NOT_FOUND)


def key_of(deployment: "Deployment", entity: str, name: str, text: str) -> int:
    """The key in an id of an entity; Refusal if it is none."""
    try:
        return decode_as(deployment.registry.entity(entity).prefix, text)
    except BadInput as problem:
        raise refusal(name, f"is not usable: {problem.message}") from None
