"""Settings of a deployment: `kortisto.toml` and the environment, checked at start."""

from core.settings.model import PluginSettings, Settings
from core.settings.reading import read_settings, settings_file
from core.settings.refusal import check

__all__ = ["PluginSettings", "Settings", "check", "read_settings", "settings_file"]
