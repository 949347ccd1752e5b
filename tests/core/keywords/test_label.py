import pytest

from tests.api import Api
from tests.factories import keyword, save


@pytest.mark.parametrize(
    ("labels", "label"),
    [
        ({"hr": "Prodaja", "en": "Sales"}, "Prodaja"),
        ({"fi": "Myynti", "en": "Sales"}, "Sales"),
        ({"fi": "Myynti"}, "SALES"),
        ({}, "SALES"),
    ],
)
async def test_a_label_falls_back_to_english_and_then_to_the_code(
    api: Api, labels: dict[str, str], label: str
) -> None:
    await save(api, keyword(1, "DEPARTMENT", "SALES", labels=labels))
    answer = await api('{ keyword(id: "keyword_1") { label(language: "hr") } }', api.admin)
    assert answer["keyword"] == {"label": label}
