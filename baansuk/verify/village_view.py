"""What the pages of a village's list and of one case show: doors, names as granted, states in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from baansuk.access.scope import Scope
from baansuk.people.questions import households_seen, sight_of
from baansuk.thai.words import Words
from baansuk.vault import values
from baansuk.verify.candidates import rules_of
from baansuk.verify.deciding import REASON
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Case, Decision
from baansuk.verify.moves import STATE_WORDS, TONES
from baansuk.verify.outcomes import REASONS, outcome_words
from baansuk.verify.questions import VILLAGE_ONLY
from baansuk.verify.told import unpack
from baansuk.verify.who import posts_of

KIND_WORDS: Mapping[str, Words] = {
    "record": Words("บันทึกผล", "Recorded"),
    "propose": Words("เสนอ", "Proposed"),
    "sign": Words("รับรองผลขั้นนี้", "Signed on"),
    "return": Words("ส่งกลับ", "Returned"),
    "object": Words("คัดค้าน", "Objection"),
    "appeal": Words("อุทธรณ์", "Appeal"),
    "reopen": Words("เปิดเรื่องใหม่", "Reopened"),
    "visit": Words("เยี่ยมบ้าน", "Visit"),
    "add": Words("เพิ่มเข้าบัญชี", "Added"),
    "take_on": Words("รับเรื่องพิจารณาใหม่", "Taken up again"),
    "tell": Words("คืนข้อมูล", "Told back"),
    "close": Words("พ้นเวลาอุทธรณ์", "Time of appeal over"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One case as a list shows it; ``name`` is "" where the reader is not told or nobody knows."""

    case: Case
    place: int
    name: str
    step: Words
    state: Words
    tone: str
    outcome: Words


@dataclass(frozen=True, slots=True)
class Past:
    """One decision in words."""

    decision: Decision
    kind: Words
    step: Words
    outcome: Words
    reason: Words
    words: str
    who: Words | None = None


def rows_of(cases: Sequence[Case], scope: Scope) -> list[Row]:
    """Return the rows of a list of one round's cases: three queries at most."""
    codes = [one.household_code for one in cases if one.household_code]
    seen = households_seen(sight_of(scope), codes) if codes else {}
    named = {code: one.head_name or "" for code, one in seen.items()}
    return [_row(one, place, named) for place, one in enumerate(cases, start=1)]


def _row(case: Case, place: int, named: Mapping[str, str]) -> Row:
    name = named.get(case.household_code, "") if case.household_code else unpack(case.sealed_about, case.number).name
    flow = flow_of(case.round.flow)
    return Row(
        case,
        place,
        name,
        flow.step(case.step).name,
        STATE_WORDS[case.state],
        TONES[case.state],
        outcome_words(case.outcome),
    )


def past_of(case: Case) -> list[Past]:
    """Return what was decided of a case, the first thing first, with the words that were given."""
    flow = flow_of(case.round.flow)
    listed = list(Decision.objects.filter(case=case).select_related("session"))
    given = values.unseal_all([one.reason_sealed for one in listed], REASON, [case.number] * len(listed))
    posts = posts_of(one.post for one in listed)
    return [
        Past(
            one,
            KIND_WORDS[one.kind],
            flow.step(one.step).name,
            outcome_words(one.outcome),
            REASONS.get(one.reason_code, Words("", "")),
            words,
            posts.who(one.by, one.post),
        )
        for one, words in zip(listed, given, strict=True)
    ]


def reasons_why(case: Case, scope: Scope) -> tuple[list[Words], list[Words]]:
    """Return why a household is on the list, and what the facts say now; the village is told neither."""
    if scope.role == VILLAGE_ONLY:
        return [], []
    rules = rules_of(case.round.rules)
    return rules.words(case.why), rules.words(case.says)


def numbers_of(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """Return whom the trail names for a list that was shown."""
    found = []
    for row in rows:
        found.append(("case", row.case.number))
        if row.case.household_code:
            found.append(("household", row.case.household_code))
    return found
