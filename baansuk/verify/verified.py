"""What was found of each household, written beside every decision, and told to the register as a label of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.assess.verified import Choice, Teller, VerifiedLabel
from baansuk.people.models import Household
from baansuk.people.questions import current_edition
from baansuk.thai.words import Words
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Case, Decision, Verified
from baansuk.verify.moves import STATE_WORDS, TONES
from baansuk.verify.outcomes import CONFIRMED, NOT_CONFIRMED, OUTCOMES, REMOVED, outcome_words
from baansuk.verify.questions import VILLAGE_ONLY, works_on_cases

RESULTS = (CONFIRMED, NOT_CONFIRMED, REMOVED)
DISPUTED, REOPENED = "disputed", "reopened"
IN_QUESTION = ("appealed", REOPENED, DISPUTED)


def keep(case: Case, decision: Decision) -> None:
    """Write what a decision means for the label of a household; one that decides nothing for it writes nothing.

    A household that the register does not know has no label. Called with the case locked and saved.
    """
    if not case.household_code:
        return
    rows = Verified.objects.filter(household_code=case.household_code)
    if decision.new in RESULTS:
        _write(case, decision, result=case.result, outcome=case.outcome)
    elif decision.new == DISPUTED and not rows.exists():
        _write(case, decision, outcome=DISPUTED, standing=DISPUTED)
    elif decision.new in IN_QUESTION:
        rows.update(standing=decision.new)
    elif decision.old == DISPUTED:
        # A result that was being looked at again is so still; one of a round before stands as it stood.
        rows.filter(standing=DISPUTED, case_number=case.number).exclude(result="").update(standing=REOPENED)
        rows.filter(standing=DISPUTED).update(standing="")


def _write(case: Case, decision: Decision, *, result: str = "", outcome: str = "", standing: str = "") -> None:
    said = {
        "round": case.round,
        "case_number": case.number,
        "result": result,
        "outcome": outcome,
        "step": decision.step,
        "decided_on": timezone.localdate(decision.at),
        "standing": standing,
    }
    if Verified.objects.filter(household_code=case.household_code).update(**said):
        return
    area, key = _place_of(case)
    made = Verified(household_code=case.household_code, area_code=area, list_key=key, **said)
    # Whoever decides where a household lived before may not see its row where it lives now, and must not be stopped by it.
    Verified.objects.bulk_create([made], ignore_conflicts=True)


def _place_of(case: Case) -> tuple[str, str]:
    """Return area and place in lists of the household now; where it is not seen, those of the case."""
    found = Household.objects.filter(edition=current_edition(), code=case.household_code)
    return found.values_list("area_code", "list_key").first() or (case.area_code, case.list_key)


# Put as it stands: each page of a list asks it, and as a question of the ORM it is dearer to put together than to answer.
_LABELS = """select v.household_code, v.result, v.outcome, v.decided_on, v.step, v.standing, v.case_number,
        r.code, r.title_th, r.title_en, r.flow
    from verify_verified v join verify_round r on r.id = v.round_id
    where v.household_code in ({codes}) and (v.result <> '' or v.standing <> '')"""


def labels(codes: Iterable[str], scope: Scope) -> dict[str, VerifiedLabel]:
    """Return what was found of households by code: one query. The caller has fetched them within the scope."""
    asked = list(codes)
    if not asked:
        return {}
    # A village head sees a case while it stands in the village only.
    opens = works_on_cases(scope) and scope.role != VILLAGE_ONLY
    with connection.cursor() as cursor:
        cursor.execute(_LABELS.format(codes=", ".join(["%s"] * len(asked))), asked)
        return {code: _label(*said, opens=opens) for code, *said in cursor.fetchall()}


def _label(
    result: str, outcome: str, decided_on: dt.date, step: str, standing: str, case: str,
    round_code: str, round_th: str, round_en: str, flow: str, *, opens: bool,
) -> VerifiedLabel:  # fmt: skip
    return VerifiedLabel(
        result=result,
        outcome=outcome,
        words=outcome_words(outcome),
        tone=TONES[standing or result],
        decided_on=decided_on,
        round_code=round_code,
        round_name=Words(round_th, round_en or round_th),
        step=step,
        step_name=flow_of(flow).step(step).name,
        standing=standing,
        standing_words=STATE_WORDS[standing] if standing and result else None,
        address=reverse("verify-case", args=[case]) if opens else "",
    )


def rows_of(choice: str) -> QuerySet[Verified]:
    """Return the rows of a result, of one outcome, or of what is in question, at the household's place in lists."""
    if choice in _FIRST:
        return Verified.objects.filter(_FIRST[choice])
    return Verified.objects.exclude(result="").filter(outcome=choice.removeprefix(OUTCOME))


OUTCOME = "outcome-"
_FIRST = {
    **{result: Q(result=result) for result in RESULTS},
    "question": Q(standing__in=IN_QUESTION),
}
_RESULT_WORDS = {
    CONFIRMED: Words("รับรองแล้วว่าเดือดร้อนจริง", "Confirmed as in need"),
    NOT_CONFIRMED: Words("ตรวจแล้วไม่รับรอง", "Looked at, not confirmed"),
    REMOVED: Words("ตรวจแล้วจำหน่ายออก", "Looked at, removed"),
    "question": Words("เห็นต่าง อุทธรณ์ หรือเปิดเรื่องใหม่", "Disputed, appealed or opened again"),
}
_DEFINITIONS = {
    CONFIRMED: Words(
        "ครัวเรือนที่ขั้นสุดท้ายของการตรวจสอบรับรองแล้ว รวมที่ตกหล่นและเพิ่มเข้า ข้อมูลรอบใหม่ไม่เปลี่ยนผลนี้",
        "Households that the last step of a verification confirmed, those missed and added too. New data do not change it.",
    ),
    NOT_CONFIRMED: Words(
        "ครัวเรือนที่ตรวจแล้วไม่รับรอง เช่น ไม่เข้าข่าย ไม่พบ หรือไม่ประสงค์ให้ข้อมูล",
        "Households that were looked at and not confirmed: not poor, away, or they would not be asked.",
    ),
    REMOVED: Words(
        "ครัวเรือนที่ย้าย เสียชีวิต ซ้ำ หรือมีชื่อแต่ไม่ได้อยู่จริง",
        "Households that moved, died, were counted twice or do not live where they are registered.",
    ),
    "question": Words(
        "ครัวเรือนที่ผลยังมีข้อโต้แย้งอยู่ขณะนี้",
        "Households whose result is in question now.",
    ),
}


def _choices() -> list[Choice]:
    first = [Choice(code, words, _DEFINITIONS[code]) for code, words in _RESULT_WORDS.items()]
    single = [
        Choice(f"{OUTCOME}{one.code}", Words(f"ผล: {one.name.th}", f"Outcome: {one.name.en}"), _of_outcome(one.name))
        for one in OUTCOMES.values()
        if one.result
    ]
    return first + single


def _of_outcome(name: Words) -> Words:
    return Words(
        f"ครัวเรือนที่ผลสุดท้ายของการตรวจสอบคือ “{name.th}”",
        f"Households of which verification found at the end: {name.en}.",
    )


TOLD = Teller(labels=labels, rows=rows_of, choices=_choices())
