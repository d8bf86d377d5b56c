"""Words for what became of a household from one edition of the register to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from baansuk.people.models import Edition, HouseholdEvent
from baansuk.thai.dates import show_date
from baansuk.thai.words import Words

HAPPENED: Mapping[str, Words] = {
    "merged": Words("รวมครัวเรือนอื่นเข้ามา รหัสเดิมเลิกใช้", "Another household became part of this one; its code ended"),
    "split_from": Words("แยกออกมาจากครัวเรือนอื่น", "Split off from another household"),
    "split_to": Words("มีสมาชิกแยกไปเป็นครัวเรือนใหม่", "Members split off into a new household"),
    "moved_from": Words("ย้ายมาจากครัวเรือนอื่นทั้งครัวเรือน", "A whole household moved here"),
    "moved_to": Words("ย้ายไปอยู่ครัวเรือนอื่นทั้งครัวเรือน", "The whole household moved to another"),
    "went_from": Words("มีสมาชิกย้ายมาจากครัวเรือนอื่น", "Members came from another household"),
    "went_to": Words("มีสมาชิกย้ายไปอยู่ครัวเรือนอื่น", "Members went to another household"),
}


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """One line of the history; ``other`` is '' where the other household is not the reader's to see."""

    what: Words
    other: str
    in_use: bool
    edition: int
    when: Words
    persons: int | None


def shown_events(events: Iterable[HouseholdEvent], seen: Collection[str], *, counted: bool) -> list[ShownEvent]:
    """Return events ready to be read; ``seen`` are the other households within sight, ``counted`` whether persons may be
    counted here. A code that ended in this one is told: it was this household's."""
    listed = list(events)
    days = dict(Edition.objects.filter(pk__in={one.found_in for one in listed}).values_list("pk", "made_at"))
    return [
        ShownEvent(
            what=HAPPENED.get(one.kind, Words(one.kind, one.kind)),
            other=one.other_code if one.kind == "merged" or one.other_code in seen else "",
            in_use=one.kind != "merged",
            edition=one.found_in,
            when=_day(days.get(one.found_in)),
            persons=one.persons if counted else None,
        )
        for one in listed
    ]


def _day(made_at: dt.datetime | None) -> Words:
    if made_at is None:
        return Words("", "")
    day = timezone.localtime(made_at).date()
    return Words(show_date(day, "day", "th"), show_date(day, "day", "en"))
