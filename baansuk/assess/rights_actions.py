"""Changes the list of benefits: drafted by one keeper, approved by another; and holds a run to the list it began with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from baansuk.access.questions import today
from baansuk.assess import rights_versions as versions
from baansuk.assess import rules_moves
from baansuk.assess.models import BenefitsVersion
from baansuk.assess.rights import Benefits, BenefitsRefused, as_contents, benefits, read_benefits
from baansuk.assess.rights_checking import CheckedBenefits, check_benefits, checked_on
from baansuk.assess.rules_moves import LOADED, SHIPPED, said_of
from baansuk.audit import gate
from baansuk.people.models import Edition
from baansuk.runs.hold import Hold
from baansuk.runs.models import Run
from baansuk.thai.words import Words

NAME = Words("หลักเกณฑ์สวัสดิการ", "the benefits")


@transaction.atomic
def draft_benefits(
    *, contents: Mapping[str, Any], valid_from: date, because: str, by: str, partner: str = ""
) -> BenefitsVersion:
    """Draft the next version of the list, or change the draft that waits; nobody is asked by it before it is approved.

    ``contents`` are the tables of the whole list; version and first day are put in here. Whoever changed a draft last is
    the one who drafted it. Raises BenefitsRefused for what does not hold together, Refusal without a reason.
    """
    reason = rules_moves.check_reason(because)
    waiting = BenefitsVersion.objects.select_for_update().filter(state="draft").first()
    version = waiting.version if waiting else versions.next_version()
    about = dict(contents["set"]) | {"version": version, "valid_from": valid_from.isoformat()}
    listed = read_benefits(dict(contents) | {"set": about})
    check_every_day(listed)
    made = waiting or BenefitsVersion(version=version)
    made.contents, made.origin = as_contents(listed), LOADED
    made.rules, made.digest = listed.rules, listed.digest
    made.breaks = versions.in_force(today()).listed.rules != listed.rules
    made.valid_from, made.because = valid_from, reason
    made.drafted_by, made.drafted_at = by, timezone.now()
    rules_moves.save_draft(made, NAME)
    gate.write("assess.draft_benefits", by=by, partner=partner, subjects=_about(made), about=said_of(made))
    return made


@transaction.atomic
def approve_benefits(*, made: BenefitsVersion, by: str, partner: str = "") -> BenefitsVersion:
    """Let a draft be asked by from its first day on, by a second person. Runs under way keep the list they began with.

    Raises Refusal where it is one's own draft, BenefitsRefused where its rules do not hold any more.
    """
    current = _locked(made)
    check_can_approve(current, by)
    rules_moves.approve(current, by)
    gate.write("assess.approve_benefits", by=by, partner=partner, subjects=_about(current), about=said_of(current))
    return current


@transaction.atomic
def withdraw_benefits(*, made: BenefitsVersion, because: str, by: str, partner: str = "") -> BenefitsVersion:
    """Take a version back with a reason: the one before it is in force again. What was asked by it stays."""
    current = _locked(made)
    rules_moves.withdraw(current, because, by)
    gate.write("assess.withdraw_benefits", by=by, partner=partner, subjects=_about(current), about=said_of(current))
    return current


def check_can_approve(made: BenefitsVersion, by: str) -> None:
    """Raise Refusal when ``by`` may not approve this version now."""
    rules_moves.check_waits(made, by)
    check_every_day(read_benefits(made.contents))


def check_every_day(listed: Benefits) -> None:
    """Check every rule of a list, whenever it holds. Raises BenefitsRefused for the first that does not."""
    for day in sorted({one.valid_from for one in listed.benefit}):
        check_benefits(listed, day)


@transaction.atomic
def begin_asking(*, edition: int, by: str, run: Hold | None = None) -> CheckedBenefits:
    """Return the list by which an edition is asked, checked for its day, and hold the edition to it.

    A run that is taken up again finds the list it began with; what is approved meanwhile is for the next. The list that
    came with the house is kept as a version here, so that its answers can be read when the house has a newer one.
    """
    if run is not None:
        run.check()
    row = Edition.objects.select_for_update().get(number=edition)
    if (number := row.about.get("benefits")) is None:
        number = _pin(row, by, run)
    held, day = versions.version_of(number), timezone.localdate(row.made_at)
    assert held is not None  # a version that was used is never removed
    try:
        return check_benefits(read_benefits(held.contents), day)
    except BenefitsRefused as refusal:
        # A fact was taken out of the vocabulary after the approval: what came with the house is asked, and it is said.
        row.about = {**row.about, "benefits_refused": [refusal.words.th, refusal.words.en]}
        row.save(update_fields=["about"])
        return checked_on(day)


def _pin(row: Edition, by: str, run: Hold | None) -> int:
    asked_at = None if run is None else Run.objects.values_list("asked_at", flat=True).get(pk=run.number)
    number = (versions.in_force(today(), before=asked_at).row or _keep_shipped()).version
    row.about = {**row.about, "benefits": number}
    row.save(update_fields=["about"])
    gate.write(
        "assess.begin_asking", by=by, subjects=[("edition", str(row.number))], about={"benefits": f"benefits/{number}"}
    )
    return number


def _keep_shipped() -> BenefitsVersion:
    """Keep the list that came with the house under its own number, or under the next where that one is taken."""
    listed = benefits()
    kept = BenefitsVersion.objects.filter(origin=SHIPPED, digest=listed.digest).last()
    if kept is not None:
        return kept
    version = listed.about.version
    taken = BenefitsVersion.objects.filter(version=version).exists()
    return BenefitsVersion.objects.create(
        version=versions.next_version() if taken else version,
        # It is in force by being shipped, not by being approved: the next one that is shipped takes its place.
        state="shipped",
        origin=SHIPPED,
        contents=as_contents(listed),
        rules=listed.rules,
        digest=listed.digest,
        valid_from=listed.about.valid_from,
        drafted_by="command",
        drafted_at=timezone.now(),
    )


def _locked(made: BenefitsVersion) -> BenefitsVersion:
    return BenefitsVersion.objects.select_for_update().get(pk=made.pk)


def _about(made: BenefitsVersion) -> list[tuple[str, str]]:
    return [("benefits", str(made))]
