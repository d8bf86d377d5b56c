"""Asking for a run, taking it, and ending it; each change is one conditional update, so two workers cannot both win."""

from __future__ import annotations

import logging
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from baansuk.access.database_roles import name_now
from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.audit.setting import Setting, acting_from
from baansuk.runs.hold import LEASE, Hold, LeaseLost, Listener
from baansuk.runs.jobs import job_named, work_of
from baansuk.runs.models import Run
from baansuk.runs.moves import check_move
from baansuk.thai.words import Refusal, Words

log = logging.getLogger(__name__)

# A job that killed its worker three times (memory, a broken disk) would kill the fourth as well.
MOST_ATTEMPTS = 3


@transaction.atomic
def ask(
    job: str, *, by: str, partner: str = "", arguments: dict[str, Any] | None = None, seat: Scope | None = None
) -> Run:
    """Put a run in the queue; it acts for the partner and purpose of ``seat`` and ends when that seat does."""
    declared = job_named(job)
    run = Run.objects.create(
        job=declared.name,
        lane=declared.lane,
        arguments=arguments or {},
        asked_by=by,
        partner=partner,
        purpose=seat.purpose if seat else "",
        post=seat.post if seat else None,
        asked_at=timezone.now(),
        said_th="รอเครื่องว่าง",
        said_en="Waiting for a worker",
    )
    gate.write("runs.ask", by=by, partner=partner, subjects=[("run", str(run.pk))], about={"job": job})
    return run


def take(number: int) -> Run | None:
    """Take a queued run, or one whose lease has run out; None when somebody else was first or its lane is busy."""
    now = timezone.now()
    free = Q(state="queued") | Q(state="running", leased_until__lt=now)
    try:
        with transaction.atomic():
            taken = Run.objects.filter(free, pk=number).update(
                state="running",
                fence=F("fence") + 1,
                attempts=F("attempts") + 1,
                started_at=now,
                leased_until=now + LEASE,
            )
            if not taken:
                return None
            run = Run.objects.get(pk=number)
            # On PostgreSQL a run reaches every row by a role of its own: each use of it stands in the trail.
            about = {"fence": run.fence, "job": run.job, "asked_by": run.asked_by, "database_role": name_now()}
            gate.write("runs.take", by="worker", partner=run.partner, subjects=[("run", str(number))], about=about)
    except IntegrityError:
        return None  # another run of the same lane is running
    return run


def take_next() -> Run | None:
    """Take the oldest run that is free."""
    now = timezone.now()
    free = Q(state="queued") | Q(state="running", leased_until__lt=now)
    for number in Run.objects.filter(free).order_by("asked_at", "pk").values_list("pk", flat=True)[:20]:
        run = take(number)
        if run is not None:
            return run
    return None


def work(run: Run, *, listener: Listener | None = None) -> Run:
    """Do a run that was taken; it ends as done or failed, and a lost lease leaves it to whoever has it now.

    An interrupted process (Ctrl-C, SIGTERM) gives the run back to the queue before it leaves.
    """
    named = f"run-{run.pk}"
    with acting_from(Setting("run", partner=run.partner, purpose=run.purpose, post=run.post, request=named)):
        return _work(run, listener)


