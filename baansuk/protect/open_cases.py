"""Whether something is still under way for a person; each room names the function that knows of its own cases.

``BAANSUK_OPEN_CASES`` holds dotted texts of functions ``(person code) -> list of (number, Words)``, one for each open case.
A person with one is not erased: help that was promised would lose the one it was promised to.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.module_loading import import_string

from baansuk.protect.models import SubjectRequest
from baansuk.protect.moves import OPEN, STATE_WORDS
from baansuk.thai.words import Refusal, Words


def open_cases(person: str, *, but: Iterable[str] = ()) -> list[Words]:
    """Return a sentence for each case of a person that is open; requests whose number is in ``but`` do not count."""
    left_out = set(but)
    found: list[Words] = []
    for dotted in settings.BAANSUK_OPEN_CASES:
        found += [words for number, words in import_string(dotted)(person) if number not in left_out]
    return found


def requests_of(person: str) -> list[tuple[str, Words]]:
    """Return the number of each open request of a person, with its sentence: this room's own cases."""
    rows = SubjectRequest.objects.filter(person_code=person, state__in=OPEN).order_by("pk")
    return [
        (
            one.number,
            Words(
                f"คำขอเลขที่ {one.number} ({STATE_WORDS[one.state].th})",
                f"request {one.number} ({STATE_WORDS[one.state].en})",
            ),
        )
        for one in rows
    ]


def check_none_open(person: str, *, but: Iterable[str] = ()) -> None:
    """Raise Refusal ``open_case`` where something is under way for a person, and say what."""
    found = open_cases(person, but=but)
    if found:
        th, en = ", ".join(one.th for one in found), ", ".join(one.en for one in found)
        raise Refusal(
            "open_case",
            f"ยังลบไม่ได้ เพราะมีเรื่องที่ยังไม่เสร็จ: {th} ให้ปิดเรื่องก่อน หรือใช้การระงับการใช้ข้อมูลแทน",
            f"This person cannot be erased yet, because something is open: {en}. Close it first, or hold the facts back instead.",
        )
