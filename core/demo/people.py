"""People of Finland and Croatia, made up from common names."""

from random import Random
from typing import NamedTuple

from core.demo.text import plain, words

FIRST_NAMES = {
    "FI": words(
        "Aino Eeva Helmi Hilkka Iida Inkeri Johanna Kaisa Liisa Maija Marja-Leena Noora Outi "
        "Päivi Riitta Saara Satu Sirkka Tuula Venla Antti Eero Esa Hannu Heikki Ilkka Jari Juhani "
        "Jyrki Kalle Lauri Matti Mikko Olli Paavo Pekka Risto Sami Väinö Yrjö"
    ),
    "HR": words(
        "Ana Anđela Barbara Branka Dubravka Đurđica Iva Ivana Jasna Katarina Lana Ljiljana Lucija "
        "Marija Mirjana Nataša Petra Sanja Tea Željka Ante Božidar Boris Damir Dražen Filip Goran "
        "Hrvoje Ivan Josip Krešimir Luka Marko Mato Niko Siniša Stjepan Tomislav Vjekoslav Zoran"
    ),
}
LAST_NAMES = {
    "FI": words(
        "Aalto Ahonen Äijälä Anttila Eskola Haapala Hakala Hämäläinen Heikkinen Hiltunen Huhtala "
        "Jääskeläinen Järvinen Jokinen Kallio Kärkkäinen Kemppainen Kettunen Kinnunen Koivisto "
        "Korhonen Koskinen Laakso Lahtinen Laine Lehtonen Leppänen Lindström Manninen Mäkelä "
        "Mäkinen Miettinen Mustonen Nieminen Niskanen Nurmi Öhman Ojala Pääkkönen Pesonen "
        "Pitkänen Rantanen Räsänen Rautio Saarinen Salminen Savolainen Seppälä Sjöberg Suominen "
        "Tähtinen Turunen Väisänen Vainio Virtanen Vuorinen Ylönen"
    ),
    "HR": words(
        "Abramović Antić Babić Barišić Bašić Blažević Bošnjak Božić Brkić Čačić Ćosić Čulina "
        "Delić Đaković Đurić Filipović Galić Grgić Herceg Horvat Hrženjak Ivančić Jakšić Jukić "
        "Jurišić Katić Klarić Knežević Kovač Kovačević Kralj Lončar Lovrić Ljubičić Marić "
        "Marković Matić Mihaljević Nikolić Novak Orešković Pavić Perić Perković Petrović Popović "
        "Radić Rukavina Šarić Šimić Špoljarić Tomić Turčin Vidaković Vuković Žanić Živković Zorić"
    ),
}
MOBILE = {"FI": "+35840", "HR": "+38591"}


class Person(NamedTuple):
    """A name, and what follows from it."""

    first: str
    last: str
    country: str

    def email(self, domain: str) -> str:
        return f"{plain(self.first)}.{plain(self.last)}@{domain}"


def person(random: Random, country: str) -> Person:
    return Person(random.choice(FIRST_NAMES[country]), random.choice(LAST_NAMES[country]), country)


def phone(random: Random, country: str) -> str:
    """A mobile number in E.164."""
    return f"{MOBILE[country]}{random.randint(2_000_000, 9_999_999)}"
