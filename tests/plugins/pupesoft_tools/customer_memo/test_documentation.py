"""What docs/memo.md and docs/text-messages.md show."""

import tomllib

from plugins.pupesoft_tools.settings import PupesoftToolsSettings
from tests.readme import ROOT, example
from tests.world import World

MEMO = ROOT / "docs" / "memo.md"
TEXTS = ROOT / "docs" / "text-messages.md"


async def test_what_is_shown_can_be_run(world: World) -> None:
    made = (await world(example("memo", MEMO), world.admin))["createMemo"]
    assert (made["userErrors"], made["memo"]["kind"]) == ([], "CALL")
    (customer,) = (await world(example("timeline", MEMO), world.admin))["customers"]["nodes"]
    texts = [node["text"] for node in customer["timeline"]["nodes"]]
    assert "Lupasin tarjouksen perjantaiksi." in texts
    prices = (await world(example("price", MEMO), world.admin))["customers"]["nodes"]
    assert {node["price"]["netPrice"] for node in prices} == {"9.99"}
    payload = (await world(example("send", TEXTS), world.admin))["sendTextMessages"]
    assert [error["code"] for error in payload["userErrors"]] == ["NO_GATEWAY"]


def test_the_settings_that_are_shown_are_known() -> None:
    text = TEXTS.read_text("utf-8").partition("```toml\n")[2].partition("```")[0]
    section = tomllib.loads(text)["plugins"]["pupesoft_tools"]
    chosen = PupesoftToolsSettings.model_validate(section).text_messages
    assert chosen.http is not None
    assert (chosen.gateway, chosen.http.id_field) == ("http", "id")
