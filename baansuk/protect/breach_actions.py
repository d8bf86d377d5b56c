"""Acts on a breach: take it in, count whom it reached, shut the account out; each leaves its row in the trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from baansuk.access.classes import SENSITIVE
from baansuk.access.models import Token, User
from baansuk.access.scope import Scope
from baansuk.access.sign_in_actions import end_sessions
from baansuk.access.token_actions import revoke
from baansuk.audit import gate
from baansuk.audit.lists import Listing
from baansuk.collect.receipts import new_receipt
from baansuk.protect import breach_questions as questions
from baansuk.protect.breach import Span, check_span, risk_of
from baansuk.protect.models import Breach
from baansuk.runs import actions as runs
from baansuk.runs.hold import Hold
from baansuk.thai.words import Refusal

JOB = "breach"


@transaction.atomic
def report(*, account: str, begins: datetime, ends: datetime, known_at: datetime, by: str, partner: str = "") -> Breach:
    """Take in that an account was in wrong hands. Raises Refusal for a span that cannot be, or an account nobody had."""
    span = check_span(begins, ends, known_at, timezone.now())
    if not questions.is_known(account):
        raise Refusal(
            "account_unknown",
            "ไม่มีบัญชีชื่อนี้ และไม่มีร่องรอยของบัญชีนี้ ตรวจตัวสะกด",
            "There is no such account and no trace of one; check how it is written.",
        )
    now = timezone.now()
    made = Breach.objects.create(
        number=_new_number(now),
        account=account,
        begins=span.begins,
        ends=span.ends,
        known_at=known_at,
        reported_by=by,
        reported_at=now,
    )
    subjects = [("user", account), ("breach", made.number)]
    gate.write("protect.report_breach", by=by, partner=partner, subjects=subjects)
    return made


@transaction.atomic
def ask_to_count(*, breach: Breach, scope: Scope, by: str) -> Breach:
    """Have it counted in the background: the role of the pages sees no person that its reader does not.

    The run keeps no seat: it shows nobody anything, and whoever protects data keeps no register.
    """
    run = runs.ask(JOB, by=by, partner=scope.partner, arguments={"number": breach.number})
    Breach.objects.filter(pk=breach.pk).update(run=run.pk, counted_at=None)
    gate.write("protect.ask_count", by=by, partner=scope.partner, subjects=[("breach", breach.number)])
    breach.refresh_from_db()
    return breach


def work(hold: Hold, *, by: str, partner: str, number: str) -> dict[str, Any]:
    """Count a breach as a background run."""
    hold.check()
    breach = count(breach=Breach.objects.get(number=number), by=by, partner=partner)
    said = f"{breach.counts['persons']:,}"
    return {"said_th": f"กระทบ {said} คน", "said_en": f"{said} persons affected"}


def count(*, breach: Breach, by: str, partner: str = "") -> Breach:
    """Count whom a breach reached and keep the list in the trail; safe to repeat.

    The counting reads for as long as it must and holds nobody up; only the answer is written in a transaction.
    """
    span = Span(breach.begins, breach.ends)
    found = questions.reached(breach.account, span)
    classes = questions.classes_open_to(breach.account, span)
    acts = questions.acts_of(breach.account, span)
    counts = {
        "persons": len(found.persons),
        "households": len(found.households),
        "ways": {name: list(two) for name, two in found.by_way.items()},
        "files": sorted(found.files),
        "gone": len(found.gone),
        "classes": classes,
        "sensitive": sorted(SENSITIVE & set(classes)),
        "risk": risk_of(len(found.persons), found.by_way, classes),
        "acts": [
            [act, outcome, times, first.isoformat(), last.isoformat()] for act, outcome, times, first, last in acts
        ],
        "addresses": [list(one) for one in questions.addresses_of(breach.account, span)],
        "open_exports": questions.exports_without_end(breach.account, span),
    }
    listed = Listing(("household", code) for code in sorted(found.households))
    for code in sorted(found.persons):
        listed.add("person", code)
    return _keep(breach, counts, listed, by, partner)


@transaction.atomic
def _keep(breach: Breach, counts: dict[str, Any], listed: Listing, by: str, partner: str) -> Breach:
    about = {"breach": breach.number, "persons": counts["persons"], "households": counts["households"]}
    event = gate.write("protect.count_breach", by=by, partner=partner, subjects=listed, about=about)
    Breach.objects.filter(pk=breach.pk).update(counts=counts, event=event, counted_at=timezone.now())
    breach.refresh_from_db()
    return breach


@transaction.atomic
def shut_out(*, breach: Breach, scope: Scope, by: str) -> tuple[int, int]:
    """End every session and token of the account and let its password open nothing; returns how many of each.

    Its holder comes back by a new link from whoever invites, as after a lost password.
    """
    user = User.objects.select_for_update().filter(username=breach.account).first()
    sessions = tokens = 0
    if user is not None:
        sessions = end_sessions(user=user, sessions=UserSession.objects.filter(user=user), by=by)
        for token in Token.objects.filter(user=user, revoked_at=None):
            revoke(token=token, by=by)
            tokens += 1
        user.set_unusable_password()
        user.save(update_fields=["password"])
        user.invitations.filter(used_at=None).delete()
    Breach.objects.filter(pk=breach.pk, locked_at=None).update(locked_at=timezone.now(), locked_by=by)
    about = {"breach": breach.number, "sessions": sessions, "tokens": tokens}
    gate.write("protect.shut_out", by=by, partner=scope.partner, subjects=[("user", breach.account)], about=about)
    breach.refresh_from_db()
    return sessions, tokens


def _new_number(now: datetime) -> str:
    return new_receipt(timezone.localtime(now).year + 543).replace("R-", "B-", 1)
