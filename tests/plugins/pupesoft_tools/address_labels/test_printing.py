"""Labels on paper, measured."""

from plugins.pupesoft_tools.address_labels.labels import Address, lines_of
from plugins.pupesoft_tools.address_labels.printing import pdf_of
from plugins.pupesoft_tools.address_labels.sheets import SHEETS, Sheet
from tests.plugins.pupesoft_tools.address_labels.paper import Box, Paper, darkest, pages, text_of

NEAR = 0.5
"""Millimetres by which a line may be off."""

LONG = (
    "Pohjois-Karjalan Šumarsko-Građevinsko Đakovačko Žitarsko Ćevabdžijsko Öljynjalostusyhtymä Åbo"
)
LETTERS = "š č ć đ ž Š Č Ć Đ Ž å ä ö Å Ä Ö"
START = 5


PUBLISHED = {
    "33-70x25.4": (3, 11, 70, 25.4, 0, 8.8, 70),
    "24-70x37": (3, 8, 70, 37, 0, 0.5, 70),
    "24-63.5x33.9": (3, 8, 63.5, 33.9, 7.2, 12.9, 66),
    "21-63.5x38.1": (3, 7, 63.5, 38.1, 7.2, 15.1, 66),
}
"""Columns, rows, width, height, margins left and above, and from column to column."""


def box_of(sheet: Sheet, place: int) -> Box:
    """Where a label lies, by the measures that are published."""
    columns, _, width, height, left, top, step = PUBLISHED[sheet.code]
    row, column = divmod(place, columns)
    x, y = left + column * step, top + row * height
    return Box(x, y, x + width, y + height)


def test_sheets_are_those_that_are_published() -> None:
    assert SHEETS.keys() == PUBLISHED.keys()
    for code, (columns, rows, width, height, left, top, _) in PUBLISHED.items():
        sheet = SHEETS[code]
        assert (sheet.columns, sheet.rows) == (columns, rows)
        assert (float(sheet.width), float(sheet.height)) == (width, height)
        assert abs(float(sheet.left) - left) < 0.06
        assert abs(float(sheet.top) - top) < 0.06


async def test_labels_lie_where_the_sheet_has_them_and_texts_lie_in_labels() -> None:
    lines = [[LONG, "Väinö Đurić", "Ulica grada Vukovara 5", "10000 Zagreb", "CROATIA"]]
    lines += [["A", LETTERS, "B"], ["#strong[x] *y* $z$ <a> @b \\ // /* `c` #sys.inputs"]]
    nowhere = Address(None, None, None, None)
    lines += [[*lines_of(["W" * 200], nowhere, "FI")]]
    lines += [[f"Customer {n}", "Street 1", "00100 HELSINKI"] for n in range(30)]
    for sheet in SHEETS.values():
        pdf = await pdf_of(sheet, lines, START, outlines=True)
        assert pdf == await pdf_of(sheet, lines, START, outlines=True)
        printed = [*pages(pdf)]
        assert len(printed) == -(-(START - 1 + len(lines)) // sheet.labels)
        for place in range(len(lines)):
            page, slot = divmod(START - 1 + place, sheet.labels)
            box = box_of(sheet, slot)
            check_edges(printed[page], box)
            check_text(printed[page], box)
        for place in range(START - 1):
            assert printed[0].ink(box_of(sheet, place).within(1)) is None


def check_edges(paper: Paper, box: Box) -> None:
    middle, centre = (box.top + box.bottom) / 2, (box.left + box.right) / 2
    for x in (box.left, box.right):
        found = darkest(paper.row(middle, x - 2, x + 2), x - 2)
        assert abs(found - x) <= NEAR
    for y in (box.top, box.bottom):
        found = darkest(paper.column(centre, y - 2, y + 2), y - 2)
        assert abs(found - y) <= NEAR


def check_text(paper: Paper, box: Box) -> None:
    ink = paper.ink(box.within(1))
    assert ink is not None
    assert ink.left >= box.left + 5 - NEAR
    assert ink.right <= box.right - 5 + NEAR
    assert ink.top >= box.top + 2.5 - NEAR
    assert ink.bottom <= box.bottom - 2.5 + NEAR


async def test_all_letters_are_there_and_nothing_is_markup() -> None:
    sheet = SHEETS["24-70x37"]
    markup = "#strong[x] *y* _z_ $1$ <a> @b \\u{41} // /* `c` = -- ..."
    [text] = text_of(await pdf_of(sheet, [[LONG], [LETTERS], [markup]], 1, outlines=False))
    # a hyphen at the end of a line reads as 2
    read = "".join(text.split()).replace("\x02", "-")
    assert read == "".join(f"{LONG}{LETTERS}{markup}".split())
    missing = "\U0010fffd"
    letters = [[letter] for letter in (*LETTERS.split(), missing)]
    [paper] = pages(await pdf_of(sheet, letters, 1, outlines=False))
    shapes = [shape(paper, box_of(sheet, place)) for place in range(len(letters))]
    assert len(set(shapes)) == len(letters)


def shape(paper: Paper, box: Box) -> tuple[bytes, ...]:
    """What a letter looks like."""
    ink = paper.ink(box.within(1))
    assert ink is not None
    steps = int((ink.bottom - ink.top) * 10)
    return tuple(paper.row(ink.top + n / 10, ink.left, ink.right) for n in range(steps))


async def test_short_texts_are_as_large_as_can_be_and_long_ones_shrink() -> None:
    sheet = SHEETS["33-70x25.4"]
    [paper] = pages(await pdf_of(sheet, [["Ab"], [LONG] * 4], 1, outlines=False))
    short, long = (paper.ink(box_of(sheet, place).within(1)) for place in range(2))
    assert short is not None
    assert long is not None
    # a capital letter of 11 points is about 2.5 mm high
    assert 2 < short.bottom - short.top < 3
    assert long.bottom - long.top < 20.4
