"""Towns and streets of Finland and Croatia."""

from random import Random
from typing import NamedTuple

from core.demo.text import words

TOWNS = {
    "FI": (
        ("Helsinki", "00", "SOUTH"),
        ("Espoo", "02", "SOUTH"),
        ("Vantaa", "01", "SOUTH"),
        ("Tampere", "33", "WEST"),
        ("Turku", "20", "WEST"),
        ("Pori", "28", "WEST"),
        ("Jyväskylä", "40", "EAST"),
        ("Lappeenranta", "53", "EAST"),
        ("Hämeenlinna", "13", "SOUTH"),
        ("Seinäjoki", "60", "WEST"),
        ("Ylöjärvi", "33", "WEST"),
        ("Oulu", "90", "NORTH"),
        ("Rovaniemi", "96", "NORTH"),
        ("Mariehamn", "22", "WEST"),
    ),
    "HR": (
        ("Zagreb", "10", "CENTRAL"),
        ("Velika Gorica", "10", "CENTRAL"),
        ("Sisak", "44", "CENTRAL"),
        ("Varaždin", "42", "CENTRAL"),
        ("Čakovec", "40", "CENTRAL"),
        ("Đurđevac", "48", "CENTRAL"),
        ("Osijek", "31", "SLAVONIA"),
        ("Slavonski Brod", "35", "SLAVONIA"),
        ("Rijeka", "51", "ADRIATIC"),
        ("Poreč", "52", "ADRIATIC"),
        ("Zadar", "23", "ADRIATIC"),
        ("Šibenik", "22", "ADRIATIC"),
        ("Split", "21", "ADRIATIC"),
        ("Dubrovnik", "20", "ADRIATIC"),
    ),
}
STREETS = {
    "FI": words(
        "Asemakatu, Hämeenkatu, Itäkatu, Kauppakatu, Keskuskatu, Kirkkokatu, Koivutie, "
        "Länsiväylä, Mäkitie, Mannerheimintie, Pajatie, Puistokatu, Rantatie, Satamakatu, "
        "Teollisuustie, Yliopistonkatu, Ääritie",
        ",",
    ),
    "HR": words(
        "Ilica, Vukovarska ulica, Ulica Ljudevita Gaja, Trg bana Jelačića, Zagrebačka cesta, "
        "Školska ulica, Riječka ulica, Obala kneza Domagoja, Ulica Đure Sudete, Strossmayerova "
        "ulica, Šetalište Frane Supila, Kralja Tomislava, Braće Radića, Željeznička ulica",
        ",",
    ),
}


class Address(NamedTuple):
    """A street with a number, and where it is."""

    street: str
    postal_code: str
    city: str
    country: str
    district: str


def address(random: Random, country: str) -> Address:
    city, postal, district = random.choice(TOWNS[country])
    street = f"{random.choice(STREETS[country])} {random.randint(1, 140)}"
    return Address(street, f"{postal}{random.randint(10, 99)}0", city, country, district)
