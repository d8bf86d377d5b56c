"""What a worker holds while it works on a run: its lease, its fence number, and the way to tell how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from types import TracebackType
from typing import Self

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from baansuk.access.questions import scope_again
from baansuk.access.scope import Scope
from baansuk.runs.models import Run, StageDone
from baansuk.thai.words import Refusal, Words

LEASE = timedelta(seconds=30)
BEAT_SECONDS = 5.0
TELL_SECONDS = 0.5


# Called with stage words, done, total and what is being said: how a terminal shows what the browser reads from the run.
Listener = Callable[[Words, int, int, Words | None], None]


class LeaseLost(Refusal):
    """Another worker has taken this run, or a person stopped it: the present one may write nothing more."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "lease_lost",
            f"งานที่ {number} ถูกสั่งหยุดหรือมีเครื่องอื่นรับไปทำแล้ว เครื่องนี้จึงหยุดและไม่บันทึกผลซ้ำ",
            f"Run {number} was stopped or taken over by another worker; this one stops and records nothing more.",
        )


class AskerEnded(Refusal):
    """Whoever asked for the run may not ask for it any more, so it is not done in their name."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "asker_ended",
            f"งานที่ {number} หยุดไว้ เพราะตำแหน่งหรือข้อตกลงของผู้สั่งงานสิ้นสุดแล้ว ผู้ดูแลทะเบียนคนปัจจุบันสั่งใหม่ได้",
            f"Run {number} was stopped: the post or agreement of whoever asked for it has ended. The present register "
            "keeper can ask for it again.",
        )


class Hold:
    """A lease on a run, kept alive by a small thread while the process lives.

    A process that is paused stops beating too, so its lease runs out and another takes the run with a higher fence;
    ``check`` then refuses the sleeper's late writes. Call ``check`` inside the transaction of every lasting effect.
    """

    def __init__(self, run: Run, listener: Listener | None = None) -> None:
        self._listener = listener
        self.number: int = run.pk
        self.fence = run.fence
        self.arguments = run.arguments
        self._asker = Scope(run.asked_by, partner=run.partner, purpose=run.purpose, post=run.post)
        self._ended = threading.Event()
        self._lost = False
        self._told_at = 0.0
        self._stage = ""
        self._stage_words = Words("", "")
        self._stage_began = time.monotonic()
        self._step = 0
        self._beat: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._beat = threading.Thread(target=self._keep, name=f"lease-{self.number}", daemon=True)
        self._beat.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._ended.set()
        if self._beat is not None:
            self._beat.join(timeout=BEAT_SECONDS)

    def check(self) -> None:
        """Raise LeaseLost unless this worker still holds the run; inside a transaction the row stays locked until it ends."""
        mine = Run.objects.filter(pk=self.number, fence=self.fence, state="running")
        if transaction.get_connection().in_atomic_block:
            mine = mine.select_for_update()
        if not mine.values_list("pk", flat=True).first():
            raise LeaseLost(self.number)

    def expect(self, steps: int) -> None:
        """Say how many stages this run will have; what an earlier attempt finished is begun anew."""
        self.check()
        StageDone.objects.filter(run_id=self.number).delete()
        Run.objects.filter(pk=self.number, fence=self.fence, state="running").update(step=0, steps=steps)

    def stage(self, name: str, words: Words) -> None:
        """Close the stage before, if any, and begin ``name``, if the seat that asked for the run is still held."""
        self.check_asker()
        self.close_stage()
        self._step += 1
        self._stage, self._stage_words, self._stage_began = name, words, time.monotonic()
        if self._listener is not None:
            self._listener(words, 0, 0, None)
        self._tell(0, 0, words)

    def check_asker(self) -> None:
        """Raise AskerEnded when the post, the purpose or the power of whoever asked has ended meanwhile."""
        if self._asker.post is None:
            return
        now = scope_again(self._asker)
        if now.post is None or now.partner != self._asker.partner or not now.keeps_register:
            raise AskerEnded(self.number)

    def close_stage(self) -> None:
        """Remember that the present stage is finished and how long it took."""
        if not self._stage:
            return
        StageDone.objects.update_or_create(
            run_id=self.number,
            name=self._stage,
            defaults={
                "words_th": self._stage_words.th,
                "words_en": self._stage_words.en,
                "seconds": round(time.monotonic() - self._stage_began, 2),
                "finished_at": timezone.now(),
            },
        )
        self._stage = ""

    def progress(self, done: int, total: int, words: Words | None = None) -> None:
        """Tell how far the stage is; cheap enough to call often, and the place where a lost lease is noticed."""
        if self._lost:
            raise LeaseLost(self.number)
        if self._listener is not None:
            self._listener(self._stage_words, done, total, words)
        if time.monotonic() - self._told_at >= TELL_SECONDS or (total and done >= total):
            self._tell(done, total, words)

    def _tell(self, done: int, total: int, words: Words | None) -> None:
        self._told_at = time.monotonic()
        changes: dict[str, object] = {"done": done, "total": total, "leased_until": timezone.now() + LEASE}
        if self._stage:
            changes.update(stage=self._stage, step=self._step)
        if words is not None:
            changes.update(said_th=words.th, said_en=words.en)
        if not Run.objects.filter(pk=self.number, fence=self.fence, state="running").update(**changes):
            self._lost = True
            raise LeaseLost(self.number)

    def _keep(self) -> None:
        try:
            while not self._ended.wait(BEAT_SECONDS):
                try:
                    kept = Run.objects.filter(pk=self.number, fence=self.fence, state="running").update(
                        leased_until=timezone.now() + LEASE
                    )
                except OperationalError:
                    # A locked or restarting database is no reason to give up the lease; the next beat tries again,
                    # and if none succeeds the lease runs out, which is the safe side.
                    continue
                if not kept:
                    self._lost = True
                    return
        finally:
            connection.close()
