"""The background jobs of this room: assess what was linked, or make the whole register."""

from __future__ import annotations

from typing import Any

from baansuk.assess.actions import assess
from baansuk.assess.run_summary import said_of_edition
from baansuk.collect.erased import shows_erased
from baansuk.link.actions import link
from baansuk.link.jobs import LINK_STEPS
from baansuk.people import actions as people
from baansuk.people.models import Edition
from baansuk.runs.engines import check_engine
from baansuk.runs.hold import Hold
from baansuk.thai.words import Refusal, Words

ENDED = Words(
    "ไฟล์ที่ใช้ทำทะเบียนถูกลบถาวรแล้วทั้งหมด จึงเลิกใช้ทะเบียนฉบับเดิม รับไฟล์ใหม่และยืนยันก่อนจึงจะจัดทำได้อีก",
    "Every file that the register was made from has been erased, so it is out of use. Accept new files to make another.",
)
# Judging, storing, publishing.
ASSESS_STEPS = 3


def assess_edition(hold: Hold, *, by: str, partner: str, engine: str = "") -> dict[str, Any]:
    """Assess the newest linked edition and publish it."""
    del partner  # the act is the register keeper's, whoever asked
    check_engine(engine)
    hold.expect(ASSESS_STEPS)
    return said_of_edition(assess(by=by, run=hold, engine=engine))


def make_register(hold: Hold, *, by: str, partner: str, engine: str = "") -> dict[str, Any]:
    """Link all accepted deliveries, assess the result and publish it."""
    del partner
    check_engine(engine)
    hold.expect(LINK_STEPS + ASSESS_STEPS)
    try:
        number = link(by=by, run=hold, engine=engine)
    except Refusal as refusal:
        if refusal.code != "nothing_accepted" or not _ended(hold, by):
            raise
        return {"lines": [[ENDED.th, ENDED.en]]}
    return said_of_edition(assess(number, by=by, run=hold, engine=engine))


def _ended(hold: Hold, by: str) -> bool:
    """Take the register out of use where all it was made from has been erased: no other one could ever replace it."""
    current = Edition.objects.filter(state="current").first()
    if current is not None and not shows_erased(current):
        return False
    return people.end_register(by=by, check=hold.check) > 0
