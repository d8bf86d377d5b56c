"""Which doors each scope is shown, in the order of the work; a door that no room has built yet is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse

from baansuk.access.scope import Scope
from baansuk.link.review_questions import may_review
from baansuk.people.own import MEMBER
from baansuk.protect.doors import answers_requests
from baansuk.thai.words import Words
from baansuk.verify.questions import shows_rounds
from baansuk.verify.urgent_questions import may_help, may_only_report


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the menu: the name of its address, its sign, its words and who is shown it."""

    address_name: str
    sign: str
    name: Words
    shown_to: Callable[[Scope], bool]
    # A phone has room for five; the others stand in the menu of the seat there.
    on_phone: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as a page draws it."""

    address: str
    sign: str
    name: Words
    here: bool
    on_phone: bool = True
    # Behind “more” at the end of a desk's bar.
    in_more: bool = False


# A desk's bar has room for nine entries in a line. Who has more keeps eight there, and the others behind “more”.
ROOM, KEPT = 9, 8
CHECK = Words("ตรวจสอบ", "Verify")
PROTECTION = Words("คุ้มครองข้อมูล", "Data protection")
URGENT = Words("เรื่องด่วน", "Urgent")
DOORS = (
    Door("home", "house", Words("หน้าแรก", "Home"), lambda _scope: True),
    Door("map", "map", Words("แผนที่", "Map"), lambda scope: scope.sees_figures),
    Door("measures", "chart", Words("ดัชนี", "Measures"), lambda scope: scope.sees_figures, on_phone=False),
    Door("households", "people", Words("ครัวเรือน", "Households"), lambda scope: scope.sees_persons),
    # The phone of whoever reviews pairs is full, and so is a keeper's.
    Door("verify", "check", CHECK, lambda scope: shows_rounds(scope) and not may_review(scope)),
    Door("verify", "check", CHECK, lambda scope: shows_rounds(scope) and may_review(scope), on_phone=False),
    # Whoever goes out to a case works by phone; an officer's phone is full.
    Door("urgent-cases", "warn", URGENT, lambda scope: may_help(scope) and scope.role == "social_worker"),
    Door(
        "urgent-cases", "warn", URGENT, lambda scope: may_help(scope) and scope.role != "social_worker", on_phone=False
    ),
    Door("urgent-new", "warn", Words("แจ้งด่วน", "Report"), may_only_report),
    Door("registers", "register", Words("ทะเบียน", "Registers"), lambda scope: scope.keeps_register),
    # A keeper's phone is full; the amphoe officer's is not.
    Door("review", "search", Words("ตรวจคู่", "Review"), lambda scope: may_review(scope) and not scope.keeps_register),
    Door("agreements", "agreement", Words("ข้อตกลง", "Agreements"), lambda _scope: True),
    Door("review", "search", Words("ตรวจคู่", "Review"), lambda scope: may_review(scope) and scope.keeps_register, False),
    Door("runs", "run", Words("ประมวลผล", "Runs"), lambda scope: scope.keeps_register, on_phone=False),
    Door("my-facts", "people", Words("ข้อมูลของฉัน", "My facts"), lambda scope: scope.role == MEMBER),
    Door("agreed", "people", Words("ผู้ยินยอม", "Who agreed"), lambda scope: bool(scope.by_consent)),
    # A keeper's phone is full; the data protection officer's is not.
    Door("protection", "lock", PROTECTION, lambda scope: answers_requests(scope) and not scope.keeps_register),
    Door("protection", "lock", PROTECTION, lambda scope: scope.keeps_register, on_phone=False),
    Door("trail", "trail", Words("ร่องรอย", "Trail"), lambda scope: scope.sees_trail),
    Door("help", "help", Words("วิธีใช้", "Help"), lambda _scope: True, on_phone=False),
)


def address_of(name: str) -> str:
    """Return the address of that name, '' while no room has built the page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def entries_for(scope: Scope, path: str) -> list[Entry]:
    """Return the menu of a scope on the page at ``path``; the entry whose address begins it is marked as here."""
    entries = []
    for door in DOORS:
        if not door.shown_to(scope):
            continue
        address = address_of(door.address_name)
        if not address:
            continue
        here = path == address if address == "/" else path.startswith(address)
        entries.append(Entry(address, door.sign, door.name, here, door.on_phone))
    return _in_one_line(entries)


def _in_one_line(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries with the last of those that a phone does not show either put behind “more”."""
    if len(entries) <= ROOM:
        return list(entries)
    rest = [entry for entry in entries if not entry.on_phone]
    behind = {entry.address for entry in rest[len(rest) - (len(entries) - KEPT) :]}
    return [replace(entry, in_more=entry.address in behind) for entry in entries]
