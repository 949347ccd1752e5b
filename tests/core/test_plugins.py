import sys
from importlib.metadata import EntryPoint

import pytest
import structlog

from core.errors import PluginError
from core.plugins import CORE, discover, load_plugins
from tests.plugin_folder import PluginFolder

ANSWERS = """
@hookimpl
def register_import_targets():
    return [__name__.rpartition(".")[2]]
"""


def answers(folder: PluginFolder, *names: str) -> list[str]:
    return [item for _, item in folder.load(names).collect("register_import_targets")]


def test_a_disabled_plugin_is_found_but_not_imported(folder: PluginFolder) -> None:
    folder.write("broken", "raise RuntimeError")
    folder.write("_private", "raise RuntimeError")
    assert "broken" in discover(folder.package)
    assert "_private" not in discover(folder.package)
    assert not [name for name in sys.modules if name.startswith(f"{folder.package}.")]


def test_hooks_are_called_in_the_order_of_dependencies(folder: PluginFolder) -> None:
    folder.write("a", f'depends_on = ("c",)\n{ANSWERS}')
    folder.write("b", ANSWERS)
    folder.write("c", f'depends_on = ("b",)\n{ANSWERS}')
    assert answers(folder, "a", "b", "c") == ["b", "c", "a"]
    assert answers(folder, "c", "b", "a") == ["b", "c", "a"]
    assert answers(folder, "b") == ["b"]


def test_the_core_comes_first(folder: PluginFolder) -> None:
    folder.write("a")
    names = [plugin.name for plugin in folder.load(["a"])]
    assert names == [name.removesuffix(".tables") for name in CORE] + ["a"]


def test_two_deployments_in_one_process_do_not_know_each_other(folder: PluginFolder) -> None:
    folder.write("a", ANSWERS)
    assert "a" in folder.load(["a"])
    assert "a" not in folder.load([])


@pytest.mark.parametrize(
    ("texts", "enabled", "parts"),
    [
        ({}, ["x"], ["no plugin 'x'"]),
        ({"x": "import missing_thing"}, ["x"], ["'x'", "cannot be imported", "missing_thing"]),
        ({"x": "1 +"}, ["x"], ["'x'", "cannot be imported", "SyntaxError"]),
        ({"x": 'depends_on = ("y",)'}, ["x"], ["'x'", "'y'", "not installed"]),
        ({"x": 'depends_on = ("y",)', "y": ""}, ["x"], ["'x'", "'y'", "enable it too"]),
        ({"x": 'depends_on = "y"', "y": ""}, ["x", "y"], ["'x'", "tuple"]),
        ({"x": "depends_on = 7"}, ["x"], ["'x'", "tuple"]),
        (
            {"x": 'depends_on = ("y",)', "y": 'depends_on = ("x",)'},
            ["x", "y"],
            ["circle", "'x'", "'y'"],
        ),
        ({"x": "@hookimpl\ndef register_typos(): ..."}, ["x"], ["'x'", "register_typos"]),
        ({"x": "@hookimpl\ndef register_import_targets(other): ..."}, ["x"], ["'x'", "other"]),
    ],
)
def test_a_plugin_that_does_not_fit_is_refused(
    folder: PluginFolder, texts: dict[str, str], enabled: list[str], parts: list[str]
) -> None:
    for name, text in texts.items():
        folder.write(name, text)
    with pytest.raises(PluginError) as caught:
        folder.load(enabled)
    assert all(part in caught.value.message for part in parts), caught.value.message


@pytest.mark.parametrize("name", ["core", "Upper", "with-dash"])
def test_a_name_that_cannot_be_used_is_refused(
    folder: PluginFolder, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    point = EntryPoint(name, "somewhere.else", "kortisto.plugins")
    monkeypatch.setattr("core.plugins.discovery.entry_points", lambda group: [point])
    with pytest.raises(PluginError, match=f"'{name}'.*somewhere.else"):
        discover(folder.package)


def test_a_folder_and_an_entry_point_of_one_name_are_both_named(
    folder: PluginFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("leads")
    point = EntryPoint("leads", "elsewhere.leads", "kortisto.plugins")
    monkeypatch.setattr("core.plugins.discovery.entry_points", lambda group: [point])
    with pytest.raises(PluginError) as caught:
        discover(folder.package)
    assert f"{folder.package}.leads" in caught.value.message
    assert "elsewhere.leads" in caught.value.message


def test_an_entry_point_is_loaded_like_a_folder(
    folder: PluginFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("far", ANSWERS)
    point = EntryPoint("near", f"{folder.package}.far", "kortisto.plugins")
    monkeypatch.setattr("core.plugins.discovery.entry_points", lambda group: [point])
    sources = discover(folder.package)
    assert [
        item for _, item in load_plugins(["near"], sources).collect("register_import_targets")
    ] == ["far"]


def test_a_hook_that_answers_no_list_is_named(folder: PluginFolder) -> None:
    folder.write("x", "@hookimpl\ndef register_import_targets(): return 7")
    with pytest.raises(PluginError, match=r"register_import_targets of the plugin 'x' .* 7"):
        list(folder.load(["x"]).collect("register_import_targets"))


async def test_coroutine_hooks_run_in_order_and_stop_at_the_first_that_fails(
    folder: PluginFolder,
) -> None:
    text = """
    {depends}

    @hookimpl
    async def after_write(session, changes):
        changes.append(__name__.rpartition(".")[2])
        {act}
    """
    folder.write("a", text.format(depends="", act=""))
    folder.write("b", text.format(depends="depends_on = ('a',)", act="raise LookupError"))
    folder.write("c", text.format(depends="depends_on = ('b',)", act=""))
    seen: list[str] = []
    plugins = folder.load(["a", "b", "c"])
    with pytest.raises(LookupError):
        await plugins.run("after_write", deployment=None, session=None, changes=seen)
    assert seen == ["a", "b"]


def test_calls_of_hooks_are_logged_where_that_is_wanted(folder: PluginFolder) -> None:
    folder.write("a", ANSWERS)
    plugins = load_plugins(["a"], discover(folder.package), trace=True)
    with structlog.testing.capture_logs() as lines:
        list(plugins.call("register_import_targets"))
    assert [(line["event"], line["hook"]) for line in lines if line.get("plugins") != []] == [
        ("hook called", "register_import_targets"),
        ("hook answered", "register_import_targets"),
    ]
    assert lines[-1]["plugins"] == ["a"]
