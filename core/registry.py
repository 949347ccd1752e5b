"""What the enabled plugins together declare: types, fields, reasons, permissions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from strawberry.utils.str_converters import to_camel_case

from core.declare import Contribution, Declared, Entity, PythonField, entity_of
from core.errors import BadInput, PluginError
from core.headings.words import Headings
from core.reading.reasons import VisibleBecause
from core.visibility import Reason
from core.writing.adding import with_inputs
from core.writing.writes import AddedInputs, Writes

if TYPE_CHECKING:
    from core.money.sales import SoldLines
    from core.timeline import TimelineSource
    from core.tools.kind import AnyToolKind


class Registry:
    """The declarations of one deployment. Every clash is refused naming both parties."""

    def __init__(self) -> None:
        self.types: dict[str, type] = {}
        self.entities: dict[str, Entity] = {}
        self.permissions: dict[str, StrEnum] = {}
        self.writes: dict[str, Writes] = {}
        self.tool_kinds: dict[str, AnyToolKind[Any, Any]] = {}
        self.headings = Headings()
        self.timeline_sources: list[TimelineSource] = []
        self.sold_lines: SoldLines | None = None
        self._added: dict[type, dict[str, Declared | PythonField]] = defaultdict(dict)
        self._reasons: dict[str, list[Reason]] = defaultdict(list)
        self._by_prefix: dict[str, Entity] = {}
        self._owners: dict[object, str] = {}
        self._by_name: dict[Entity | type, Mapping[str, Declared | PythonField]] = {}

    def add_type(self, plugin: str, kind: type) -> None:
        name = kind.__name__
        self._own(("type", name), plugin, f"the type {name}")
        self.types[name] = kind
        if found := entity_of(kind):
            self.entities[name] = found
            if found.is_node:
                self._by_prefix[found.prefix] = found
            for field, declared in found.fields.items():
                self._owners[_field(kind, field)] = plugin
                if isinstance(declared, VisibleBecause):
                    self._added[kind][field] = declared.bound(self, found)

    def add_fields(self, plugin: str, contribution: Contribution) -> None:
        if contribution.only_with is not None and contribution.only_with not in self.entities:
            return
        target = contribution.target
        if isinstance(target, str):
            if target not in self.types:
                return
            target = self.types[target]
        if isinstance(contribution, Writes):
            self.writes[contribution.entity.name] = contribution
        self._by_name.clear()
        for name, field in contribution.fields.items():
            self._own(_field(target, name), plugin, f"the field {target.__name__}.{name}")
            self._added[target][name] = field

    def add_inputs(self, plugin: str, added: AddedInputs) -> None:
        writes = self.writes.get(added.entity)
        if writes is None:
            raise PluginError(
                f"'{plugin}' adds inputs to {added.entity}, which no enabled plugin writes."
            )
        self.writes[added.entity] = made = with_inputs(writes, added)
        self._added[made.target].update(made.fields)  # type: ignore[index]

    def add_reason(self, plugin: str, reason: Reason) -> None:
        if not re.fullmatch("[A-Z][A-Z0-9_]*", reason.code):
            raise PluginError(
                f"The reason '{reason.code}' of '{plugin}' needs a code in upper case, like OWNER."
            )
        self._own(("reason", reason.entity, reason.code), plugin, f"the reason {reason.code}")
        self._reasons[reason.entity].append(reason)

    def add_permissions(self, plugin: str, enum: Iterable[StrEnum]) -> None:
        for permission in enum:
            self._own(("permission", permission.value), plugin, f"the permission {permission}")
            self.permissions[permission.value] = permission

    def add_tool_kind(self, plugin: str, kind: "AnyToolKind[Any, Any]") -> None:
        if not re.fullmatch("[a-z][a-z0-9_]{0,59}", kind.name):
            raise PluginError(
                f"The tool kind '{kind.name}' of '{plugin}' needs a name like set_fields."
            )
        self._own(("tool kind", kind.name), plugin, f"the tool kind {kind.name}")
        self.tool_kinds[kind.name] = kind

    def add_timeline_source(self, plugin: str, source: "TimelineSource") -> None:
        self.entity(source.entity)
        for kind in source.kinds:
            self._own(("timeline", kind), plugin, f"the kind {kind} of timelines")
        self.timeline_sources.append(source)

    def add_sold_lines(self, plugin: str, lines: "SoldLines") -> None:
        self._own("sold lines", plugin, "what customers bought")
        self.sold_lines = lines

    def owner(self, kind: type, field: str) -> str | None:
        """The plugin that brought a field."""
        return self._owners.get(_field(kind, field))

    def type_owner(self, kind: type | str) -> str | None:
        """The plugin that brought a type; None for the roots."""
        name = kind if isinstance(kind, str) else kind.__name__
        return self._owners.get(("type", name))

    def added(self, kind: type) -> dict[str, Declared | PythonField]:
        """The fields that contributions add to a type."""
        return self._added.get(kind, {})

    def fields(self, entity: Entity) -> dict[str, Declared | PythonField]:
        """All fields of an entity, its own first."""
        return {**entity.fields, **self.added(entity.origin)}

    def by_graphql_name(self, entity: Entity) -> Mapping[str, Declared | PythonField]:
        """All fields of an entity by their names in the schema."""
        if entity not in self._by_name:
            fields = self.fields(entity).values()
            self._by_name[entity] = {field.graphql_name: field for field in fields}
        return self._by_name[entity]

    def root_fields(self, kind: type) -> Mapping[str, Declared | PythonField]:
        """The fields that contributions add to a root type by their names in the schema."""
        if kind not in self._by_name:
            fields = self.added(kind).values()
            self._by_name[kind] = {field.graphql_name: field for field in fields}
        return self._by_name[kind]

    def declared(self, entity: Entity) -> dict[str, Declared]:
        """The declared fields of an entity."""
        return {k: v for k, v in self.fields(entity).items() if isinstance(v, Declared)}

    @property
    def guarded(self) -> frozenset[str]:
        """The names of entities that plugins give reasons for."""
        return frozenset(self._reasons)

    def reasons(self, entity: str) -> list[Reason]:
        return self._reasons.get(entity, [])

    def entity(self, name: str) -> Entity:
        """The entity of a name; PluginError if no enabled plugin has it."""
        try:
            return self.entities[name]
        except KeyError:
            raise PluginError(
                f"A field leads to the entity '{name}', which no enabled plugin registers. "
                "Enable its plugin, or name it in depends_on."
            ) from None

    def by_prefix(self, prefix: str) -> Entity:
        """The entity whose ids begin so; BadInput if there is none."""
        try:
            return self._by_prefix[prefix]
        except KeyError:
            raise BadInput(
                f"Ids that begin with '{prefix}_' name nothing in this deployment; "
                "the plugin they belong to may be disabled."
            ) from None

    def _own(self, key: object, plugin: str, what: str) -> None:
        if key in self._owners:
            raise PluginError(
                f"{what} comes from both '{self._owners[key]}' and '{plugin}': rename one."
            )
        self._owners[key] = plugin


def _field(kind: type, name: str) -> tuple[type, str]:
    """The key of a field: two names that read the same in the schema clash."""
    return kind, to_camel_case(name)
