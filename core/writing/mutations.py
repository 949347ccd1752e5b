"""The mutations of an entity, made from what can be written to it."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import strawberry

from core.context import Info
from core.declare import PythonField
from core.ids import prefix_of
from core.writing.arguments import batch_input_type, input_type
from core.writing.batch import Outcome, write_batch
from core.writing.mode import Mode
from core.writing.payloads import batch_payload_of, payload_of
from core.writing.user_error import Code, UserError
from core.writing.writes import Writes

Resolver = Callable[..., Any]

TEXTS: Mapping[Mode, str] = {
    Mode.CREATE: "Make {}.",
    Mode.UPDATE: "Change {}; what is left out of the input stays as it is.",
    Mode.ARCHIVE: "Take {} out of use; it can be restored. What hangs on it stays as it is.",
    Mode.RESTORE: "Take {} back into use.",
    Mode.UPSERT: "Make or change {} of another system, found by `source` and `externalId`. "
    "Repeating it changes nothing.",
}


def mutations(writes: Writes) -> dict[str, PythonField]:
    """`create_customer`, `create_customers` and so on, for the modes that rights allow."""
    made: dict[str, PythonField] = {}
    for mode in Mode:
        if writes.allows(mode):
            one, many = prefix_of(writes.entity.name), prefix_of(writes.plural)
            item = input_type(writes, mode)
            single, several = _single(writes, mode, item), _several(writes, mode, item)
            made |= _mutation(f"{mode.value}_{one}", writes, mode, single, "a " + one)
            made |= _mutation(f"{mode.value}_{many}", writes, mode, several, many)
    return made


def _mutation(
    name: str, writes: Writes, mode: Mode, resolver: Resolver, what: str
) -> dict[str, PythonField]:
    resolver.__name__ = name
    rights = writes.rights_for(mode)
    needed = " and ".join(f"`{right}`" for right in rights)
    text = f"{TEXTS[mode].format(what.replace('_', ' '))} Needs {needed}."
    field = strawberry.field(resolver=resolver, description=text)
    return {name: PythonField(name, field, rights[0], None, False)}


def _single(writes: Writes, mode: Mode, item: type[Any]) -> Resolver:
    payload = payload_of(writes.entity)

    async def resolve(info: Info, input: Any) -> Any:
        context = info.context
        batch = await write_batch(
            context.deployment,
            context.viewer,
            writes,
            [given(input)],
            mode=mode,
            path=("input",),
            single=True,
        )
        context.loaders.clear()
        return _answer(payload, batch.outcomes[0])

    return _annotated(resolve, item, payload)


def _several(writes: Writes, mode: Mode, item: type[Any]) -> Resolver:
    payload, answer = payload_of(writes.entity), batch_payload_of(writes.entity)

    async def resolve(info: Info, input: Any) -> Any:
        context = info.context
        limit = context.deployment.settings.batch_items
        if len(input.items) > limit:
            return answer(results=[], user_errors=[_too_many(len(input.items), limit)])
        items = [given(each) for each in input.items]
        batch = await write_batch(
            context.deployment, context.viewer, writes, items, mode=mode, atomic=input.atomic
        )
        context.loaders.clear()
        results = [_answer(payload, outcome) for outcome in batch.outcomes]
        return answer(results=results, user_errors=list(batch.errors))

    return _annotated(resolve, batch_input_type(item, writes, mode), answer)


def given(item: Any) -> dict[str, object]:
    """What a client said in an input, without what it left out."""
    return {name: value for name, value in vars(item).items() if value is not strawberry.UNSET}


def _annotated(resolve: Resolver, input_kind: Any, answer: Any) -> Resolver:
    described = strawberry.argument(description="What to write.")
    resolve.__annotations__ = {
        "info": Info,
        "input": Annotated[input_kind, described],
        "return": answer | None,
    }
    return resolve


def _answer(payload: type[Any], outcome: Outcome) -> Any:
    return payload(key=outcome.key, user_errors=list(outcome.errors))


def _too_many(count: int, limit: int) -> UserError:
    text = f"'items' has {count} items: send at most {limit} at once."
    return UserError(code=Code.TOO_MANY.value, message=text, path=["input", "items"])
