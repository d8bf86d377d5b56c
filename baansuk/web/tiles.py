"""The figure tiles of the labels, with how many of all households each is."""

from __future__ import annotations

from dataclasses import dataclass

from baansuk.assess.measures import ALL, Measure, measures
from baansuk.screen.figures import show_number, show_percent
from baansuk.screen.language import language, say_words
from baansuk.thai.words import Words
from baansuk.web.overview import Register

# The sign of each label at a glance: a lack, a gap in the lists, or a gap in what we know.
TONES = {"label.no_list": "warn", "none.bmn": "unknown"}


WITHHELD = Words(
    "เพื่อไม่ให้คำนวณย้อนไปถึงจำนวนน้อยของพื้นที่อื่นหรือเรื่องอื่น",
    "So that a small number elsewhere cannot be worked out from it",
)
TOO_FEW = Words("น้อยจนอาจรู้ว่าเป็นบ้านใด จึงไม่บอกจำนวน", "So few that one might know which households")


def _share_words(share: str, *, whole: bool) -> Words:
    if whole:
        return Words(f"{share} ของครัวเรือนทั้งหมด", f"{share} of all households")
    return Words(f"{share} ของครัวเรือนที่ทราบ", f"{share} of those known")


def labels() -> list[Measure]:
    """Return the labels of the rules in force, without the one that counts everybody."""
    return [measure for measure in measures() if measure.kind == "label" and measure.code != ALL]


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile, ready to draw."""

    value: str
    name: Words
    meaning: Words
    note: str
    link: str
    tone: str


def tiles_of(register: Register, list_address: str, map_address: str = "") -> list[Tile]:
    """Return one tile per label that the edition has figures of; what was not surveyed is said, not counted as well."""
    everyone = register.everyone
    tiles = []
    for label in labels():
        found = register.measures.get(label.code)
        if found is None or everyone is None:
            continue
        # Of those whose answer is known, as on the map: one figure must not have two percentages.
        note = ""
        if found.answered is not None:
            share = show_percent(found.households, found.answered, language())
            note = say_words(_share_words(share, whole=found.answered == everyone.households))
        if found.unknown:
            unknown = show_number(found.unknown, language())
            note += say_words(Words(f" · ไม่ทราบ {unknown}", f" · {unknown} not known"))
        if found.households is None:
            note = say_words(TOO_FEW if found.few else WITHHELD)
        # The households are there to be listed where the reader sees all that the label rests on.
        address = list_address if list_address and found.exact else map_address
        link = f"{address}?measure={label.code}" if address else ""
        shown = say_words(found.households_words)
        tone = TONES.get(label.code, "bad") if found.households is not None else "unknown"
        tiles.append(Tile(shown, label.words, label.definition, note, link, tone))
    return tiles
