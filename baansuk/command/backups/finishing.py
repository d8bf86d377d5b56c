"""The last step of a restore: erase again what was erased since, say so in the trail, and let the house serve."""

from __future__ import annotations

from baansuk.access.key_actions import mark_master
from baansuk.access.key_marks import MASTER, check_keys, marks_known, marks_now
from baansuk.access.restored_actions import lift_restored
from baansuk.access.restored_mark import check_ready, is_marked, unfinished_at
from baansuk.audit import days
from baansuk.command.inline import do_now
from baansuk.people.models import Edition
from baansuk.protect import tombstones
from baansuk.runs.hold import Listener
from baansuk.thai.words import Refusal
from baansuk.vault import house

BECAUSE = "กู้คืนจากสำเนาสำรอง (baansuk restore)"


def finish(*, by: str, listener: Listener) -> int:
    """Replay the tombstones in a restored house and make its register again where anything went; returns how many went.

    Cut short, the next call goes on. Raises Refusal while the restore itself is not done, and where there is none.
    """
    if unfinished_at().exists():
        check_ready()
    if not is_marked():
        raise Refusal(
            "nothing_restored",
            "ระบบนี้ไม่มีการกู้คืนที่ค้างอยู่",
            "No restore is waiting to be finished in this house.",
        )
    known = (marks_known() or {}).get(MASTER)
    if known and known != marks_now()[MASTER]:
        # The keys are newer than the backup and open all of it, which was tried before anything was written.
        mark_master(house.keyring().masters[0], by=by)
    check_keys()
    days.seal(by=by, because=BECAUSE)
    again = tombstones.replay_tombstones(by=by)
    if again and Edition.objects.filter(state="current").exists():
        _make_register_again(by, listener)
    lift_restored(by=by, again=again)
    days.seal_quietly(by=by)
    return again


def _make_register_again(by: str, listener: Listener) -> None:
    """The register of the backup still shows who was erased: it is made again from what is left."""
    run = do_now("register", arguments={"engine": ""}, by=by, listener=listener)
    if run.state != "done":
        raise Refusal("run_failed", run.said_th, run.said_en)
