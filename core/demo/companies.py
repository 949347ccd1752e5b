"""Companies of Finland and Croatia, made up."""

from random import Random
from typing import NamedTuple

from stdnum.fi import alv
from stdnum.iso7064 import mod_11_10

from core.demo.people import LAST_NAMES

TRADES = {
    "FI": (
        ("Konepaja", "MACHINERY"),
        ("Rakennus", "CONSTRUCTION"),
        ("Sähkö", "CONSTRUCTION"),
        ("Kuljetus", "LOGISTICS"),
        ("Varastointi", "LOGISTICS"),
        ("Ohjelmistot", "SOFTWARE"),
        ("Tietopalvelu", "SOFTWARE"),
        ("Leipomo", "FOOD"),
        ("Meijeri", "FOOD"),
        ("Tukku", "TRADE"),
        ("Rautakauppa", "TRADE"),
        ("Hoiva", "HEALTH"),
        ("Hammaslääkärit", "HEALTH"),
        ("Matkailu", "TOURISM"),
    ),
    "HR": (
        ("Strojarstvo", "MACHINERY"),
        ("Brodogradnja", "MACHINERY"),
        ("Gradnja", "CONSTRUCTION"),
        ("Elektro", "CONSTRUCTION"),
        ("Prijevoz", "LOGISTICS"),
        ("Špedicija", "LOGISTICS"),
        ("Računala", "SOFTWARE"),
        ("Informatika", "SOFTWARE"),
        ("Pekara", "FOOD"),
        ("Vinarija", "FOOD"),
        ("Trgovina", "TRADE"),
        ("Veleprodaja", "TRADE"),
        ("Ljekarne", "HEALTH"),
        ("Turizam", "TOURISM"),
    ),
}
LEGAL_FORMS = {
    "FI": ("Oy", "Oy", "Oy", "Oy", "Oyj", "Ky"),
    "HR": ("d.o.o.", "d.o.o.", "d.d.", "j.d.o.o."),
}
UNUSUAL = (
    "Ääkköset & Öljy Oy",
    'Braća Čačić "Žuti Šešir" d.o.o.',
    "O'Šullivan <IT> Oy",
    "Näätä; Kärppä, Lumikko Ky",
    "Ђорђевић i sinovi d.o.o.",
    "50 % Alennus_Kauppa Oy",
    "Łódź–Žilina / Århus d.d.",
    "株式会社 Suomi Oy",
)
"""Names that trip what is careless with letters and signs."""


class Company(NamedTuple):
    """A name with its legal form, and what the company does."""

    name: str
    legal_form: str
    industry: str


def company(random: Random, country: str) -> Company:
    trade, industry = random.choice(TRADES[country])
    form = random.choice(LEGAL_FORMS[country])
    first, second = random.sample(LAST_NAMES[country], 2)
    shape = random.choice(("{first} {form}", "{trade} {first} {form}", "{first} & {second} {form}"))
    name = shape.format(first=first, second=second, trade=trade, form=form)
    return Company(name, form, industry)


def business_id(place: int, country: str) -> str:
    """A number of its own for each place, with a right check digit: Y-tunnus or OIB."""
    return y_tunnus(place) if country == "FI" else oib(place)


def y_tunnus(place: int) -> str:
    """`1000008-6`; the seventh digit is chosen so that there is a check digit."""
    six = f"{(place * 7_919 + 123_456) % 900_000 + 100_000}"
    checks = ((seventh, -alv.checksum(f"{six}{seventh}0") % 11) for seventh in range(10))
    return next(f"{six}{seventh}-{check}" for seventh, check in checks if check < 10)


def oib(place: int) -> str:
    ten = f"{(place * 7_368_787 + 1_234_567_890) % 9_000_000_000 + 1_000_000_000}"
    return ten + mod_11_10.calc_check_digit(ten)


def vat_id(number: str, country: str) -> str:
    return country + number.replace("-", "")
