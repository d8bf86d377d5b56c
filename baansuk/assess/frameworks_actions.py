"""Changes frameworks: drafted by one keeper, approved by another; and holds a run to the versions it began with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from baansuk.access.questions import today
from baansuk.assess import frameworks_questions as questions
from baansuk.assess import rules_moves
from baansuk.assess.frameworks import Framework, as_contents, rules_digest
from baansuk.assess.frameworks_checking import Checked, FrameworkRefused, check_framework, read_checked
from baansuk.assess.frameworks_main import drawn_contents, is_main
from baansuk.assess.models import FrameworkVersion
from baansuk.assess.rules_moves import check_reason, said_of
from baansuk.audit import gate
from baansuk.people.models import Edition
from baansuk.runs.hold import Hold
from baansuk.runs.models import Run
from baansuk.thai.words import Refusal, Words

SHIPPED, LOADED, EDITED, DRAWN = rules_moves.SHIPPED, rules_moves.LOADED, rules_moves.EDITED, "drawn"
NAME = Words("กรอบนี้", "this framework")


@transaction.atomic
def draft_version(
    *, contents: Mapping[str, Any], origin: str, valid_from: date, because: str, by: str, partner: str = ""
) -> FrameworkVersion:
    """Draft the next version of a framework, or change the draft that waits; it judges nobody before it is approved.

    ``contents`` are the tables of the whole framework; version and first day are put in here. Whoever changed a draft
    last is the one who drafted it. Raises FrameworkRefused for what does not hold together, Refusal without a reason.
    """
    reason = check_reason(because)
    code = str(contents.get("framework", {}).get("code", ""))
    if is_main(code):
        raise FrameworkRefused(
            Words(
                f"รหัส {code} เป็นของชุดหลักของทะเบียน ให้ตั้งรหัสกรอบอื่น",
                f"The code {code} is that of a main set of the register; give the framework another.",
            )
        )
    waiting = FrameworkVersion.objects.select_for_update().filter(code=code, state="draft").first()
    version = waiting.version if waiting else questions.next_version(code)
    whole = dict(contents) | {
        "framework": dict(contents["framework"]) | {"version": version, "valid_from": valid_from.isoformat()}
    }
    framework = read_checked(whole).framework
    made = waiting or FrameworkVersion(code=code, version=version)
    made.contents, made.origin = as_contents(framework), origin
    made.rules, made.breaks = rules_digest(framework), _breaks(framework)
    made.valid_from, made.because = valid_from, reason
    made.drafted_by, made.drafted_at = by, timezone.now()
    rules_moves.save_draft(made, NAME)
    gate.write("assess.draft_framework", by=by, partner=partner, subjects=_about(made), about=said_of(made))
    return made


@transaction.atomic
def draw_framework(
    *, of: str, code: str, name: Words, valid_from: date, because: str, by: str, partner: str = ""
) -> FrameworkVersion:
    """Draft a framework of one's own with all that the main set ``of`` holds. Sent twice it is the same draft.

    Raises Refusal where the code is somebody's already, FrameworkRefused for a code that is none.
    """
    waiting = questions.draft_of(code)
    if waiting is not None and waiting.drafted_by == by and waiting.contents == _dated(of, waiting, name):
        return waiting
    if code in questions.codes():
        raise Refusal(
            "code_taken",
            f"มีกรอบรหัส {code} แล้ว ให้ตั้งรหัสอื่น",
            f"There is a framework {code} already; give it another code.",
        )
    contents = drawn_contents(of, code, name)
    return draft_version(
        contents=contents, origin=DRAWN, valid_from=valid_from, because=because, by=by, partner=partner
    )


def _dated(of: str, waiting: FrameworkVersion, name: Words) -> dict[str, Any]:
    """What a draft drawn from a main set holds as long as nobody has changed a rule of it."""
    contents = drawn_contents(of, waiting.code, name)
    about = contents["framework"] | {"version": waiting.version, "valid_from": waiting.valid_from.isoformat()}
    return contents | {"framework": about}


@transaction.atomic
def approve_version(*, made: FrameworkVersion, by: str, partner: str = "") -> FrameworkVersion:
    """Let a draft judge from its first day on, by a second person. Runs under way keep the versions they began with.

    Raises Refusal where it is one's own draft, FrameworkRefused where its rules do not hold any more.
    """
    current = _locked(made)
    check_can_approve(current, by)
    rules_moves.approve(current, by)
    gate.write("assess.approve_framework", by=by, partner=partner, subjects=_about(current), about=said_of(current))
    return current


@transaction.atomic
def withdraw_version(*, made: FrameworkVersion, because: str, by: str, partner: str = "") -> FrameworkVersion:
    """Take a version back with a reason: the one before it is in force again. What was judged by it stays, and says so."""
    current = _locked(made)
    rules_moves.withdraw(current, because, by)
    gate.write("assess.withdraw_framework", by=by, partner=partner, subjects=_about(current), about=said_of(current))
    return current


def check_can_approve(made: FrameworkVersion, by: str) -> None:
    """Raise Refusal when ``by`` may not approve this version now."""
    rules_moves.check_waits(made, by)
    read_checked(made.contents)


@transaction.atomic
def begin_judging(*, edition: int, by: str, run: Hold | None = None) -> list[Checked]:
    """Return the frameworks by which an edition is judged, and hold it to them: what is approved later is for the next.

    A run that is taken up again finds those it began with. One that came with the house is kept as a version here, so
    that its figures can be explained when the house has a newer one. A framework whose rules do not hold any more (a
    fact was taken out of the vocabulary) is left out and named beside the edition.
    """
    if run is not None:
        run.check()
    row = Edition.objects.select_for_update().get(number=edition)
    if not questions.pinned(row):
        _pin(row, by, _asked_at(run))
    checked, refused = _checked_of(row)
    if refused != row.about.get("frameworks_refused", {}):
        row.about = {**row.about, "frameworks_refused": refused}
        row.save(update_fields=["about"])
    return checked


def _asked_at(run: Hold | None) -> datetime | None:
    return None if run is None else Run.objects.values_list("asked_at", flat=True).get(pk=run.number)


def _pin(row: Edition, by: str, before: datetime | None) -> None:
    found = {}
    for code, one in questions.in_force(today(), before=before).items():
        if not one.framework.is_frame:
            found[code] = (one.row or _keep_shipped(one.framework)).version
    row.about = {**row.about, "frameworks": found}
    row.save(update_fields=["about"])
    about = {"frameworks": [f"{code}/{version}" for code, version in found.items()]}
    gate.write("assess.begin_judging", by=by, subjects=[("edition", str(row.number))], about=about)


def _keep_shipped(framework: Framework) -> FrameworkVersion:
    """Keep a framework that came with the house under its own number, or under the next where that one is taken."""
    rules = rules_digest(framework)
    kept = FrameworkVersion.objects.filter(code=framework.code, origin=SHIPPED, rules=rules).last()
    if kept is not None:
        return kept
    now = timezone.now()
    version = framework.framework.version
    if FrameworkVersion.objects.filter(code=framework.code, version=version).exists():
        version = questions.next_version(framework.code)
    about = framework.framework.model_copy(update={"version": version})
    return FrameworkVersion.objects.create(
        code=framework.code,
        version=version,
        # It is in force by being shipped, not by being approved: the next one that is shipped takes its place.
        state="shipped",
        origin=SHIPPED,
        contents=as_contents(framework.model_copy(update={"framework": about})),
        rules=rules,
        valid_from=framework.framework.valid_from,
        drafted_by="command",
        drafted_at=now,
    )


def _checked_of(row: Edition) -> tuple[list[Checked], dict[str, list[str]]]:
    checked, refused = [], {}
    for code, framework in questions.frameworks_of(row).items():
        try:
            checked.append(check_framework(framework))
        except FrameworkRefused as refusal:
            refused[code] = [refusal.words.th, refusal.words.en]
    return checked, refused


def _breaks(framework: Framework) -> bool:
    now = questions.framework_in_force(framework.code, today())
    return now is not None and not now.framework.is_frame and rules_digest(now.framework) != rules_digest(framework)


def _locked(made: FrameworkVersion) -> FrameworkVersion:
    return FrameworkVersion.objects.select_for_update().get(pk=made.pk)


def _about(made: FrameworkVersion) -> list[tuple[str, str]]:
    return [("framework", str(made))]
