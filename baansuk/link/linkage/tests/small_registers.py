"""Small registers in which much comes together: few names, shared houses, shared ids, two ids, and all may be missing."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from baansuk.engine import open_engine
from baansuk.engine.functions import KEYS
from baansuk.engine.watch import Watch
from baansuk.link.linkage.columns import COLUMNS
from baansuk.link.linkage.linking import Asked, link
from baansuk.thai.ids import WEIGHTS

Row = dict[str, str | None]
Registers = Sequence[Sequence[Mapping[str, str | None]]]

GIVEN: Final = (
    *("สมมุติ", "สมมุต", "สมหมาย", "สมมาย", "ณัฐพร", "ณัฎฐ์พร", "นัดพร", "ใจดี", "ใจดีๆ", "ส.", "", "วรรณา", "วันนา", "นายิกา"),
    *("Somchai", "Somchay", "José", "Łuk", "李明", "สมมุติชัยวัฒน์", "สมมุติชัยวัฒณ์", "สมมุติชยวัฒน์"),
)  # fmt: skip
FAMILY: Final = ("ตัวอย่าง", "ตัวยอย่าง", "ใจดี", "สมมุติ", "ทดลองวงศ์", "ทดลองวงษ์", "ทดลองวงศฺ", "Smith", "Smyth", "")
TITLES: Final = ("นาย", "นาง", "นางสาว", "ด.ช.", "เด็กหญิง", "พ.ต.อ.", "น.ส.")
TAMBONS: Final = (("หนองดี", "เมือง"), ("ต.หนองดี", "อ.เมือง"), ("990101", None), ("หนองดี", "ใต้"), ("บ้านสุข", "ใต้"), ("บ้านศุข", None), ("990202", "9902"), (None, "เมือง"))  # fmt: skip
DATES: Final = ("03/02/2523", "3/2/2523", "1980-02-03", "25230203", "02/03/2523", "00/00/2523", "01/01/2523", "2523-05-17", "17/5/2524", "31/02/2510", "๑๗/๕/๒๕๒๔", "1981", "ไม่ทราบ")  # fmt: skip


def valid_id(number: int) -> str:
    """Return a number of twelve digits with its right check digit."""
    digits = f"{number:012d}"
    return digits + str((11 - sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 11) % 10)


def made(seed: int, size: int = 60, *, ids: float = 0.6) -> list[list[Row]]:
    """Return three registers of about ``size`` records of some ``size`` / 3 persons; ``ids`` is the share with an id."""
    lot = random.Random(seed)
    people = [_person(lot, number) for number in range(max(1, size // 3))]
    registers: list[list[Row]] = [[], [], []]
    for number in range(size):
        place = lot.randrange(3)
        registers[place].append({"record_id": f"{'abc'[place]}{number}", **_told(lot, lot.choice(people), place, ids)})
    return registers


def _person(lot: random.Random, number: int) -> Row:
    tambon, amphoe = lot.choice(TAMBONS)
    return {
        # Some persons bear the id of another.
        "national_id": valid_id(310000000000 + lot.choice((number, number, number, 7))),
        "title": lot.choice(TITLES),
        "given_name": lot.choice(GIVEN),
        "family_name": lot.choice(FAMILY),
        "birth_date": lot.choice(DATES),
        "sex": lot.choice(("1", "2", "ชาย", "หญิง", "F")),
        "house_no": lot.choice(("12/3", "๑๒/๓", "12 / 3", "7")),
        "village_no": lot.choice(("4", "หมู่ 4", "5")),
        "tambon": tambon,
        "amphoe": amphoe,
        "house_code": lot.choice(("99000000001", "99000000002", "99999999999", None)),
        "phone": lot.choice(("081-234-5678", "0812345678", "0899999999")),
    }


def _told(lot: random.Random, person: Row, place: int, ids: float) -> Row:
    """What one register says of a person: some of it missing, some of it another's."""
    row = {name: value for name, value in person.items() if lot.random() > 0.15}
    for name in ("given_name", "family_name", "birth_date", "house_no"):
        if lot.random() < 0.1:
            row[name] = lot.choice({"given_name": GIVEN, "family_name": FAMILY, "birth_date": DATES}.get(name, ("9",)))
    if lot.random() > ids:
        row.pop("national_id", None)
    elif lot.random() < 0.2:
        row["national_id"] = _slipped(lot, person["national_id"] or "")
    if place == 1:
        words = (row.pop("title", None), row.pop("given_name", None), row.pop("family_name", None))
        row["full_name"] = lot.choice((" ", "  ")).join(word for word in words if word)
    elif lot.random() < 0.2:
        row["given_name"] = (row.pop("title", None) or "") + (row.get("given_name") or "")
    return row


def _slipped(lot: random.Random, number: str) -> str:
    at = lot.randrange(13)
    return lot.choice(
        (
            number[:at] + lot.choice("0123456789") + number[at + 1 :],
            number[:at] + number[at + 1 :],
            f"{number[0]}-{number[1:5]}-{number[5:10]}-{number[10:12]}-{number[12]}",
            valid_id(int(number[:12]) + 1),
            number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
        )
    )


def linked(
    registers: Registers, judgements: Sequence[tuple[str, str, str]] = (), engine: str = "duckdb"
) -> dict[str, str]:
    """Return the person of every record as the linker finds it on an engine."""
    with open_engine(engine) as opened:
        opened.define(KEYS)
        told = link(opened, pieces_of(registers), Asked(["a", "b", "c"], judgements), Watch())
        assert told.placed
        return dict(told.placed.clusters().iter_rows())


def pieces_of(registers: Registers) -> list[pl.DataFrame]:
    """Return the records as laying.py lays them, a piece for each register."""
    schema = {"source": pl.Int32} | dict.fromkeys(COLUMNS, pl.String)
    return [
        pl.DataFrame(
            [{"source": source} | {name: row.get(name) or None for name in COLUMNS} for row in register], schema
        )
        for source, register in enumerate(registers)
    ]
