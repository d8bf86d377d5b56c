"""Keeps what a family says of causes, and what its mentor confirms with a reason; what the data suggest is changed by neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.assess.causes import causes
from baansuk.assess.family_actions import check_can_ask
from baansuk.assess.family_words import LANGUAGES, LONGEST
from baansuk.assess.models import CauseWord
from baansuk.audit import gate
from baansuk.people.seen import SeenHousehold
from baansuk.thai.words import Refusal, Words
from baansuk.vault import values

WORDS, INTERPRETER = "assess_causeword.words", "assess_causeword.interpreter"
FAMILY, MENTOR = "family", "mentor"
# What the family said in its words without naming a cause of the catalogue stands under no code.
UNCODED = ""
SAYS: Mapping[str, Words] = {
    "yes": Words("ใช่", "Yes"),
    "partly": Words("มีส่วน", "In part"),
    "no": Words("ไม่ใช่", "No"),
    "unsure": Words("ไม่แน่ใจ", "Not sure"),
}
REASON_NEEDED = Words(
    "การยืนยันหรือไม่ยืนยันสาเหตุต้องบอกเหตุผล เช่น เห็นอะไรตอนเยี่ยมบ้าน",
    "To confirm a cause or put it aside needs a reason, such as what was seen at the visit.",
)
# What a mentor decides about a cause needs a reason; "not sure" leaves it open.
NEEDS_REASON = frozenset({"yes", "partly", "no"})


@dataclass(frozen=True, slots=True)
class CauseSaid:
    """What was said on one day: answers by cause (those skipped are not there), and the words, the family's or the reason."""

    answers: Mapping[str, str]
    words: str = ""
    language: str = ""
    interpreter: str = ""
    said_on: date = field(default_factory=today)


@transaction.atomic
def tell(*, household: SeenHousehold, said: CauseSaid, key: str, scope: Scope, by: str) -> int:
    """Keep what the family said, and return how many rows; the same ``key`` again keeps nothing more.

    Any question may be skipped. Raises Refusal for whoever may not ask (``family_actions``), for nothing at all, for a day to
    come, and for a cause or an answer that there is not.
    """
    check_can_ask(scope, household)
    check_said(said)
    if said.language not in LANGUAGES:
        raise Refusal("language_unknown", "เลือกภาษาที่ใช้คุย", "Choose the language that was spoken.")
    rows = dict(said.answers)
    if said.words.strip():
        rows[UNCODED] = ""
    return _keep(household, FAMILY, rows, said, key, scope, by)


@transaction.atomic
def confirm(*, household: SeenHousehold, said: CauseSaid, key: str, scope: Scope, by: str) -> int:
    """Keep which causes the mentor confirms or not, with the reason, and return how many rows; again it keeps nothing more.

    Raises Refusal as ``tell`` does, and ``reason_needed`` where a cause is confirmed or put aside without a reason.
    """
    check_can_ask(scope, household)
    check_said(said)
    if set(said.answers.values()) & NEEDS_REASON and not said.words.strip():
        raise Refusal("reason_needed", REASON_NEEDED.th, REASON_NEEDED.en)
    return _keep(household, MENTOR, dict(said.answers), said, key, scope, by)


def check_said(said: CauseSaid) -> None:
    """Raise Refusal for what cannot be kept."""
    known = {one.code for one in causes().causes.cause}
    if not said.answers and not said.words.strip():
        raise Refusal("nothing_told", "ยังไม่ได้กรอกข้อใดเลย ข้อที่ไม่อยากตอบเว้นไว้ได้", "Nothing is filled in yet.")
    if not said.answers.keys() <= known or not set(said.answers.values()) <= SAYS.keys():
        raise Refusal("cause_unknown", "ไม่มีสาเหตุหรือคำตอบนี้ในบัญชี", "There is no such cause or answer.")
    if said.said_on > today():
        raise Refusal("day_ahead", "วันที่คุยยังมาไม่ถึง", "The day of the talk has not come yet.")


def _keep(
    household: SeenHousehold, voice: str, rows: Mapping[str, str], said: CauseSaid, key: str, scope: Scope, by: str
) -> int:
    """Write one row for each cause; the words stand in the first, and are sealed to the household."""
    words = values.seal(said.words.strip()[:LONGEST], WORDS, household.code)
    interpreter = values.seal(said.interpreter.strip()[:LONGEST], INTERPRETER, household.code)
    kept = 0
    for cause, answer in rows.items():
        whose = {"household_code": household.code, "voice": voice, "says": answer, "words": words}
        whose |= {"language": said.language, "interpreter": interpreter, "by": by, "partner": scope.partner}
        _made, new = CauseWord.objects.get_or_create(
            key=key, cause=cause, defaults={**whose, "said_on": said.said_on, "said_at": timezone.now()}
        )
        kept += new
    if kept:
        act = "assess.tell_causes" if voice == FAMILY else "assess.confirm_causes"
        about = {"causes": kept, "language": said.language, "interpreted": bool(said.interpreter.strip())}
        gate.write(act, by=by, partner=scope.partner, subjects=[("household", household.code)], about=about)
    return kept


@transaction.atomic
def take_back(*, household: SeenHousehold, scope: Scope, by: str) -> int:
    """Empty what the family said of causes, at its own wish, and return how many rows; again it is 0."""
    check_can_ask(scope, household)
    held = CauseWord.objects.filter(household_code=household.code, voice=FAMILY, taken_back_at=None)
    gone = held.update(words="", interpreter="", says="", taken_back_at=timezone.now())
    if gone:
        subjects = [("household", household.code)]
        gate.write("assess.take_back_causes", by=by, partner=scope.partner, subjects=subjects, about={"causes": gone})
    return gone
