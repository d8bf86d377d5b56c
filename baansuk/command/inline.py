"""Does a run in this very process, yet as a run: recorded, leased, and seen in the browser."""

from __future__ import annotations

import time
from typing import Any

from baansuk.command.terminal import tell
from baansuk.runs import actions
from baansuk.runs.hold import LEASE, Listener
from baansuk.runs.models import Run
from baansuk.thai.words import Refusal, Words


def do_now(job: str, *, arguments: dict[str, Any], by: str, listener: Listener) -> Run:
    """Ask for the job and do it; waits while another run of the same lane is at work.

    After a killed process its lease must run out first, so the wait is at least one lease long before giving up.
    """
    run = actions.ask(job, by=by, arguments=arguments)
    waited_for = None
    while True:
        taken = actions.take(run.pk)
        if taken is not None:
            return actions.work(taken, listener=listener)
        run.refresh_from_db()
        if run.state in ("done", "failed", "stopped"):
            return run  # a worker was faster
        other = Run.objects.filter(lane=run.lane, state="running").exclude(pk=run.pk).first()
        if other is not None and other.pk != waited_for:
            waited_for = other.pk
            tell(
                Words(
                    f"งานที่ {other.pk} กำลังทำอยู่ รอให้เสร็จก่อน (ไม่เกิน {LEASE.seconds} วินาทีหากเครื่องนั้นหยุดไปแล้ว)",
                    f"Run {other.pk} is at work; waiting for it (at most {LEASE.seconds} s if its process is gone).",
                )
            )
        if other is not None and other.leased_until is not None:
            _retire_if_dead(other)
        time.sleep(1)


def _retire_if_dead(other: Run) -> None:
    """Give a run whose lease ran out its end, so that the lane is free for the one who asks now."""
    from django.utils import timezone

    if other.leased_until is not None and other.leased_until < timezone.now():
        try:
            actions.stop(other, by="command")
        except Refusal:
            return  # somebody ended it in between, which is as good
