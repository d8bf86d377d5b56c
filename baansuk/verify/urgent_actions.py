"""Acts of the urgent lane: report, move on, name who may know, put on duty; each leaves its row in the trail.

The trail names an urgent case by its number alone: a row that named its household would tell the house of it.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from baansuk.access.models import User
from baansuk.access.questions import seat_of, today
from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.collect.receipts import new_receipt
from baansuk.people.questions import household_for
from baansuk.thai.words import Refusal
from baansuk.vault import values
from baansuk.verify.urgent import Kind, due_at, load_kinds
from baansuk.verify.urgent_models import DutyTurn, UrgentCase, UrgentNamed, UrgentStep
from baansuk.verify.urgent_moves import NEEDS_WORDS, check_move
from baansuk.verify.urgent_questions import (
    ON_DUTY,
    REPORTER,
    ROSTER_KEEPERS,
    TOLD,
    WORDS,
    posts_on_call,
    protectors_of,
    reach,
    urgent_case_for,
)

LONGEST_TURN = timedelta(days=31)
# So long the same words of the same person are the same case: whoever goes back and presses again has told nothing new.
SAME_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody reported: where, what, who told, and when somebody may be called without danger."""

    kind: str
    area_code: str
    place: str = ""
    what: str = ""
    reporter: str = ""
    safe: str = ""
    household: str = ""


@transaction.atomic
def report(*, told: Told, scope: Scope, by: str, key: str = "") -> UrgentCase:
    """Take an urgent case in; its clock runs from now. The same ``key``, or the same words, again give the case that they made.

    Raises Refusal for a kind or a place that there is not, and for a household that the reporter cannot see.
    """
    kind = _kind_of(told.kind)
    key = key or secrets.token_urlsafe(12)
    if (before := UrgentCase.objects.filter(key=key).first()) is not None:
        return before
    if not any(told.area_code.startswith(area) for area in reach(scope)):
        raise Refusal("area_outside", "เลือกหมู่บ้านในพื้นที่ของท่าน", "Choose a village of your own area.")
    if told.household:
        household_for(scope, told.household)
    now = timezone.now()
    if (before := _told_before(told, kind, by, now)) is not None:
        return before
    made = _made(told, kind, key, by, now)
    _step(made, "", "reported", by, scope, "", f"report:{key}", now)
    if kind.protected:
        named = protectors_of(told.area_code, now)
        if not named:
            raise Refusal(
                "nobody_to_protect",
                "ยังไม่มีนักสังคมสงเคราะห์หรือผู้ดูแลทะเบียนรับเรื่องของพื้นที่นี้ โปรดโทร. 1300 ทันที",
                "No social worker or register keeper answers for this area; call 1300 at once.",
            )
        _name(made, named, by, now)
    gate.write("verify.report_urgent", by=by, partner=scope.partner, subjects=_about(made))
    return made


def _told_before(told: Told, kind: Kind, by: str, now: datetime) -> UrgentCase | None:
    """Return the case that the same person made of the same words just before, which nobody has taken yet.

    Without any words two cases are two: there may be two fires in a village.
    """
    if not told.what.strip():
        return None
    recent = UrgentCase.objects.filter(
        reported_by=by,
        kind=kind.code,
        area_code=told.area_code,
        household_code="" if kind.protected else told.household,
        state="reported",
        reported_at__gt=now - SAME_WITHIN,
    )
    said = (_said(told, kind), told.reporter.strip())
    for one in recent.order_by("pk"):
        reporter = values.unseal(one.reporter_sealed, REPORTER, one.number)
        if said == (json.loads(values.unseal(one.told_sealed, TOLD, one.number)), reporter):
            return one
    return None


def _said(told: Told, kind: Kind) -> dict[str, str]:
    """Return what is sealed of a report; of a case that is protected its household as well."""
    said = {"place": told.place.strip(), "what": told.what.strip(), "safe": told.safe.strip()}
    return said | {"household": told.household} if kind.protected else said


