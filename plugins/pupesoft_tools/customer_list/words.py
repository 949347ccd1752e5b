"""What e-mails with lists say."""

from collections.abc import Mapping

from core.headings.words import Language

TITLES: Mapping[Language, str] = {
    "fi": "Asiakaslista",
    "hr": "Popis kupaca",
    "en": "Customer list",
}

TEXTS: Mapping[Language, str] = {
    "fi": "Liitteenä asiakaslista. Asiakkaita: {count}.\n",
    "hr": "U privitku je popis kupaca. Broj kupaca: {count}.\n",
    "en": "The customer list is attached. Customers: {count}.\n",
}
