"""Reading delimited files, good and bad."""

import codecs
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortisto.importing.errors import FileRefused
from kortisto.importing.records import Record
from kortisto.importing.rejection import Rejection
from kortisto.importing.table import open_table

TEXT = "nimi;grad\r\nÄijälä Öljy;Đakovo\r\n"


def read(folder: Path, content: bytes, **given: str) -> tuple[tuple[str, ...], list[Record]]:
    """Header and records of a file that has no faults."""
    header, rows = read_all(folder, content, **given)
    assert not [row for row in rows if isinstance(row, Rejection)]
    return header, [row for row in rows if isinstance(row, Record)]


def read_all(
    folder: Path, content: bytes, **given: str
) -> tuple[tuple[str, ...], list[Record | Rejection]]:
    file = folder / "table.csv"
    file.write_bytes(content)
    with open_table(file, **given) as table:
        return table.header, list(table.rows())


def refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        read_all(folder, content)
    return caught.value.message


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.replace("Đ", "D").encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_recognised(tmp_path: Path, content: bytes, encoding: str) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(content)
    with open_table(file) as table:
        assert table.encoding.codec == encoding
        assert table.header == ("nimi", "grad")
        [row] = table.rows()
        assert isinstance(row, Record)
        assert row.values[0] == "Äijälä Öljy"


def test_two_encodings_in_one_file_are_refused_instead_of_guessed(tmp_path: Path) -> None:
    mixed = TEXT.encode() + "Mäki;Turku\n".encode("cp1252")
    says = "Line 3 is not utf-8, though what stands above is: byte 0xe4. Name the encoding"
    assert says in refusal(tmp_path, mixed)
    _, rows = read(tmp_path, mixed, encoding="latin-1")
    assert rows[1].values == ["Mäki", "Turku"]


def test_a_named_encoding_is_taken(tmp_path: Path) -> None:
    _, [row] = read(tmp_path, TEXT.replace("Ä", "Č").encode("cp1250"), encoding="cp1250")
    assert row.values == ["Čijälä Öljy", "Đakovo"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_sniffed(tmp_path: Path, delimiter: str) -> None:
    header, [row] = read(tmp_path, f"name{delimiter}price\nA{delimiter}1.50\n".encode())
    assert (header, row.values) == (("name", "price"), ["A", "1.50"])


def test_decimal_commas_do_not_look_like_delimiters(tmp_path: Path) -> None:
    _, rows = read(tmp_path, b"a;b\n1,5;2,5\n3,5;4,5\n")
    assert rows[0].values == ["1,5", "2,5"]


def test_a_record_is_told_by_its_first_physical_line(tmp_path: Path) -> None:
    _, rows = read(tmp_path, b'a,b\n"one\ntwo\r\nthree",1\n\nfour,2\n')
    assert rows == [Record(2, ["one\ntwo\r\nthree", "1"]), Record(6, ["four", "2"])]


def test_ragged_lines_name_line_and_column(tmp_path: Path) -> None:
    _, rows = read_all(tmp_path, b"a,b,c\n1,2\n1,2,3,4\n1,2,3\n")
    assert rows == [
        Rejection(2, "c", None, "The line has 2 values, the header has 3."),
        Rejection(3, "column 4", "4", "The line has 4 values, the header has 3."),
        Record(4, ["1", "2", "3"]),
    ]


def test_a_quote_that_is_never_closed_costs_one_line(tmp_path: Path) -> None:
    _, rows = read_all(tmp_path, b'a,b\n1,"open\n2,x\n3,y\n')
    assert [row.line for row in rows] == [2, 3, 4]
    assert isinstance(rows[0], Rejection)
    assert rows[0].column == "b"
    assert isinstance(rows[2], Record)


def test_a_quote_inside_a_quoted_value_must_be_doubled(tmp_path: Path) -> None:
    _, rows = read_all(tmp_path, b'a,b\n"say "hi"",x\n"say ""hi""",y\n')
    assert isinstance(rows[0], Rejection)
    assert (rows[0].line, rows[0].column) == (2, "a")
    assert rows[1] == Record(3, ['say "hi"', "y"])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "Excel"),
        (b"\xd0\xcf\x11\xe0rest", "Excel"),
        (b"a,b\n1,\x002\n", "binary"),
        (b"\x7fELF\x00\x01\x02\x00\x03\x00\x00\x04", "binary"),
        (b"a,b\n1,2\n3,\x81\n", "Line 3 is not utf-8: byte 0x81."),
        (codecs.BOM_UTF8 + b"a,b\n1,\xe4\n", "Line 2 is not utf-8"),
        (codecs.BOM_UTF16_LE + b"a\x00,\x00b", "utf-16-le"),
        (b"a,b,a\n1,2,3\n", "Line 1 names the column 'a' 2 times: columns 1, 3."),
        (b"a\x02b\n1\n", "control characters"),
        (b'a,"b\n', "header"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(
    tmp_path: Path, content: bytes, says: str
) -> None:
    assert says in refusal(tmp_path, content)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(FileRefused, match="No such file"),
        open_table(tmp_path / "missing.csv"),
    ):
        pass


def test_an_endless_line_is_refused(tmp_path: Path) -> None:
    assert "Line 2 has over" in refusal(tmp_path, b"a,b\n" + b"x" * (1 << 21))


VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(
    rows=st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(VALUES, min_size=width, max_size=width), max_size=8)
    ),
    delimiter=st.sampled_from(",;\t|"),
    newline=st.sampled_from(["\n", "\r\n"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_was_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    delimiter: str,
    newline: str,
    codec: str,
) -> None:
    width = len(rows[0]) if rows else 2
    header = [f"c{place}" for place in range(width)]
    lines = [delimiter.join(map(quoted, row)) + newline for row in [header, *rows]]
    content = "".join(lines).encode(codec)
    _, found = read(tmp_path_factory.getbasetemp(), content, delimiter=delimiter)
    assert [row.values for row in found] == rows


def quoted(value: str) -> str:
    """A value as RFC 4180 writes it, in quotes where it needs them."""
    doubled = value.replace('"', '""')
    return f'"{doubled}"' if re.search(r'[",;\t|\r\n]', value) else value
