"""What permissions amount to."""

from collections.abc import Iterable

from core.registry import Registry
from core.viewer import Viewer

EVERYTHING = "*"
"""In a role, stands for every permission of the enabled plugins."""


def held(registry: Registry, permissions: Iterable[str]) -> frozenset[str]:
    """What the permissions of somebody's roles amount to."""
    given = frozenset(permissions)
    return frozenset(registry.permissions) if EVERYTHING in given else given


def beyond(registry: Registry, viewer: Viewer, permissions: Iterable[str]) -> list[str]:
    """Those permissions that the viewer does not hold; of disabled plugins none count."""
    known = held(registry, permissions) & registry.permissions.keys()
    return sorted(known - viewer.permissions)
