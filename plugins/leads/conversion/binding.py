"""A config that fits what the enabled plugins declare."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

import orjson

from core.declare import Column, Entity, ToOne, entity_of
from core.errors import BadInput
from core.ids import decode_as
from core.writing import Writes
from core.writing.inputs import Input, LinksInput, ReferenceInput, ValueInput
from core.writing.user_error import Refused
from core.writing.values import checked
from plugins.leads.conversion.config import ConversionConfig, FieldRule, TargetRules
from plugins.leads.conversion.enums import Mode, Target
from plugins.leads.types import Lead

if TYPE_CHECKING:
    from core.registry import Registry

Read = Callable[[Mapping[str, Any]], object]
"""The value for a field, of a lead's values by attribute."""

LINKS: Mapping[Target, frozenset[str]] = {
    Target.CUSTOMER: frozenset(),
    Target.CONTACT: frozenset({"customer_id"}),
    Target.OPPORTUNITY: frozenset({"customer_id", "contact_id"}),
}
"""Inputs that the conversion itself fills: what a lead becomes is linked."""


@dataclass(frozen=True)
class BoundField:
    """A field of a target that is copied, and where its value comes from."""

    input: Input
    rule: FieldRule
    read: Read

    @property
    def name(self) -> str:
        return self.input.name

    @property
    def default(self) -> object:
        """What a new record has without a value."""
        return self.input.default if isinstance(self.input, ValueInput) else None


@dataclass(frozen=True)
class BoundTarget:
    """A target that there is, with its active fields by their names in the schema."""

    target: Target
    entity: Entity
    writes: Writes
    mode: Mode
    fields: Mapping[str, BoundField]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a config, and where in it."""

    path: tuple[str, ...]
    message: str

    def __str__(self) -> str:
        return f"'{'.'.join(self.path)}' {self.message}"


@dataclass(frozen=True)
class Bound:
    """The targets that there are, and what is wrong with the config."""

    config: ConversionConfig
    targets: Mapping[Target, BoundTarget]
    problems: tuple[Problem, ...]


@dataclass
class Binding:
    """Binds one config."""

    registry: "Registry"
    problems: list[Problem] = field(default_factory=list)

    def bound(self, config: ConversionConfig) -> Bound:
        found = dict(self._targets(config))
        return Bound(config, found, tuple(self.problems))

    def _targets(self, config: ConversionConfig) -> Iterator[tuple[Target, BoundTarget]]:
        for target in Target:
            writes = self.registry.writes.get(target.entity)
            if writes is not None:
                yield target, self._target(target, writes, config.rules(target))

    def _target(self, target: Target, writes: Writes, rules: TargetRules) -> BoundTarget:
        inputs = {i.graphql_name: i for i in writes.inputs.values()}
        fields = {}
        for name, rule in rules.fields.items():
            path = (target.key, "fields", name)
            found = inputs.get(name)
            if found is None or found.name in LINKS[target]:
                known = ", ".join(n for n, i in inputs.items() if i.name not in LINKS[target])
                self.problems.append(Problem(path, f"is no field to be filled; there are: {known}"))
            elif rule.active and (read := self._read(path, found, rule)):
                self._check_fixed((*path, "value"), found, rule.value)
                fields[name] = BoundField(found, rule, read)
        entity = self.registry.entity(target.entity)
        return BoundTarget(target, entity, writes, rules.mode, fields)

    def _check_fixed(self, path: tuple[str, ...], wanted: Input, value: object) -> None:
        try:
            if isinstance(wanted, ReferenceInput | LinksInput):
                many = value if isinstance(value, list) else [value]
                prefix = self.registry.entity(wanted.target).prefix
                for text in [] if value is None else many:
                    decode_as(prefix, str(text))
            elif isinstance(wanted, ValueInput):
                checked(wanted.column, _plain(value), None)
        except (Refused, BadInput) as error:
            self.problems.append(Problem(path, f"cannot stand here: it {error.message}"))

    def _read(self, path: tuple[str, ...], wanted: Input, rule: FieldRule) -> Read | None:
        if rule.source is None:
            return lambda lead: rule.value
        if rule.source.startswith("data."):
            return _in_data(rule.source.removeprefix("data."))
        fitting = {name: a for name, a, target in sources() if target == _target_of(wanted)}
        if rule.source in fitting:
            return _attribute(fitting[rule.source])
        known = ", ".join((*fitting, "data.KEY"))
        text = f"is '{rule.source}', from which it cannot come; there are: {known}"
        self.problems.append(Problem((*path, "from"), text))
        return None


def _in_data(key: str) -> Read:
    return lambda lead: _plain(lead["data"].get(key))


def _attribute(name: str) -> Read:
    return lambda lead: _plain(lead[name])


def sources() -> Iterator[tuple[str, str, str | None]]:
    """What a lead can give: the name, the attribute, and for a reference the entity it leads to."""
    entity = entity_of(Lead)
    for declared in entity.fields.values() if entity else ():
        if isinstance(declared, Column):
            yield declared.graphql_name, declared.attribute, None
        elif isinstance(declared, ToOne):
            yield f"{declared.graphql_name}Id", declared.via, declared.target


def _target_of(wanted: Input) -> str | None:
    return wanted.target if isinstance(wanted, ReferenceInput | LinksInput) else None


def _plain(value: object) -> object:
    """A value as writing takes it for any kind of column."""
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, bool):
        return str(value).lower()
    return orjson.dumps(value).decode() if isinstance(value, dict | list) else value


def bind(registry: "Registry", config: ConversionConfig) -> Bound:
    """The config over what the enabled plugins declare."""
    return Binding(registry).bound(config)