def _work(run: Run, listener: Listener | None) -> Run:
    if run.attempts > MOST_ATTEMPTS:
        return _end(
            run,
            "failed",
            Words(
                f"งานนี้ทำให้เครื่องหยุดกลางคัน {MOST_ATTEMPTS} ครั้ง จึงหยุดไว้ โปรดแจ้งผู้ดูแลระบบให้ดูหน่วยความจำและพื้นที่ดิสก์",
                f"This run stopped its worker {MOST_ATTEMPTS} times and was put aside; ask whoever keeps the machine to look at memory and disk.",
            ),
        )
    try:
        with Hold(run, listener) as hold:
            hold.check_asker()
            result = work_of(job_named(run.job))(hold, by=run.asked_by, partner=run.partner, **run.arguments)
            hold.close_stage()
    except LeaseLost:
        log.warning("run %s: lease lost, stopping", run.pk)
        run.refresh_from_db()
        return run
    except Refusal as refusal:
        return _end(run, "failed", refusal.words)
    except (KeyboardInterrupt, SystemExit):
        _give_back(run)
        raise
    except Exception as error:
        if _was_interrupted(error):
            _give_back(run)
            raise KeyboardInterrupt from error
        # The message of an exception may quote a value of a person, so neither page nor log shows it.
        log.error("run %s failed: %s at %s", run.pk, type(error).__name__, _where(error))
        return _end(
            run,
            "failed",
            Words(
                f"งานหยุดเพราะความผิดพลาดของระบบ ({type(error).__name__}) ข้อมูลเดิมยังครบ ลองสั่งใหม่ได้ หากเกิดซ้ำโปรดแจ้งผู้ดูแลระบบพร้อมเลขที่งาน",
                f"The run stopped on a fault of the system ({type(error).__name__}); what was there before is whole. Try again, and if it happens twice tell whoever keeps the machine the number of this run.",
            ),
        )
    return _end(run, "done", Words("เสร็จแล้ว", "Done"), result)


@transaction.atomic
def stop(run: Run, *, by: str, partner: str = "") -> Run:
    """Stop a queued or running run; its worker notices at its next step and writes nothing more."""
    fresh = Run.objects.select_for_update().get(pk=run.pk)
    check_move(fresh.state, "stopped")
    fresh.state, fresh.finished_at = "stopped", timezone.now()
    fresh.said_th, fresh.said_en = "มีผู้สั่งหยุด", "Stopped by a person"
    fresh.save()
    gate.write("runs.stop", by=by, partner=partner, subjects=[("run", str(run.pk))])
    return fresh


@transaction.atomic
def ask_again(run: Run, *, by: str, partner: str = "", seat: Scope | None = None) -> Run:
    """Queue a failed or stopped run once more; from then on it is the run of whoever asked again."""
    fresh = Run.objects.select_for_update().get(pk=run.pk)
    check_move(fresh.state, "queued")
    fresh.state, fresh.attempts, fresh.finished_at = "queued", 0, None
    if seat is not None:
        fresh.asked_by, fresh.partner, fresh.purpose, fresh.post = by, partner, seat.purpose, seat.post
    fresh.said_th, fresh.said_en = "รอเครื่องว่าง", "Waiting for a worker"
    fresh.save()
    gate.write("runs.ask_again", by=by, partner=partner, subjects=[("run", str(run.pk))])
    return fresh


@transaction.atomic
def _end(run: Run, state: str, words: Words, result: dict[str, Any] | None = None) -> Run:
    changed = Run.objects.filter(pk=run.pk, fence=run.fence, state="running").update(
        state=state,
        said_th=words.th,
        said_en=words.en,
        result=result or {},
        finished_at=timezone.now(),
        leased_until=None,
    )
    if changed:
        gate.write("runs.end", by=run.asked_by, partner=run.partner, subjects=[("run", str(run.pk))], outcome=state)
    run.refresh_from_db()
    return run


@transaction.atomic
def _give_back(run: Run) -> None:
    given = Run.objects.filter(pk=run.pk, fence=run.fence, state="running").update(
        state="queued", leased_until=None, said_th="ถูกขัดจังหวะ รอทำต่อ", said_en="Interrupted, waiting to go on"
    )
    if given:
        gate.write("runs.give_back", by="worker", partner=run.partner, subjects=[("run", str(run.pk))])


def _was_interrupted(error: Exception) -> bool:
    """Say whether Ctrl-C came while DuckDB was at work: it catches the signal and raises an error of its own."""
    return type(error).__name__ in ("InterruptException", "RuntimeError") and "interrupt" in str(error).lower()


def _where(error: BaseException) -> str:
    """Return file and line of the innermost frame, which name code and never a person."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else "?"
