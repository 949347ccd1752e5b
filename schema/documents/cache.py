"""A cache that is bounded by weight."""

from collections import OrderedDict
from typing import Generic, TypeVar

V = TypeVar("V")


class BoundedCache(Generic[V]):
    """Keeps the texts used last with their values; all texts together fit the capacity."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.weight = 0
        self.entries: OrderedDict[str, V] = OrderedDict()

    def get(self, text: str) -> V | None:
        """The value kept for a text."""
        if text in self.entries:
            self.entries.move_to_end(text)
        return self.entries.get(text)

    def put(self, text: str, value: V) -> None:
        """Keep a value for a new text, dropping those not used for longest."""
        self.entries[text] = value
        self.weight += len(text)
        while self.weight > self.capacity:
            dropped, _ = self.entries.popitem(last=False)
            self.weight -= len(dropped)