def _made(told: Told, kind: Kind, key: str, by: str, now: datetime) -> UrgentCase:
    number = new_receipt(timezone.localtime(now).year + 543).replace("R-", "U-", 1)
    said = _said(told, kind)
    return UrgentCase.objects.create(
        number=number,
        kind=kind.code,
        protected=kind.protected,
        area_code=told.area_code,
        household_code="" if kind.protected else told.household,
        reported_at=now,
        reported_by=by,
        due_at=due_at(kind, "reported", now, now),
        told_sealed=values.seal(json.dumps(said, ensure_ascii=False), TOLD, number),
        reporter_sealed=values.seal(told.reporter.strip(), REPORTER, number),
        key=key,
    )


@transaction.atomic
def move_on(
    *, case: UrgentCase, to: str, scope: Scope, by: str, words: str = "", version: int | None = None, key: str = ""
) -> UrgentCase:
    """Move a case to its next state; whoever takes it owns it from then on. The same ``key`` again changes nothing.

    ``version``: the version that was on the page. Raises Refusal ``changed_meanwhile`` where another one came first.
    """
    if key and UrgentStep.objects.filter(key=key).exists():
        return UrgentCase.objects.get(pk=case.pk)
    current = UrgentCase.objects.select_for_update().get(pk=urgent_case_for(scope, case.number).pk)
    _check_version(current, version)
    check_move(current.state, to)
    if to in NEEDS_WORDS and not words.strip():
        raise Refusal("words_needed", "ต้องเขียนว่าทำอะไรไปหรือเพราะเหตุใด", "Say what was done, or why.")
    now, old, due = timezone.now(), current.state, current.due_at
    current.state, current.version = to, current.version + 1
    if to == "taken":
        current.taken_by, current.taken_post = by, scope.post
    current.due_at = due_at(load_kinds()[current.kind], to, current.reported_at, now)
    current.save(update_fields=["state", "version", "taken_by", "taken_post", "due_at"])
    late = due is not None and due < now
    _step(current, old, to, by, scope, words, key or secrets.token_urlsafe(12), now, late=late)
    about = {"old": old, "new": to, "late": late}
    gate.write("verify.move_urgent", by=by, partner=scope.partner, subjects=_about(current), about=about)
    return current


@transaction.atomic
def let_know(*, case: UrgentCase, account: str, scope: Scope, by: str) -> UrgentCase:
    """Name one more person who may know of a protected case; only somebody in it can."""
    current = urgent_case_for(scope, case.number)
    _check_protected(current)
    day = today()
    user = User.objects.filter(username=account.strip(), is_active=True).first()
    if user is None or not any(seat_of(post).in_force(day) for post in user.posts.all()):
        raise Refusal(
            "account_unknown", "ไม่มีบัญชีนี้ หรือไม่มีตำแหน่งวันนี้", "There is no such account, or it holds no post today."
        )
    _name(current, [user.username], by, timezone.now())
    gate.write("verify.let_know_urgent", by=by, partner=scope.partner, subjects=[*_about(current), ("user", account)])
    return current


