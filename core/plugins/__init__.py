"""The plugins of a deployment: found, loaded, ordered, and called hook by hook."""

from core.plugins.discovery import Source, discover
from core.plugins.loading import CORE, load_plugins
from core.plugins.manager import Plugin, Plugins

__all__ = ["CORE", "Plugin", "Plugins", "Source", "discover", "load_plugins"]
