"""What comparisons say in Finnish, Croatian and English."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.headings.words import Language


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    title: str
    greeting: str
    now: str
    before: str
    customer: str
    name: str
    currency: str
    department: str
    group: str
    no_department: str
    no_group: str
    quantity: str
    previous_quantity: str
    purchases: str
    previous_purchases: str
    index: str
    total: str
    subject: str
    text: str


WORDS: Mapping[Language, Words] = {
    "fi": Words(
        title="Ostoseuranta",
        greeting="Hyvä yhteistyökumppanimme, ohessa tämänhetkinen ostotilanteenne.",
        now="Kausi nyt",
        before="Kausi ed.",
        customer="Asiakasnumero",
        name="Nimi",
        currency="Valuutta",
        department="Osasto",
        group="Tuoteryhmä",
        no_department="Ilman osastoa",
        no_group="Ilman tuoteryhmää",
        quantity="Kpl nyt",
        previous_quantity="Kpl ed.",
        purchases="Ostot nyt",
        previous_purchases="Ostot ed.",
        index="Indeksi",
        total="Yhteensä",
        subject="Vuosisopimusraportti {now}",
        text="Liitteenä vuosisopimusraportti ajalta {now}, vertailukausi {before}.\n",
    ),
    "hr": Words(
        title="Pregled kupnje",
        greeting="Poštovani, u nastavku je trenutačni pregled Vaše kupnje.",
        now="Razdoblje",
        before="Prethodno razdoblje",
        customer="Broj kupca",
        name="Naziv",
        currency="Valuta",
        department="Odjel",
        group="Grupa proizvoda",
        no_department="Bez odjela",
        no_group="Bez grupe proizvoda",
        quantity="Količina",
        previous_quantity="Količina preth.",
        purchases="Kupnja",
        previous_purchases="Kupnja preth.",
        index="Indeks",
        total="Ukupno",
        subject="Izvještaj po godišnjem ugovoru {now}",
        text="U privitku je izvještaj po godišnjem ugovoru za {now}, u usporedbi s {before}.\n",
    ),
    "en": Words(
        title="Purchases compared",
        greeting="Dear partner, please find below how your purchases stand.",
        now="This period",
        before="A year earlier",
        customer="Customer number",
        name="Name",
        currency="Currency",
        department="Department",
        group="Product group",
        no_department="No department",
        no_group="No product group",
        quantity="Quantity",
        previous_quantity="Quantity before",
        purchases="Purchases",
        previous_purchases="Purchases before",
        index="Index",
        total="Total",
        subject="Annual contract report {now}",
        text="Attached is the annual contract report of {now}, compared with {before}.\n",
    ),
}


def days_told(first: object, last: object) -> str:
    """A period as people read it."""
    return f"{first} – {last}"
