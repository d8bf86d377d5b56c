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


@dataclass(frozen=True, slots=True)
class Keyed:
    """One line as it was keyed: the case, what was found, and why."""

    case: Case
    outcome: str
    reason: str = ""
    note: str = ""
    version: int | None = None


class LinesRefused(Refusal):
    """Some lines cannot be taken, so none was; the words of each by the number of its case."""

    def __init__(self, lines: dict[str, Refusal]) -> None:
        first = next(iter(lines.values()))
        super().__init__(
            first.code,
            f"{first.words.th} ({len(lines)} แถวที่ต้องแก้ ยังไม่ได้บันทึกแถวใด)",
            f"{first.words.en} ({len(lines)} lines to mend; nothing was recorded)",
        )
        self.lines = lines


@transaction.atomic
def key_lines(
    *, round: Round, area_code: str, lines: Sequence[Keyed], key: str, by: str, scope: Scope, session: Session | None
) -> Receipt:
    """Record every line that has an outcome, or none; sent again under the same key it is the same receipt."""
    # A phone that sends twice at once waits here for itself: the page of the village is locked first.
    Sheet.objects.select_for_update().filter(round=round, area_code=area_code, superseded=False).first()
    if (before := Receipt.objects.filter(key=f"form:{key}").first()) is not None:
        return before
    refused: dict[str, Refusal] = {}
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
            refused[one.case.number] = refusal
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
