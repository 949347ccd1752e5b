from pathlib import Path

import pytest

from core import typesetting
from core.typesetting import NotTypeset, typeset

TEMPLATE = """#let data = json(bytes(sys.inputs.data))
#set document(date: none)
#for n in range(data.count) { text(data.text) }
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "some.typ"
    path.write_text(TEMPLATE, "utf-8")
    return path


async def test_the_same_data_make_the_same_file(template: Path) -> None:
    data = {"text": "#panic() *å* $", "count": 2}
    made = await typeset(template, data)
    assert made.startswith(b"%PDF")
    assert made == await typeset(template, data)
    assert made != await typeset(template, {**data, "count": 3})


async def test_what_a_template_cannot_use_is_told(template: Path) -> None:
    with pytest.raises(RuntimeError, match="does not contain key"):
        await typeset(template, {"text": ""})


async def test_what_takes_too_long_is_ended(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "SECONDS", 0)
    with pytest.raises(NotTypeset):
        await typeset(template, {"text": "x", "count": 10**9})
