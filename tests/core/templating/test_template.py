from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.templating import Template, TemplateProblem
from tests.effort import some

HELSINKI = ZoneInfo("Europe/Helsinki")


def filled(text: str, *, html: bool = False, language: str = "en", **values: object) -> str:
    paths = {tuple(name.split("__")): value for name, value in values.items()}
    return Template(text, html=html).filled(paths, language, HELSINKI)


def test_places_are_filled_and_conditions_looked_at() -> None:
    text = "Hi {{ owner.name }}{% if owner.name == 'Ann' and not gone %}, it's you{% endif %}."
    assert Template(text).paths == {("owner", "name"), ("gone",)}
    assert filled(text, owner__name="Ann", gone=None) == "Hi Ann, it's you."
    assert filled(text, owner__name="Bob", gone=None) == "Hi Bob."
    assert filled("{{ name | upper | trim }}", name=" x ") == "X"
    assert filled("{{ name | default('-', true) }}{{ name }}", name=None) == "-"


def test_html_is_escaped_and_text_is_not() -> None:
    name = "<script>alert('x')</script>"
    assert filled("<b>{{ name }}</b>", html=True, name=name) == (
        "<b>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;</b>"
    )
    assert filled("{{ name }}", name=name) == name


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fi", "1 234,5 31.1.2026 31.1.2026 14.00"),
        ("hr", "1.234,5 31. 01. 2026. 31. 01. 2026. 14:00"),
    ],
)
def test_values_read_as_the_language_has_them(language: str, told: str) -> None:
    made = filled(
        "{{ amount }} {{ day }} {{ at }}",
        language=language,
        amount=Decimal("1234.50"),
        day=date(2026, 1, 31),
        at=datetime(2026, 1, 31, 12, tzinfo=UTC),
    )
    assert " ".join(made.split()) == told


@pytest.mark.parametrize(
    "text",
    [
        "{{ name.upper() }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ name['x'] }}",
        "{% for x in name %}{% endfor %}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% macro m() %}{% endmacro %}",
        "{{ name | safe }}",
        "{{ name | attr('x') }}",
        "{{ name is defined }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ name ~ name }}",
        "{{ [1] }}",
        "{{ {} }}",
        "{{ name",
        "{% if name %}",
        "{{ }}",
        "x" * 50_001,
    ],
)
def test_what_could_do_harm_or_never_end_is_refused(text: str) -> None:
    with pytest.raises(TemplateProblem):
        Template(text)


@settings(derandomize=True, database=None, max_examples=some(300))
@given(st.text(max_size=60))
def test_any_text_is_a_template_or_refused(text: str) -> None:
    try:
        made = Template(text)
    except TemplateProblem:
        return
    values = dict.fromkeys(made.paths, "x")
    assert isinstance(made.filled(values, "en", HELSINKI), str)


@settings(derandomize=True, database=None, max_examples=some(100))
@given(st.text(max_size=60))
def test_a_value_never_becomes_part_of_the_template(value: str) -> None:
    hostile = value + "{{ secret }}{% if x %}"
    assert filled("{{ name }}", name=hostile) == hostile


def test_comparing_what_cannot_be_compared_is_a_problem() -> None:
    with pytest.raises(TemplateProblem):
        filled("{% if name > 5 %}x{% endif %}", name="text")
