"""The background job of this room."""

from __future__ import annotations

from typing import Any

from baansuk.collect.under_agreements import waiting_lines
from baansuk.link.actions import STAGE_WORDS, link
from baansuk.people.models import Edition
from baansuk.runs.engines import check_engine
from baansuk.runs.hold import Hold

LINK_STEPS = len(STAGE_WORDS)


def link_records(hold: Hold, *, by: str, partner: str, engine: str = "") -> dict[str, Any]:
    """Link all accepted deliveries into a new edition that waits to be assessed."""
    del partner  # the act is the register keeper's, whoever asked
    check_engine(engine)
    hold.expect(LINK_STEPS)
    number = link(by=by, run=hold, engine=engine)
    about = Edition.objects.get(number=number).about
    counts = about["counts"]
    return {
        "edition": number,
        "lines": [
            [
                f"ทะเบียนฉบับที่ {number}: {counts['persons']:,} คน {counts['households']:,} ครัวเรือน รอประเมิน",
                f"Register {number}: {counts['persons']:,} persons, {counts['households']:,} households; not assessed yet",
            ],
            [
                f"ระเบียนบุคคล {counts['person_records']:,} รายการ เชื่อมด้วยเลขประจำตัว {counts['by_id']:,} "
                f"ด้วยชื่อ วันเกิด และตำบล {counts['by_name']:,} ด้วยความคล้าย {counts['by_likeness']:,} "
                f"ไม่พบคู่ {counts['alone']:,}",
                f"{counts['person_records']:,} person records: {counts['by_id']:,} linked by id, {counts['by_name']:,} "
                f"by name, birth date and tambon, {counts['by_likeness']:,} by likeness, {counts['alone']:,} alone",
            ],
            *waiting_lines(about.get("waiting_for_agreement", 0)),
        ],
    }
