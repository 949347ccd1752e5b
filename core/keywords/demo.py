"""Demo keywords in three languages."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.demo import DemoWorld
from core.keywords.models import Keyword

LISTS: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "DEPARTMENT": {
        "EQUIPMENT": ("Laitteet", "Oprema", "Equipment"),
        "SERVICES": ("Palvelut", "Usluge", "Services"),
        "MAINTENANCE": ("Huolto", "Održavanje", "Maintenance"),
    },
    "DISTRICT": {
        "SOUTH": ("Etelä-Suomi", "Južna Finska", "Southern Finland"),
        "WEST": ("Länsi-Suomi", "Zapadna Finska", "Western Finland"),
        "EAST": ("Itä-Suomi", "Istočna Finska", "Eastern Finland"),
        "NORTH": ("Pohjois-Suomi", "Sjeverna Finska", "Northern Finland"),
        "CENTRAL": ("Keski-Kroatia", "Središnja Hrvatska", "Central Croatia"),
        "SLAVONIA": ("Slavonia", "Slavonija", "Slavonia"),
        "ADRIATIC": ("Adrianmeri", "Jadran", "Adriatic"),
    },
    "INDUSTRY": {
        "MACHINERY": ("Koneteollisuus", "Strojarstvo", "Machinery"),
        "CONSTRUCTION": ("Rakentaminen", "Graditeljstvo", "Construction"),
        "LOGISTICS": ("Logistiikka", "Logistika", "Logistics"),
        "SOFTWARE": ("Ohjelmistot", "Softver", "Software"),
        "FOOD": ("Elintarvikkeet", "Hrana i piće", "Food and drink"),
        "TRADE": ("Kauppa", "Trgovina", "Trade"),
        "HEALTH": ("Terveys", "Zdravstvo", "Health"),
        "TOURISM": ("Matkailu", "Turizam", "Tourism"),
    },
    "SEGMENT": {
        "KEY": ("Avainasiakas", "Ključni kupac", "Key account"),
        "GROWING": ("Kasvava", "U rastu", "Growing"),
        "CONTRACT": ("Vuosisopimus", "Godišnji ugovor", "Annual contract"),
        "PUBLIC": ("Julkinen sektori", "Javni sektor", "Public sector"),
    },
    "SIZE": {
        "SMALL": ("Pieni", "Mala", "Small"),
        "MEDIUM": ("Keskisuuri", "Srednja", "Medium"),
        "LARGE": ("Suuri", "Velika", "Large"),
    },
    "CONTACT_ROLE": {
        "DIRECTOR": ("Johtaja", "Direktor", "Director"),
        "BUYER": ("Ostaja", "Voditelj nabave", "Buyer"),
        "ACCOUNTANT": ("Kirjanpitäjä", "Računovođa", "Accountant"),
        "ENGINEER": ("Insinööri", "Inženjer", "Engineer"),
    },
    "PROJECT_ROLE": {
        "LEAD": ("Vetäjä", "Voditelj", "Lead"),
        "SPECIALIST": ("Asiantuntija", "Stručnjak", "Specialist"),
    },
    "PRODUCT_GROUP": {
        "MACHINES": ("Koneet", "Strojevi", "Machines"),
        "PARTS": ("Varaosat", "Rezervni dijelovi", "Spare parts"),
        "SERVICE": ("Työ", "Rad", "Work"),
    },
    "LOST_REASON": {
        "PRICE": ("Hinta", "Cijena", "Price"),
        "TIME": ("Aikataulu", "Rok isporuke", "Delivery time"),
        "RIVAL": ("Kilpailija", "Konkurent", "Competitor"),
        "NOTHING": ("Ei hankittu mitään", "Ništa nije nabavljeno", "Nothing was bought"),
    },
    "CUSTOMER_ROLE": {
        "MANAGER": ("Asiakasvastaava", "Voditelj kupca", "Account manager"),
        "ACCOUNTANT": ("Kirjanpitäjä", "Računovođa", "Accountant"),
        "SUPPORT": ("Tuki", "Podrška", "Support"),
    },
    "CALENDAR_KIND": {
        "VISIT": ("Asiakaskäynti", "Posjet kupcu", "Customer visit"),
        "CALL": ("Puhelu", "Poziv", "Call"),
        "MEETING": ("Kokous", "Sastanak", "Meeting"),
        "LEAVE": ("Loma", "Godišnji odmor", "Leave"),
        "OTHER": ("Muu", "Ostalo", "Other"),
    },
    "CUSTOMER_STATE": {
        "NEW": ("Uusi asiakas", "Novi kupac", "New customer"),
        "REGULAR": ("Kanta-asiakas", "Stalni kupac", "Regular customer"),
        "DORMANT": ("Nukkuva", "Neaktivan", "Dormant"),
        "LOST": ("Menetetty", "Izgubljen", "Lost"),
    },
}

COLOURS = {"VISIT": "#2E7D32", "CALL": "#1565C0", "MEETING": "#6A1B9A", "LEAVE": "#EF6C00"}
"""Of kinds of calendar entries."""


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Fill the lists that the core's domains and sales use."""
    await world.add(session, Keyword, _rows())
    start = world.keys[Keyword].start
    for name, values in LISTS.items():
        world.keywords[name] = range(start, start + len(values))
        start += len(values)


def _rows() -> Iterator[dict[str, Any]]:
    for name, values in LISTS.items():
        for place, (code, labels) in enumerate(values.items(), 1):
            yield {
                "list": name,
                "code": code,
                "labels": dict(zip(("fi", "hr", "en"), labels, strict=True)),
                "position": place * 10,
                "colour": COLOURS.get(code),
            }
