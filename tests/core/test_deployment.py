from collections.abc import Callable

import pytest
from pydantic import BaseModel

from core.deployment import Deployment, declarations, deploy
from core.errors import PluginError, SettingError
from core.plugins import discover
from core.settings import Settings
from tests.plugin_folder import PluginFolder

Make = Callable[..., Deployment]

WITH_SETTINGS = """
from pydantic import BaseModel, ConfigDict, SecretStr

class Mail(BaseModel):
    model_config = ConfigDict(extra="forbid")
    port: int = 25
    password: SecretStr | None = None

@hookimpl
def register_settings():
    return Mail
"""


@pytest.fixture
def make(folder: PluginFolder, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes a deployment with the plugin `mail` of the folder, and its section."""
    monkeypatch.setattr("core.deployment.discover", lambda: discover(folder.package))

    def run(**section: object) -> Deployment:
        plugins = {"enabled": ["mail"], **({"mail": section} if section else {})}
        values = {"database_url": "postgresql://x/y", "plugins": plugins}
        return deploy(Settings.model_validate(values))

    return run


def model_of(deployment: Deployment) -> type[BaseModel]:
    (model,) = deployment.sections
    return model


def test_a_plugin_reads_its_section(folder: PluginFolder, make: Make) -> None:
    folder.write("mail", WITH_SETTINGS)
    deployment = make(port=2525, password="hidden")
    settings = deployment.settings_of(model_of(deployment))
    assert settings.model_dump()["port"] == 2525
    assert "hidden" not in repr(settings)


def test_without_a_section_a_plugin_has_its_defaults(folder: PluginFolder, make: Make) -> None:
    folder.write("mail", WITH_SETTINGS)
    deployment = make()
    assert deployment.settings_of(model_of(deployment)).model_dump()["port"] == 25


@pytest.mark.parametrize(
    ("section", "parts"),
    [
        ({"port": "x"}, ["'plugins.mail.port' is 'x'", "integer"]),
        ({"host": "x"}, ["'plugins.mail.host' is unknown", "password, port"]),
    ],
)
def test_a_wrong_setting_of_a_plugin_is_named(
    folder: PluginFolder, make: Make, section: dict[str, object], parts: list[str]
) -> None:
    folder.write("mail", WITH_SETTINGS)
    with pytest.raises(SettingError) as caught:
        make(**section)
    assert all(part in caught.value.message for part in parts), caught.value.message


def test_a_section_that_the_plugin_does_not_read_is_refused(
    folder: PluginFolder, make: Make
) -> None:
    folder.write("mail")
    with pytest.raises(SettingError, match=r"\[plugins.mail\]"):
        make(port=1)


@pytest.mark.parametrize("hook", ["register_types", "register_fields", "register_visibility"])
def test_what_a_hook_may_not_return_is_named(folder: PluginFolder, hook: str) -> None:
    folder.write("mail", f"@hookimpl\ndef {hook}(): return [7]")
    with pytest.raises(PluginError, match=f"{hook} of the plugin 'mail' returned 7"):
        declarations(folder.load(["mail"]))


WITH_PARTS = """
from types import ModuleType
from pydantic import BaseModel
from core.settings.switch import Switch

class Mail(BaseModel):
    letters: Switch = Switch()
    parcels: Switch = Switch()

@hookimpl
def register_settings():
    return Mail

def part(name):
    made = ModuleType(f"{__name__}.{name}", f"Sends {name}.")
    made.register_import_targets = hookimpl(lambda: [name])
    return made

switched = (part("letters"), part("parcels"))
"""


@pytest.mark.parametrize(
    ("section", "names"),
    [
        ({}, ["letters", "parcels"]),
        ({"parcels": {"enabled": False}}, ["letters"]),
        ({"letters": {"enabled": "false"}, "parcels": {"enabled": True}}, ["parcels"]),
    ],
)
def test_a_part_of_a_plugin_that_its_section_switches_off_is_left_out(
    folder: PluginFolder, make: Make, section: dict[str, object], names: list[str]
) -> None:
    folder.write("mail", WITH_PARTS)
    plugins = make(**section).plugins
    parts = [f"mail.{name}" for name in names]
    assert [plugin.name for plugin in plugins][-1 - len(parts) :] == ["mail", *parts]
    answers = plugins.collect("register_import_targets")
    assert [item for plugin, item in answers if plugin.name.startswith("mail.")] == names