@transaction.atomic
def no_longer(*, case: UrgentCase, account: str, scope: Scope, by: str) -> UrgentCase:
    """Take somebody out of a protected case. Raises Refusal where nobody, or not whoever took it, would be left."""
    current = urgent_case_for(scope, case.number)
    _check_protected(current)
    named = UrgentNamed.objects.select_for_update().filter(case=current, ended_at=None)
    if account == current.taken_by and current.state != "closed":
        raise Refusal("taker_stays", "ผู้รับเรื่องต้องอยู่ในรายชื่อ", "Whoever took the case stays named in it.")
    if named.count() <= 1:
        raise Refusal("somebody_must_know", "ต้องเหลืออย่างน้อยหนึ่งคน", "Somebody has to stay named.")
    named.filter(account=account).update(ended_by=by, ended_at=timezone.now())
    gate.write("verify.end_know_urgent", by=by, partner=scope.partner, subjects=[*_about(current), ("user", account)])
    return current


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of duty to set: which post, for which area, from when to when, under which telephone number."""

    post: int
    area_code: str
    begins_at: datetime
    ends_at: datetime
    phone: str = ""


@transaction.atomic
def set_turn(*, turn: Turn, scope: Scope, by: str) -> DutyTurn:
    """Put a post on duty. Raises Refusal for hours that cannot be, or a post that may not be put on duty here."""
    _check_roster(scope, turn.area_code)
    if turn.ends_at <= turn.begins_at or turn.ends_at - turn.begins_at > LONGEST_TURN:
        raise Refusal("turn_hours", "เวลาสิ้นสุดต้องหลังเวลาเริ่ม และไม่เกิน 31 วัน", "It ends after it begins, within 31 days.")
    post = next((one for one in posts_on_call(scope) if one.pk == turn.post and one.role in ON_DUTY), None)
    if post is None:
        raise Refusal("post_gone", "เลือกตำแหน่งที่มีผู้ดำรงวันนี้", "Choose a post that somebody holds today.")
    made = DutyTurn.objects.create(
        area_code=turn.area_code[:6],
        post=post.pk,
        account=post.user.username,
        phone=turn.phone.strip(),
        begins_at=turn.begins_at,
        ends_at=turn.ends_at,
        set_by=by,
        set_at=timezone.now(),
    )
    about = {"post": post.pk, "area": made.area_code}
    gate.write("verify.set_turn", by=by, partner=scope.partner, subjects=[("user", made.account)], about=about)
    return made


@transaction.atomic
def end_turn(*, turn: DutyTurn, scope: Scope, by: str) -> None:
    """Take a turn back; what was done in it stays."""
    _check_roster(scope, turn.area_code)
    DutyTurn.objects.filter(pk=turn.pk, ended_by="").update(ended_by=by)
    gate.write("verify.end_turn", by=by, partner=scope.partner, subjects=[("user", turn.account)])


def _step(
    case: UrgentCase,
    old: str,
    new: str,
    by: str,
    scope: Scope,
    words: str,
    key: str,
    now: datetime,
    *,
    late: bool = False,
) -> None:
    sealed = values.seal(words.strip(), WORDS, case.number)
    UrgentStep.objects.create(
        case=case, old=old, new=new, at=now, by=by, post=scope.post, late=late, words_sealed=sealed, key=key
    )


def _name(case: UrgentCase, accounts: list[str], by: str, now: datetime) -> None:
    held = set(case.named.filter(ended_at=None).values_list("account", flat=True))
    UrgentNamed.objects.bulk_create(
        UrgentNamed(case=case, account=account, added_by=by, added_at=now)
        for account in accounts
        if account not in held
    )


def _kind_of(code: str) -> Kind:
    if code not in load_kinds():
        raise Refusal("kind_unknown", "เลือกประเภทเหตุ", "Choose the kind of case.")
    return load_kinds()[code]


def _check_version(current: UrgentCase, version: int | None) -> None:
    if version is not None and version != current.version:
        raise Refusal(
            "changed_meanwhile",
            "มีผู้ทำรายการเรื่องนี้ไปก่อนแล้ว เปิดหน้านี้ใหม่เพื่อดูผลล่าสุด",
            "Somebody else acted on this case first; open the page again to see what they did.",
        )


def _check_protected(case: UrgentCase) -> None:
    if not case.protected:
        raise Refusal("not_protected", "เรื่องนี้ไม่ใช่เรื่องคุ้มครอง", "This is not a protection case.")


def _check_roster(scope: Scope, area_code: str) -> None:
    if scope.role not in ROSTER_KEEPERS or not any(area_code.startswith(area) for area in reach(scope)):
        raise Refusal("roster_outside", "จัดเวรได้เฉพาะพื้นที่ของท่าน", "You set the roster of your own area only.")


def _about(case: UrgentCase) -> list[tuple[str, str]]:
    return [("urgent", case.number)]
