"""What an auditor asks the trail, as it stands in an address: codes, days and event numbers, never a name.

An account and a machine are named by the number of an event of theirs: ``account=81`` is whoever wrote event 81.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from baansuk.audit.models import Event
from baansuk.audit.questions import Asked
from baansuk.people.codes import read_code
from baansuk.protect.trail_kinds import KINDS, OUTCOMES, SOURCES, SUBJECTS, by_kind
from baansuk.protect.trail_names import acts
from baansuk.thai.digits import to_arabic

# Both days included: without a subject nobody asks for more than a month unless they say so.
SPAN = timedelta(days=30)
LONGEST = timedelta(days=365)
CODE = re.compile(r"[A-Za-z0-9._:-]{1,80}")
# Thirteen digits are a person's own number, wherever they were typed: no code has so many.
ID_DIGITS = 13
NAMED = ("partner", "act", "outcome", "source", "kind", "code")
# What stands in an address by the number of an event, and the column of the event that is meant.
STANDS_FOR = {"account": "actor", "address": "address"}
FIELDS = ("account", "address", *NAMED, "begins", "ends")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what stands for it in an address; ``unread``: something there made no sense and was left out."""

    asked: Asked
    said: Mapping[str, str]
    unread: bool = False

    @property
    def query(self) -> str:
        """The question as the end of an address."""
        return urlencode(self.said)

    @property
    def filters(self) -> list[str]:
        """Which filters are set, for the trail of the search itself: their names, and no value."""
        return sorted(self.said)


def question_of(given: Mapping[str, str], today: date) -> Question:
    """Read a question from an address; what makes no sense is left out and said to be."""
    said = {name: value for name in FIELDS if (value := str(given.get(name, "")).strip())}
    read = {name: said[name] for name in NAMED if name in said and _fits(name, said[name])}
    if ("kind" in read) != ("code" in read):
        read.pop("kind", None)
        read.pop("code", None)
    actor, address = (_of_event(said.get(name, ""), column) for name, column in STANDS_FOR.items())
    read |= {name: said[name] for name, value in (("account", actor), ("address", address)) if value}
    begins, ends = _days(said, read, today, bounded="code" not in read)
    act = read.get("act", "")
    asked = Asked(
        actor=actor,
        partner=read.get("partner", ""),
        act="" if act in KINDS else act,
        acts=by_kind(acts())[act] if act in KINDS else (),
        address=address,
        outcome=read.get("outcome", ""),
        source=read.get("source", ""),
        kind=read.get("kind", ""),
        code=read.get("code", ""),
        begins=begins,
        ends=ends,
    )
    return Question(asked, read, unread=set(read) != set(said))


def _fits(name: str, value: str) -> bool:
    if name == "act":
        return value in KINDS or value in acts()
    known: Mapping[str, Mapping[str, object]] = {"outcome": OUTCOMES, "source": SOURCES, "kind": SUBJECTS}
    return value in known[name] if name in known else is_code_like(value)


def is_code_like(value: str) -> bool:
    """Say whether a text may be a code: no spaces, no Thai, and not the number of a person."""
    return bool(CODE.fullmatch(value)) and sum(letter.isdigit() for letter in value) < ID_DIGITS


def subject_code(kind: str, typed: str) -> str:
    """Return the code of a subject as it was typed by hand, '' when it cannot be one."""
    text = to_arabic(typed).strip()
    if kind in ("household", "person"):
        code = read_code(text)
        return code if code[:1] == kind[:1].upper() else ""
    return text if is_code_like(text) else ""


def _of_event(number: str, column: str) -> str:
    """Return who, or from which machine, an event was."""
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return ""
    return str(Event.objects.filter(pk=int(number)).values_list(column, flat=True).first() or "")


def event_of(column: str, value: str) -> int | None:
    """Return the number of the newest event of an account or from a machine, None when there is none."""
    return Event.objects.filter(**{column: value}).order_by("-at").values_list("pk", flat=True).first()


def _days(
    said: Mapping[str, str], read: dict[str, str], today: date, *, bounded: bool
) -> tuple[date | None, date | None]:
    """Return the first and the last day; where nothing is said, a month of them, of a subject all."""
    begins, ends = _day(said.get("begins", "")), _day(said.get("ends", ""))
    if begins and ends and begins > ends:
        begins = ends = None
    for name, day in (("begins", begins), ("ends", ends)):
        if day:
            read[name] = day.isoformat()
    if bounded:
        begins = begins or (ends or today) - SPAN
        if (ends or today) - begins > LONGEST:
            begins = (ends or today) - LONGEST
            read["begins"] = begins.isoformat()
    return begins, ends


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # A day before the trail could have begun, or far ahead, is a slip of the hand.
    return day if 2000 <= day.year <= 2200 else None
