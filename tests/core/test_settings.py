from pathlib import Path

import pytest
from pydantic import BaseModel, SecretStr

from core.deployment import deploy
from core.errors import PluginError, SettingError
from core.settings import Settings, check, read_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kortisto.toml"


def test_a_file_that_says_nothing_gives_the_defaults(file: Path) -> None:
    file.write_text("")
    assert read_settings(Settings, file) == Settings()


def test_the_environment_wins_over_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(
        'currency = "HRK"\nlanguage = "hr"\n[plugins]\nenabled = ["a"]\n[plugins.a]\nx = 1'
    )
    monkeypatch.setenv("KORTISTO_CURRENCY", "EUR")
    monkeypatch.setenv("KORTISTO_PLUGINS__ENABLED", "b, c")
    monkeypatch.setenv("KORTISTO_PLUGINS__A__Y", "2")
    settings = read_settings(Settings, file)
    assert (settings.currency, settings.language) == ("EUR", "hr")
    assert settings.plugins.enabled == ("b", "c")
    assert settings.plugins.sections == {"a": {"x": 1, "y": "2"}}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("pool_size = 0", ["'pool_size'", "0", "greater than 0"]),
        ('currency = "euro"', ["'currency'", "'euro'", "[A-Z]{3}"]),
        ('language = "sv"', ["'language'", "'sv'", "'fi', 'hr' or 'en'"]),
        ('time_zone = "Mars"', ["'time_zone'", "'Mars'"]),
        ("pool = 3", ["'pool' is unknown", "pool_size"]),
        ("[plugins]\nenabled = [1]", ["'plugins.enabled.0'"]),
        ("[plugins]\nextra = 3", ["'plugins.extra'", "dictionary"]),
        ('database_url = "mysql://x"', ["'database_url'", "only PostgreSQL"]),
        ("pool_size\n", ["not valid TOML", "line 1"]),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_allowed(
    file: Path, text: str, parts: list[str]
) -> None:
    file.write_text(text)
    with pytest.raises(SettingError) as caught:
        read_settings(Settings, file)
    assert all(part in caught.value.message for part in parts), caught.value.message


@pytest.mark.parametrize(
    ("variable", "value", "part"),
    [
        ("KORTISTO_POOL_SIZE", "many", "KORTISTO_POOL_SIZE is 'many'"),
        ("KORTISTO_POOLSIZE", "3", "did you mean KORTISTO_POOL_SIZE?"),
        ("KORTISTO_PLUGINS", "{", "JSON is expected"),
        ("KORTISTO_SETTINGS", "/nowhere/kortisto.toml", "/nowhere/kortisto.toml"),
    ],
)
def test_a_wrong_variable_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, part: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingError) as caught:
        read_settings(Settings)
    assert part in caught.value.message


def test_secrets_are_shown_nowhere(file: Path) -> None:
    class Mail(BaseModel):
        password: SecretStr

    file.write_text('database_url = "oracle://me:hidden@host/name"')
    with pytest.raises(SettingError) as caught:
        read_settings(Settings, file)
    assert "hidden" not in caught.value.message
    with pytest.raises(SettingError) as caught:
        check(Mail, {"password": ["hidden"]}, section="plugins.mail")
    assert "hidden" not in caught.value.message
    assert "'plugins.mail.password'" in caught.value.message
    good = Settings(database_url=SecretStr("postgresql://me:hidden@host/name"))
    assert "hidden" not in repr(good)


@pytest.mark.parametrize(
    "given",
    [
        "postgres://me@host/name?sslmode=require",
        "postgresql://me@host/name?sslmode=require",
        "postgresql+asyncpg://me@host/name?ssl=require",
    ],
)
def test_the_usual_spellings_of_an_address_mean_the_same(given: str) -> None:
    url = Settings(database_url=SecretStr(given)).database_url
    assert url is not None
    assert url.get_secret_value() == "postgresql+asyncpg://me@host/name?ssl=require"


def test_a_section_of_no_plugin_is_refused() -> None:
    settings = Settings.model_validate(
        {"database_url": "postgresql://x/y", "plugins": {"nobody": {"a": 1}}}
    )
    with pytest.raises(SettingError, match=r"\[plugins.nobody\]"):
        deploy(settings)


def test_settings_that_no_plugin_registered_are_refused() -> None:
    class Unregistered(BaseModel):
        pass

    deployment = deploy(Settings(database_url=SecretStr("postgresql://x/y")))
    with pytest.raises(PluginError, match="Unregistered"):
        deployment.settings_of(Unregistered)
