"""What memos are called in what is written to people: Finnish, Croatian, English."""

from collections.abc import Mapping

from plugins.pupesoft_tools.customer_memo.enums import MemoKind

LANGUAGES = ("fi", "hr", "en")

KINDS: Mapping[MemoKind, tuple[str, str, str]] = {
    MemoKind.MEMO: ("Muistio", "Bilješka", "Memo"),
    MemoKind.CALL: ("Puhelu", "Poziv", "Call"),
    MemoKind.VISIT: ("Asiakaskäynti", "Posjet", "Visit"),
    MemoKind.MEETING: ("Tapaaminen", "Sastanak", "Meeting"),
    MemoKind.RECEIVABLES: ("Myyntireskontra", "Potraživanja", "Receivables"),
    MemoKind.LABELS: ("Osoitetarrat", "Adresne naljepnice", "Address labels"),
    MemoKind.TEXT_MESSAGE: ("Tekstiviesti", "SMS poruka", "Text message"),
    MemoKind.ANNUAL_REPORT: ("Vuosiraportti", "Godišnje izvješće", "Annual report"),
    MemoKind.SENT: ("Lähetetty", "Poslano", "Sent"),
}

WORDS: Mapping[str, tuple[str, str, str]] = {
    "customer": ("Asiakas", "Kupac", "Customer"),
    "business_id": ("Y-tunnus", "OIB", "Business id"),
    "contact": ("Yhteyshenkilö", "Kontakt", "Contact"),
    "author": ("Laatija", "Autor", "Author"),
    "at": ("Ajankohta", "Vrijeme", "When"),
    "sent": (
        "{sender} lähetti muistion: {colleague}",
        "{sender} šalje bilješku: {colleague}",
        "{sender} sent the memo to {colleague}",
    ),
}


def word(name: str, language: str) -> str:
    """A word in a language; in English where there is no such language."""
    return WORDS[name][_place(language)]


def kind_word(kind: MemoKind, language: str) -> str:
    """What memos of a kind are called."""
    return KINDS[kind][_place(language)]


def _place(language: str) -> int:
    return LANGUAGES.index(language if language in LANGUAGES else "en")
