import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.pupesoft_tools.text_messages.segments import EXTENDED, TextEncoding, segmented

GSM, UCS = TextEncoding.GSM_7, TextEncoding.UCS_2


@pytest.mark.parametrize(
    ("text", "encoding", "length", "segments"),
    [
        ("", GSM, 0, 1),
        ("Hyvää päivää Åbo", GSM, 16, 1),
        ("a" * 160, GSM, 160, 1),
        ("a" * 161, GSM, 161, 2),
        ("a" * 306, GSM, 306, 2),
        ("a" * 307, GSM, 307, 3),
        ("€" * 80, GSM, 160, 1),
        ("€" * 81, GSM, 162, 2),
        # 76 pairs fill 152 of the 153 letters of a part
        ("€" * 153, GSM, 306, 3),
        ("š", UCS, 1, 1),
        ("š" * 70, UCS, 70, 1),
        ("š" * 71, UCS, 71, 2),
        ("š" * 134, UCS, 134, 2),
        ("š" * 135, UCS, 135, 3),
        ("😀" * 35, UCS, 70, 1),
        # 33 pairs fill 66 of the 67 letters of a part
        ("😀" * 67, UCS, 134, 3),
        ("`", UCS, 1, 1),
    ],
)
def test_parts_are_counted_as_networks_count(
    text: str, encoding: TextEncoding, length: int, segments: int
) -> None:
    found = segmented(text)
    assert (found.encoding, found.length, found.segments) == (encoding, length, segments)


@given(st.text(alphabet="aä€[š😀", max_size=400))
def test_every_letter_has_a_place_and_no_part_is_too_many(text: str) -> None:
    found = segmented(text)
    whole, part = (160, 153) if found.encoding is GSM else (70, 67)
    if found.encoding is GSM:
        assert found.length == len(text) + sum(c in EXTENDED for c in text)
    else:
        assert found.length == len(text.encode("utf-16-le")) // 2
    if found.length <= whole:
        assert found.segments == 1
        return
    # a part that a pair did not fit into is one short of full
    assert found.segments * part >= found.length
    assert (found.segments - 1) * (part - 1) < found.length
