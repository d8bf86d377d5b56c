"""The family's sheet on paper: one page for the family to keep, in the family's words first, without what no paper carries."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

from baansuk.access.scope import Scope
from baansuk.assess.family_outline import Family
from baansuk.assess.family_view import Lack
from baansuk.assess.rights_view import RightShown, RightsOf
from baansuk.screen.figures import show_day
from baansuk.screen.pdf import printed
from baansuk.thai.words import Words

TEMPLATE = Path(__file__).with_name("print") / "family.typ"

HEADINGS = {
    "title": Words("แผ่นข้อมูลครอบครัว", "Family sheet"),
    "goal": Words("เป้าหมายของครอบครัว", "What the family wants"),
    "happiness": Words("สิ่งที่ทำให้บ้านนี้มีความสุข", "What makes this home happy"),
    "rating": Words("คะแนนความสุขที่ครอบครัวให้ตนเอง", "The family's own rating of its happiness"),
    "not_asked": Words("เขียนตามคำของครอบครัว", "In the family's own words"),
    "capitals": Words("ทุนของครอบครัว", "The family's capitals"),
    "lacks": Words("เรื่องที่ยังขาด", "What is lacking"),
    "better": Words("เรื่องที่ดีขึ้นแล้ว", "What is met now"),
    "unknown": Words("เรื่องที่ยังไม่ทราบ ช่วยบอกเราได้", "Not known yet; please tell us"),
    "stages": Words("สมาชิกตามช่วงวัย", "Members by stage of life"),
    "rights": Words("สิทธิที่น่าจะได้แต่ยังไม่ได้รับ ไปยื่นได้", "Benefits that seem due and are not received; claim them"),
    "not_confirmed": Words("อัตรายังไม่ยืนยัน", "rate not confirmed"),
    "at": Words("ยื่นที่", "claim at"),
    "nothing": Words("ไม่พบเรื่องที่ขาดเท่าที่ทราบ", "Nothing is known to be lacking"),
    "more": Words("และอีก {n} เรื่อง ถามได้ที่สำนักงานที่ออกแผ่นนี้", "and {n} more; ask the office that gave you this sheet"),
    "no_capitals": Words("ยังไม่ได้สำรวจทุนของครอบครัว", "The family's capitals have not been surveyed yet."),
    "no_stages": Words("ไม่แสดงในแผ่นนี้", "Not shown on this sheet"),
    "wrong": Words(
        "ข้อมูลไม่ถูกต้อง แจ้งสำนักงานที่ออกแผ่นนี้ หรือยื่นขอแก้ไขได้ทุกเมื่อ โดยไม่เสียสิทธิใด",
        "If anything is wrong, tell the office that gave you this sheet, or ask for a correction at any time; no right is lost by it.",
    ),
}


def printed_sheet(family: Family, scope: Scope, *, at: dt.datetime, language: str) -> io.BytesIO:
    """Return the sheet as a PDF, ready to be sent."""
    return io.BytesIO(printed(TEMPLATE, sheet_values(family, scope, at=at, language=language), made_at=at))


def sheet_values(family: Family, scope: Scope, *, at: dt.datetime, language: str) -> dict[str, Any]:
    """Return all that stands on the sheet, in one language, as plain text."""

    def say(words: Words | None) -> str:
        return "" if words is None else words.th if language == "th" else words.en

    said = family.said[0] if family.said else None
    return {
        "heads": {name: say(words) for name, words in HEADINGS.items()},
        "address": say(family.address),
        "places": " · ".join(say(one) for one in (*family.places, *_verified(family))),
        "goal": said.goal if said else "",
        "happiness": said.happiness if said else "",
        "rating": said.rating if said else None,
        "ladders": [[say(one.name), one.step or 0, len(one.steps), say(one.standing)] for one in family.ladders]
        if family.ladders_known
        else [],
        "lacks": [_lack(one, say) for one in family.lacks],
        "better": [say(one.indicator.words) for one in family.better],
        "unknown": [say(one.indicator.words) for one in family.unknown],
        "rights": [_right(whose, one, say) for whose in family.rights for one in whose.rights if one.is_unclaimed],
        "stages": [[say(one.words), say(persons_words(one.members))] for one in family.stages],
        "left_out": say(left_out_words(family)),
        "foot": " · ".join([family.household.code, show_day(at, language=language), say(scope.title)]),
    }


def _verified(family: Family) -> list[Words]:
    """What the forum and the screening found, with its day: what the family was told, and may appeal against."""
    if family.verified is None:
        return []
    told, day = family.verified.told, family.verified.decided_on
    return [
        Words(
            f"ผลตรวจสอบ: {told.th} {show_day(day, language='th')}",
            f"Verified: {told.en}, {show_day(day, language='en')}",
        )
    ]


def persons_words(count: int) -> Words:
    """Say how many persons."""
    return Words(f"{count} คน", "1 person" if count == 1 else f"{count} persons")


def left_out_words(family: Family) -> Words:
    """Say which classes the sheet does not carry, whether or not there is anything in them."""
    th, en = ([getattr(one, language) for one in family.closed] for language in ("th", "en"))
    return Words(
        f"แผ่นนี้ไม่ลงเรื่องต่อไปนี้ ไม่ว่าจะมีหรือไม่: {' · '.join(th)}",
        f"This sheet leaves out, whether or not there is anything in them: {' · '.join(en)}",
    )


def _lack(lack: Lack, say: Any) -> list[str]:
    """The name of what is lacking, and whose word it is with its day."""
    used = [fact.spoken[0] for fact in lack.facts[:1]]
    return [say(lack.answer.indicator.lack_words), " · ".join(f"{say(one.source)}, {say(one.day)}" for one in used)]


def _right(whose: RightsOf, one: RightShown, say: Any) -> list[str]:
    """Whose it is and which benefit, and where to claim it with which papers."""
    papers = ", ".join(say(paper) for paper in one.benefit.papers)
    unsure = "" if one.benefit.certain else f" ({say(HEADINGS['not_confirmed'])})"
    where = f"{say(HEADINGS['at'])} {say(one.office)}"
    return [
        f"{say(whose.name)}: {say(one.benefit.words)} {say(one.amount)}{unsure}",
        f"{where} · {papers}" if papers else where,
    ]
