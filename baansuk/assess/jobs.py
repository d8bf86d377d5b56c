"""The background jobs of this room: assess what was linked, or make the whole register."""

from __future__ import annotations

from typing import Any

from baansuk.assess.actions import assess
from baansuk.assess.models import Figure
from baansuk.collect.under_agreements import waiting_lines
from baansuk.link.actions import link
from baansuk.people.models import Edition
from baansuk.runs.hold import Hold


def assess_edition(hold: Hold, *, by: str, partner: str, engine: str = "") -> dict[str, Any]:
    """Assess the newest linked edition and publish it."""
    del partner  # the act is the register keeper's, whoever asked
    return _said(assess(by=by, run=hold, engine=engine))


def make_register(hold: Hold, *, by: str, partner: str, engine: str = "") -> dict[str, Any]:
    """Link all accepted deliveries, assess the result and publish it."""
    del partner
    number = link(by=by, run=hold, engine=engine)
    return _said(assess(number, by=by, run=hold, engine=engine))


def _said(number: int) -> dict[str, Any]:
    """The result of a run as lines to show: how many households, and how many carry each label."""
    counts = dict(
        Figure.objects.filter(edition=number, area_code="", level=0).values_list("measure", "households_fail")
    )
    poor, target, everyone = (counts.get(name, 0) for name in ("label.mpi_poor", "label.target_poor", "all"))
    edition = Edition.objects.get(number=number)
    published = edition.state == "current"
    state = ("ใช้อยู่ขณะนี้", "current") if published else ("ยังไม่เปิดใช้", "not published")
    return {
        "edition": number,
        "lines": [
            [
                f"ทะเบียนฉบับที่ {number} ({state[0]}): {everyone:,} ครัวเรือน",
                f"Register {number} ({state[1]}): {everyone:,} households",
            ],
            [
                f"คนจนหลายมิติ (MPI) {poor:,} ครัวเรือน ในจำนวนนี้มีผู้ถือบัตรสวัสดิการ (คนจนเป้าหมาย) {target:,} ครัวเรือน",
                f"MPI-poor: {poor:,} households; of these with a welfare card holder (target poor): {target:,}",
            ],
            *waiting_lines(edition.about.get("waiting_for_agreement", 0)),
        ],
    }
