"""A village's paper keyed in the browser, in the paper's own order: taken whole under one word, as often as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.people.codes import issue
from baansuk.thai.words import Refusal
from baansuk.verify.case_actions import record
from baansuk.verify.models import Case, Receipt, Round, Session, Sheet
from baansuk.verify.page_of_village import by_door

# What is refused of the whole page, whichever its lines.
OF_ALL = ("session_closed", "session_not_open", "round_closed")


@dataclass(frozen=True, slots=True)
class Keyed:
    """One line as it was keyed: the case, what was found, and why; ``place`` is its number on the page."""

    case: Case
    outcome: str
    reason: str = ""
    note: str = ""
    version: int | None = None
    place: int = 0


class LinesRefused(Refusal):
    """Some lines cannot be taken, so none was; the words of each by the number of its case."""

    def __init__(self, lines: Sequence[tuple[Keyed, Refusal]]) -> None:
        line, first = lines[0]
        self.lines = {
            one.case.number: by_door(said.words, one.case.number, one.case.house_no or "–") for one, said in lines
        }
        if first.code in OF_ALL:
            super().__init__(first.code, first.words.th, first.words.en)
            return
        words, door, more = self.lines[line.case.number], line.case.house_no or "–", len(lines) - 1
        super().__init__(
            first.code,
            f"ลำดับที่ {line.place} บ้านเลขที่ {door}: {words.th}" + (f" และอีก {more} หลัง" if more else ""),
            f"Row {line.place}, house {door}: {words.en}" + (f" And {more} more." if more else ""),
        )


@transaction.atomic
def key_lines(
    *, round: Round, area_code: str, lines: Sequence[Keyed], key: str, by: str, scope: Scope, session: Session | None
) -> Receipt:
    """Record every line that has an outcome, or none; sent again under the same key it is the same receipt."""
    # A phone that sends twice at once waits here for itself: the page of the village is locked first.
    Sheet.objects.select_for_update().filter(round=round, area_code=area_code, superseded=False).first()
    if (before := Receipt.objects.filter(key=f"form:{key}").first()) is not None:
        return before
    refused: list[tuple[Keyed, Refusal]] = []
    filled = [one for one in lines if one.outcome]
    for one in filled:
        try:
            record(
                case=one.case,
                outcome=one.outcome,
                reason=one.reason,
                because=one.note,
                by=by,
                scope=scope,
                session=session,
                key=f"form:{key}:{one.case.number}",
                version=one.version,
            )
        except Refusal as refusal:
            refused.append((one, refusal))
    if refused:
        raise LinesRefused(refused)
    receipt = Receipt.objects.create(
        number=issue("receipt", 1)[0],
        key=f"form:{key}",
        kind="keyed",
        by=by,
        partner=scope.partner,
        at=timezone.now(),
        about={"area": area_code, "round": round.code, "filled": len(filled), "open": len(lines) - len(filled)},
    )
    subjects = [("receipt", receipt.number), ("round", round.code)]
    gate.write("verify.key_lines", by=by, partner=scope.partner, subjects=subjects, about={"filled": len(filled)})
    return receipt
