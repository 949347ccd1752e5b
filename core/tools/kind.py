"""Kinds of tools: what a plugin writes to offer an action on the records of a module."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from inspect import getdoc
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast, get_args

from pydantic import BaseModel
from sqlalchemy import ColumnElement

from core.declare import Entity
from core.declare.field import Alias
from core.writing.batch import Outcome
from core.writing.mode import Mode
from core.writing.single import write_one
from core.writing.user_error import Code, UserError
from core.writing.writing import Writing

if TYPE_CHECKING:
    from core.registry import Registry

C = TypeVar("C", bound=BaseModel)
I = TypeVar("I", bound=BaseModel)  # noqa: E741 - input beside config


class ToolRefusal(Exception):
    """Why a tool did nothing to a record; raised while it runs, it undoes all that was written."""

    def __init__(self, errors: Sequence[UserError]) -> None:
        super().__init__("; ".join(e.message for e in errors))
        self.errors = tuple(errors)

    @classmethod
    def of(cls, message: str, path: Sequence[str], code: str = Code.INVALID) -> "ToolRefusal":
        """A refusal with one error; the path begins with `ids` or `input`."""
        return cls([UserError(code=str(code), message=message, path=list(path))])


def moved(error: UserError, path: Sequence[str]) -> UserError:
    """The same error of a field, which stands below another path."""
    return replace(error, path=[*path, error.path[-1]])


@dataclass(frozen=True)
class Module:
    """The entity that a tool serves, among all that is declared."""

    registry: "Registry"
    entity: Entity


@dataclass(frozen=True)
class Requirement:
    """What must hold for a record, as SQL over its row, and what to say where it does not.

    With `told_by_run` it is left to `run` to refuse such a record, because it can say more.
    """

    holds: ColumnElement[bool]
    reason: str
    code: str = "NOT_AVAILABLE"
    told_by_run: bool = False


@dataclass(frozen=True)
class ToolRecord:
    """A record that a tool runs on: its row, visible and locked, and where its id was given."""

    row: Any
    id: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class ToolCall(Generic[C, I]):
    """A run of a tool, in the transaction of `writing`, with the rights of `writing.viewer`.

    What it does outside the database it leaves to jobs that it enqueues in the session: so a dry
    run, which is undone in the end, runs the same code.
    """

    writing: Writing
    module: Module
    config: C
    input: I
    tool_id: int

    async def create(
        self, entity: str, values: Mapping[str, object], path: Sequence[str] = ("input",)
    ) -> int:
        """Make a record of an entity as its mutation does; the key. ToolRefusal, Forbidden."""
        return await self._write(entity, Mode.CREATE, values, path)

    async def update(
        self, record: ToolRecord, values: Mapping[str, object], path: Sequence[str] = ("input",)
    ) -> None:
        """Change the record as its mutation does. ToolRefusal, Forbidden."""
        said = {"id": record.row.id, **values}
        await self._write(self.module.entity.name, Mode.UPDATE, said, path)

    def customer_of(self, record: ToolRecord) -> int | None:
        """The key of the customer that the record is or hangs on."""
        if self.module.entity.name == "Customer":
            return int(record.row.id)
        found: int | None = getattr(record.row, "customer_id", None)
        return found

    async def _write(
        self, entity: str, mode: Mode, values: Mapping[str, object], path: Sequence[str]
    ) -> int:
        outcome: Outcome = await write_one(self.writing, entity, mode, values, path)
        if outcome.errors or outcome.key is None:
            raise ToolRefusal(outcome.errors)
        return outcome.key


class AnyToolKind(Generic[C, I]):
    """What both sorts of kinds share; derive from `ToolKind` or `BulkToolKind`.

    The two type arguments are the models of the config, which an administrator fills in, and of the
    input, which is asked for at each run. The docstring says what the kind does.
    """

    name: ClassVar[str]
    """Lower-case words, as `set_fields`; stored with each tool, so it never changes."""

    module: ClassVar[str | None] = None
    """The entity whose records it serves; None for any."""

    permission: ClassVar[StrEnum | None] = None
    """What it takes to run it, besides `tools:use` and the right to read the records."""

    archived: ClassVar[bool] = False
    """Whether it runs on archived records too."""

    bulk: ClassVar[bool] = False
    """Whether all records of a run are handled together, in one transaction."""

    def config_model(self, module: Module) -> type[C]:
        """The model of the config; override it where it depends on the module."""
        return cast(type[C], _arguments(type(self))[0])

    def input_model(self, module: Module, config: C) -> type[I]:
        """The model of the input; override it where it depends on the config."""
        return cast(type[I], _arguments(type(self))[1])

    def rights(self, module: Module, config: C) -> Iterable[StrEnum]:
        """What a viewer needs for all that a run may write; checked before it begins."""
        return ()

    def problems(self, module: Module, config: C) -> Iterable[str]:
        """What is wrong with a config that fits the model, in sentences; the tool is broken."""
        return ()

    def requirements(self, module: Module, config: C, row: Alias) -> Iterable[Requirement]:
        """What must hold for a record, besides the conditions that the administrator set."""
        return ()

    @property
    def description(self) -> str:
        """What the kind does."""
        return getdoc(type(self)) or ""


class ToolKind(AnyToolKind[C, I]):
    """Runs on one record after the other, each in a transaction of its own."""

    async def run(self, call: ToolCall[C, I], record: ToolRecord) -> object:
        """Do it to one record. The answer, None or what JSON can say, is shown as `details`.

        ToolRefusal or any other exception undoes all of it. A dry run is undone as well.
        """
        raise NotImplementedError


class BulkToolKind(AnyToolKind[C, I]):
    """Runs on all records at once, in one transaction."""

    bulk = True

    async def run_all(
        self, call: ToolCall[C, I], records: Sequence[ToolRecord]
    ) -> Sequence[object]:
        """Do it to all records. One answer for each, as of `ToolKind.run`, or a ToolRefusal.

        A record that is refused must have been left as it was: write through `core.writing.write`,
        or in a savepoint for each. An exception undoes all records.
        """
        raise NotImplementedError


def _arguments(kind: type) -> tuple[Any, ...]:
    for base in _generic_bases(kind):
        if len(found := get_args(base)) == 2 and not any(isinstance(a, TypeVar) for a in found):
            return found
    raise TypeError(f"{kind.__name__} needs its models: write ToolKind[Config, Input].")


def _generic_bases(kind: type) -> Iterator[Any]:
    for each in kind.__mro__:
        yield from vars(each).get("__orig_bases__", ())
