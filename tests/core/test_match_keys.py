import pytest
from sqlalchemy import func, select

from core.collation import sort_key
from tests.api import Api

ALIKE = (
    ("Åland Öljy Oy", "ÅLAND  ÖLJY", "Aland Oljy Oyj", "Oy Åland Öljy Ab", "åland-öljy, oy"),
    ("Čakovec d.o.o.", "CAKOVEC doo", "Čakovec d. o. o.", "čakovec D O O", "Čakovec d.d."),
    ("Tmi Matti Virtanen", "T:mi Matti Virtanen", "Matti Virtanen Tmi", "matti virtanen"),
    ("Meier & Söhne GmbH & Co. KG", "Meier & Sohne", "MEIER SÖHNE GMBH"),
    ("Widget Ltd", "Widget Ltd.", "WIDGET LIMITED", "Widget, Inc."),
    ("Hansen A/S", "Hansen AS", "hansen"),
    ("Zieliński Sp. z o.o.", "zielinski"),
    ("Nokia Oyj", "nokia"),
)
UNLIKE = (
    *(
        "Nokia Oyj",
        "Nokian Renkaat Oyj",
        "Ab Oy",
        "Oyster Oy",
        "株式会社 Suomi Oy",
        "日本 Suomi Oy",
    ),
    *("Suomi Oy", "Ђорђевић i sinovi d.o.o.", "Петровић i sinovi d.o.o.", "Abloy", "Kylmä"),
)


async def keys(api: Api, function: str, *texts: str | None) -> list[str | None]:
    rows = await api.deployment.database.fetch(
        select(*(getattr(func, function)(text).label(f"k{n}") for n, text in enumerate(texts)))
    )
    return list(rows[0])


@pytest.mark.parametrize("names", ALIKE, ids=lambda names: names[0])
async def test_spellings_of_one_company_share_a_key(api: Api, names: tuple[str, ...]) -> None:
    assert len(set(await keys(api, "company_key", *names))) == 1


async def test_other_companies_have_other_keys(api: Api) -> None:
    found = await keys(api, "company_key", *UNLIKE)
    assert len(set(found)) == len(UNLIKE)
    assert None not in found


async def test_a_name_of_legal_forms_alone_is_a_name(api: Api) -> None:
    assert None not in await keys(api, "company_key", "Oy", "AB", "Oy Ab", "d.o.o.")


async def test_a_blank_has_no_key(api: Api) -> None:
    assert await keys(api, "company_key", None, "", "  ", " - ", "...") == [None] * 5
    assert await keys(api, "identifier_key", None, "", " - ") == [None] * 3


async def test_numbers_are_compared_without_punctuation(api: Api) -> None:
    found = await keys(api, "identifier_key", "0112038-9", "01120389", " 0112038 9", "fi 1", "FI1")
    assert found == ["01120389"] * 3 + ["FI1"] * 2


BARE = {
    "Öljy Oy": "Öljy",
    "Oy Åland Öljy Ab": "Åland Öljy",
    "ABLOY OYJ": "ABLOY",
    "Čakovec d.o.o.": "Čakovec",
    "Čakovec, d. o. o.": "Čakovec",
    "Split j.d.o.o.": "Split",
    "Zagreb d.d.": "Zagreb",
    "Obrt Marić": "Marić",
    "Marić obrt": "Marić",
    "T:mi Matti Virtanen": "Matti Virtanen",
    "Virtanen Ky": "Virtanen",
    "Meier & Söhne GmbH & Co. KG": "Meier & Söhne",
    "Widget, Inc.": "Widget",
    "Widget Ltd.": "Widget",
    "Hansen A/S": "Hansen",
    "Zieliński Sp. z o.o.": "Zieliński",
    "Metsä Osakeyhtiö": "Metsä",
    "Oy": "Oy",
    "Oy Ab": "Ab",
    "Oyster": "Oyster",
    "Kylmä": "Kylmä",
    "Doosan": "Doosan",
}


async def test_names_are_told_and_sorted_without_legal_forms(api: Api) -> None:
    assert await keys(api, "bare_name", *BARE) == [*BARE.values()]
    for language in ("fi", "hr"):
        sort = [sort_key(name, language) for name in BARE]
        bare = [sort_key(name, language) for name in BARE.values()]
        assert await keys(api, "bare_name", *sort) == bare
