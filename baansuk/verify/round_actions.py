"""What is done to a round: opened under an order, its list made or made again, closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.people import loading
from baansuk.people.codes import issue
from baansuk.thai.words import Refusal
from baansuk.verify.checks import check_round_open
from baansuk.verify.listing import Listed, list_of
from baansuk.verify.models import Case, Round
from baansuk.verify.orders import Order, budget_year, check_order

Check = Callable[[], None]
_COLUMNS = (
    "number",
    "round_id",
    "household_code",
    "area_code",
    "list_key",
    "house_no",
    "step",
    "state",
    "due_on",
    "why",
    "says",
    "outcome",
    "result",
    "origin",
    "added_by",
    "added_at",
    "after_meeting",
    "sealed_about",
    "version",
)


def _anyone() -> None:
    """Nobody else can hold what this process is doing."""


@transaction.atomic
def open_round(*, order: Order, area_code: str, by: str, scope: Scope | None = None) -> Round:
    """Open a round of a province; the same order again is the same round, one that differs is refused."""
    check_order(order, area_code)
    found = Round.objects.filter(code=order.code).first()
    if found is not None:
        return _same(found, order)
    opened = Round.objects.create(
        code=order.code,
        title_th=order.title_th,
        title_en=order.title_en,
        budget_year=budget_year(order.opened_on),
        area_code=area_code[:2],
        flow=order.flow,
        rules=order.rules,
        opened_on=order.opened_on,
        closes_on=order.closes_on,
        order_no=order.order_no,
        order_date=order.order_date,
        opened_by=by,
        opened_at=timezone.now(),
    )
    partner = scope.partner if scope else ""
    about = {"flow": order.flow, "rules": order.rules}
    gate.write("verify.open_round", by=by, partner=partner, subjects=[("round", opened.code)], about=about)
    return opened


def make_list(*, round: Round, by: str, check: Check = _anyone) -> Listed:
    """Make the round's candidate list from the current edition, or make it again; returns what was found.

    A case once made stays, with all that was decided: its ``says`` alone is written anew. In pieces of their own
    transaction: broken off, the next call goes on. Households that came later are marked so.
    """
    check_round_open(round)
    listed = list_of(round)
    for rows in _pieces(listed.new, loading.ROWS_AT_ONCE):
        _insert(round, rows, by, check)
    for said in _pieces(listed.changed, loading.ROWS_AT_ONCE):
        _say(round, said, by, check)
    for moved in _pieces(listed.moved, loading.ROWS_AT_ONCE):
        _lead_on(round, moved, by, check)
    with transaction.atomic():
        check()
        Round.objects.filter(pk=round.pk).update(edition=listed.edition)
        about = {"edition": listed.edition, "new": len(listed.new), "changed": len(listed.changed)}
        gate.write("verify.make_list", by=by, subjects=[("round", round.code)], about=about)
    return listed


@transaction.atomic
def close_round(*, round: Round, by: str, scope: Scope | None = None) -> Round:
    """Close a round: nothing more is decided in it; closed again it is the same."""
    current = Round.objects.select_for_update().get(pk=round.pk)
    if current.state == "closed":
        return current
    current.state, current.closed_by, current.closed_at = "closed", by, timezone.now()
    current.save(update_fields=["state", "closed_by", "closed_at"])
    gate.write("verify.close_round", by=by, partner=scope.partner if scope else "", subjects=[("round", current.code)])
    return current


def _same(found: Round, order: Order) -> Round:
    if (found.order_no, found.order_date, found.flow) != (order.order_no, order.order_date, order.flow):
        raise Refusal(
            "round_exists",
            f"มีรอบ {order.code} อยู่แล้ว ตามคำสั่งอื่น โปรดใช้รหัสใหม่",
            f"There is a round {order.code} already, under another order. Use another code.",
        )
    return found


def _insert(round: Round, rows: Sequence[dict[str, Any]], by: str, check: Check) -> None:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    numbers = issue("case", len(rows))
    made = [
        (
            number,
            round.pk,
            row["household_code"],
            row["area_code"],
            row["list_key"],
            row["house_no"] or "",
            row["step"],
            "waiting",
            row["due_on"],
            row["why"],
            row["why"],
            "",
            "",
            row["origin"],
            "",
            now,
            row["after_meeting"],
            "",
            0,
        )
        for number, row in zip(numbers, rows, strict=True)
    ]
    with transaction.atomic():
        check()
        loading.insert(Case, _COLUMNS, made)
        gate.write("verify.add_candidates", by=by, subjects=[("round", round.code)], about={"cases": len(made)})


def _say(round: Round, said: Sequence[tuple[int, str]], by: str, check: Check) -> None:
    """Write what the facts say now; no decision is touched, nor the version by which decisions meet."""
    cases = [Case(pk=pk, says=says) for pk, says in said]
    with transaction.atomic():
        check()
        Case.objects.bulk_update(cases, ["says"], batch_size=300)
        gate.write("verify.say_again", by=by, subjects=[("round", round.code)], about={"cases": len(cases)})


def _lead_on(round: Round, moved: Sequence[tuple[int, str]], by: str, check: Check) -> None:
    """Lead cases of households that ended on to those that took their place."""
    cases = [Case(pk=pk, household_code=code) for pk, code in moved]
    with transaction.atomic():
        check()
        Case.objects.bulk_update(cases, ["household_code"], batch_size=300)
        subjects = [("round", round.code), *(("household", code) for _pk, code in moved)]
        gate.write("verify.lead_on", by=by, subjects=subjects[:200], about={"cases": len(cases)})


def _pieces(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
