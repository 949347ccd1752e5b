"""Kinds of text whose form can be checked: each check gives the text as it is stored."""

from collections.abc import Callable, Mapping
from functools import cache

import phonenumbers
from babel import Locale, UnknownLocaleError, numbers
from email_validator import EmailNotValidError, validate_email
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

from core.writing.user_error import Refused

Format = Callable[[str, str | None], str]
"""Checks a text, given the country (ISO 3166-1 alpha-2) that the record stands in, if known."""

BUSINESS_IDS: Mapping[str, str] = {
    "dk": "cvr",
    "fr": "siren",
    "hr": "oib",
    "is": "kennitala",
    "lv": "pvn",
    "no": "orgnr",
    "se": "orgnr",
}
"""What python-stdnum calls the business id where it has no alias for it."""


def email(text: str, country: str | None) -> str:
    try:
        found = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise Refused(f"is not an e-mail address: {error}") from None
    return found.normalized.lower()


def phone(text: str, country: str | None) -> str:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise Refused("is not a phone number: write it as +358401234567.") from None
    if number.extension:
        raise Refused("has an extension, which is not kept: leave it out.")
    if not phonenumbers.is_possible_number(number):
        raise Refused("is not a possible phone number: write it as +358401234567.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def country(text: str, country: str | None) -> str:
    code = text.upper()
    if code in _NO_COUNTRIES or len(code) != 2 or code not in _territories():
        raise Refused("is not a country: use ISO 3166-1 alpha-2, such as FI.")
    return code


def currency(text: str, country: str | None) -> str:
    code = text.upper()
    if code not in _currencies():
        raise Refused("is not a currency: use ISO 4217, such as EUR.")
    return code


def language(text: str, country: str | None) -> str:
    try:
        return str(Locale.parse(text.replace("_", "-"), sep="-")).replace("_", "-")
    except (UnknownLocaleError, ValueError):
        raise Refused("is not a language: use BCP 47, such as fi, hr or en.") from None


def business_id(text: str, country: str | None) -> str:
    if country is None:
        return text
    name = BUSINESS_IDS.get(country.lower(), "businessid")
    module = get_cc_module(country, name)
    return text if module is None else _standard(module, text, f"is not a business id of {country}")


def vat_id(text: str, country: str | None) -> str:
    compact = "".join(c for c in text.upper() if c.isalnum())
    prefix = compact[:2] if compact[:2].isalpha() else _vat_prefix(country)
    module = get_cc_module(_VAT_COUNTRIES.get(prefix or "", prefix or ""), "vat")
    if prefix is None or module is None:
        return text
    digits = compact.removeprefix(prefix)
    return prefix + _standard(module, digits, f"is not a VAT number of {prefix}", formatted=False)


FORMATS: Mapping[str, Format] = {
    "business_id": business_id,
    "country": country,
    "currency": currency,
    "email": email,
    "language": language,
    "phone": phone,
    "vat_id": vat_id,
}
"""By the word that a column's `info={"format": …}` names."""

_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_VAT_COUNTRIES: Mapping[str, str] = {"EL": "GR", "XI": "GB"}


@cache
def _territories() -> frozenset[str]:
    return frozenset(Locale("en").territories)


@cache
def _currencies() -> frozenset[str]:
    return frozenset(numbers.list_currencies())


def _vat_prefix(country: str | None) -> str | None:
    return "EL" if country == "GR" else country


def _standard(module: object, text: str, problem: str, *, formatted: bool = True) -> str:
    try:
        compact: str = module.validate(text)  # type: ignore[attr-defined]
    except ValidationError as error:
        raise Refused(f"{problem}: {error}") from None
    write = getattr(module, "format", None)
    return str(write(compact)) if formatted and write else compact
