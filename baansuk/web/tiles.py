"""The figure tiles of the labels, with how many of all households each is."""

from __future__ import annotations

from dataclasses import dataclass

from baansuk.screen.figures import show_number, show_percent
from baansuk.screen.language import language, say_words
from baansuk.thai.words import Words
from baansuk.web.labels import LABELS
from baansuk.web.overview import Register


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile, ready to draw."""

    value: str
    name: Words
    meaning: Words
    note: str
    link: str


def tiles_of(register: Register, households_address: str) -> list[Tile]:
    """Return one tile per label that the edition has figures of; what was not surveyed is said, not counted as well."""
    everyone = register.everyone
    tiles = []
    for label in LABELS:
        found = register.measures.get(label.measure)
        if found is None or everyone is None:
            continue
        share = show_percent(found.households, everyone.households, language())
        note = say_words(Words(f"{share} ของครัวเรือน", f"{share} of households"))
        if found.unknown:
            unknown = show_number(found.unknown, language())
            note += say_words(Words(f" · ไม่ทราบ {unknown}", f" · {unknown} not known"))
        link = f"{households_address}?measure={label.measure}" if households_address else ""
        tiles.append(Tile(show_number(found.households, language()), label.name, label.meaning, note, link))
    return tiles
