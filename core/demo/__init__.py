"""Demo data: a made-up world, the same for the same seed, size and day."""

from core.demo.world import DemoRefused, DemoWorld, Progress

__all__ = ["DemoRefused", "DemoWorld", "Progress"]
