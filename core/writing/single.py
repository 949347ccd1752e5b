"""Writing one record in the middle of a transaction, as its mutation would."""

from collections.abc import Mapping, Sequence

from core.errors import PluginError
from core.viewer import require
from core.writing.batch import Outcome, write
from core.writing.mode import Mode
from core.writing.user_error import Code, UserError
from core.writing.writes import Writes
from core.writing.writing import Writing


async def write_one(
    writing: Writing,
    entity: str,
    mode: Mode,
    values: Mapping[str, object],
    path: Sequence[str] = ("input",),
) -> Outcome:
    """Write a record of an entity with the rights of the transaction's viewer.

    `values` go by the names of the mutation's inputs, `ownerId` or `owner_id`; errors stand below
    `path`. An outcome with errors has written nothing. Forbidden without the right.
    """
    writes = writes_of(writing, entity, mode)
    for right in writes.rights_for(mode):
        require(writing.viewer, right)
    known, unknown = named(writes, values)
    if unknown:
        return Outcome(None, None, [_unknown(entity, name, path) for name in unknown])
    batch = await write(writing, writes, [known], mode=mode, path=path, single=True)
    return batch.outcomes[0]


def writes_of(writing: Writing, entity: str, mode: Mode) -> Writes:
    """How records of an entity are written; PluginError if they cannot be."""
    found = writing.deployment.registry.writes.get(entity)
    if found is None or not found.allows(mode):
        raise PluginError(
            f"No enabled plugin lets records of {entity} be written so: {mode.value}."
        )
    return found


def named(writes: Writes, values: Mapping[str, object]) -> tuple[dict[str, object], list[str]]:
    """The values by the names that `write` knows, and the names that are no inputs."""
    inputs = {i.graphql_name: name for name, i in writes.inputs.items()}
    inputs |= {name: name for name in (*writes.inputs, "id", "expected_version")}
    known = {inputs[name]: value for name, value in values.items() if name in inputs}
    return known, [name for name in values if name not in inputs]


def _unknown(entity: str, name: str, path: Sequence[str]) -> UserError:
    text = f"'{name}' is no input of a {entity}: leave it out."
    return UserError(code=Code.INVALID.value, message=text, path=[*path, name])
