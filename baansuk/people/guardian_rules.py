"""Who may be recorded as the guardian of a child or the trustee of an adult, on which grounds, as dated data; no database."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from baansuk.thai.words import Refusal, Words

CHILD, TRUSTEE = "child", "trustee"
KINDS = {
    CHILD: Words("ผู้ปกครองของเด็ก", "Guardian of a child"),
    TRUSTEE: Words("ผู้อ่านแทนผู้ที่อ่านเองไม่ได้", "Trustee of somebody who cannot read alone"),
}
ROSTER, STOP = "roster", "stop"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a guardianship rests on; ``of``: for which kinds."""

    code: str
    of: tuple[str, ...]
    words: Words


@cache
def _kept() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("guardians.toml").read_text("utf-8"))


@cache
def grounds() -> tuple[Ground, ...]:
    """Return the grounds, in the order of the file."""
    return tuple(Ground(one["code"], tuple(one["of"]), Words(one["th"], one["en"])) for one in _kept()["ground"])


@cache
def endings() -> dict[str, Words]:
    """Return why a guardianship may end, by code."""
    return {one["code"]: Words(one["th"], one["en"]) for one in _kept()["ending"]}


def grown_on(born: date, today: date) -> date:
    """Return the day on which whoever was born then is no child any more, by the age in force on ``today``."""
    rules = [one for one in _kept()["child"] if one["valid_from"] <= today]
    below = max(rules, key=lambda one: one["valid_from"])["below"]
    try:
        return born.replace(year=born.year + below)
    except ValueError:  # born on 29 February
        return date(born.year + below, 3, 1)


def is_parent(guardian: str, child: str) -> bool:
    """Say whether relations to the head of one household make the one a parent of the other."""
    return any(one["guardian"] == guardian and one["child"] == child for one in _kept()["parent"])


def check_ground(kind: str, ground: str) -> None:
    """Raise Refusal for a kind or a ground that there is not, or that do not go together."""
    if kind not in KINDS or not any(one.code == ground and kind in one.of for one in grounds()):
        raise Refusal(
            "ground_unknown",
            "เลือกประเภทและหลักฐานให้ตรงกัน เด็กใช้สูติบัตร ทะเบียน หรือคำสั่งศาล ผู้ใหญ่ใช้หนังสือมอบอำนาจหรือคำสั่งศาล",
            "Choose a kind and a ground that go together: for a child a certificate, the register or a court's order; for an adult a "
            "letter of authority or a court's order.",
        )


def check_age(kind: str, born: date | None, precision: str, today: date) -> date | None:
    """Return the day on which a child is grown, None for an adult. Raises Refusal where kind and age do not fit, or no age is known."""
    if born is None or precision not in ("day", ""):
        if kind == TRUSTEE:
            return None
        raise Refusal(
            "birth_unknown",
            "ทะเบียนไม่มีวันเกิดครบของเด็ก จึงบันทึกผู้ปกครองไม่ได้ ให้แก้วันเกิดก่อน",
            "The register has no full date of birth of the child, so no guardian can be recorded; correct that first.",
        )
    grown = grown_on(born, today)
    if kind == CHILD and grown <= today:
        raise Refusal(
            "grown",
            "บุคคลนี้บรรลุนิติภาวะแล้ว ข้อมูลของผู้ใหญ่เปิดให้ผู้ปกครองไม่ได้",
            "This person is of age; an adult's facts are not opened to a guardian.",
        )
    if kind == TRUSTEE and grown > today:
        raise Refusal("is_child", "บุคคลนี้ยังเป็นเด็ก ให้บันทึกเป็นผู้ปกครอง", "This person is a child; record a guardian.")
    return grown if kind == CHILD else None
