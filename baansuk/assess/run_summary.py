"""What a run says when it has made a register: how many households, how many are poor, and what is not known."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from baansuk.assess.models import Figure
from baansuk.collect.under_agreements import waiting_lines
from baansuk.people.models import Edition, Household
from baansuk.screen.figures import NOT_KNOWN
from baansuk.thai.words import Words


def said_of_edition(number: int) -> dict[str, Any]:
    """The result of a run as lines to show."""
    edition = Edition.objects.get(number=number)
    figures = {one.measure: one for one in Figure.objects.filter(edition=number, area_code="", level=0)}
    poor, target = (_households(figures.get(name)) for name in ("label.mpi_poor", "label.target_poor"))
    everyone = Household.objects.filter(edition=number).count()
    state = ("ใช้อยู่ขณะนี้", "current") if edition.state == "current" else ("ยังไม่เปิดใช้", "not published")
    lines = [
        Words(
            f"ทะเบียนฉบับที่ {number} ({state[0]}): {everyone:,} ครัวเรือน",
            f"Register {number} ({state[1]}): {everyone:,} households",
        ),
        Words(
            f"คนจนหลายมิติ (MPI) {poor.th} ในจำนวนนี้มีผู้ถือบัตรสวัสดิการ (คนจนเป้าหมาย) {target.th}",
            f"MPI-poor: {poor.en}; of these with a welfare card holder (target poor): {target.en}",
        ),
        *_known_of(figures.get("label.mpi_poor")),
        *_skipped(number),
    ]
    waiting = waiting_lines(edition.about.get("waiting_for_agreement", 0))
    return {"edition": number, "lines": [*([line.th, line.en] for line in lines), *waiting]}


def _answered(figure: Figure | None) -> int:
    """How many households have an answer at all; the others are neither poor nor not poor."""
    return figure.households_pass + figure.households_fail + figure.households_na if figure else 0


def _households(figure: Figure | None) -> Words:
    """Say how many, or that nobody knows: without a survey, or without a place to count in, zero would be a lie."""
    if figure is None or not _answered(figure):
        return NOT_KNOWN
    return Words(f"{figure.households_fail:,} ครัวเรือน", f"{figure.households_fail:,} households")


def _known_of(figure: Figure | None) -> list[Words]:
    answered = _answered(figure)
    if figure is None or not answered:
        return [
            Words(
                "ยังไม่มีแบบสำรวจ จปฐ. หรือยังไม่ได้นำเข้าพื้นที่ จึงยังบอกไม่ได้ว่าครัวเรือนใดจน",
                "No basic minimum needs survey came, or no areas were imported, so nobody can be said to be poor or not.",
            )
        ]
    if not figure.households_unknown:
        return []
    total = answered + figure.households_unknown
    return [
        Words(
            f"ทราบผล {answered:,} จาก {total:,} ครัวเรือน ที่เหลือยังไม่ทราบ",
            f"Known of {answered:,} of {total:,} households; the others are not known.",
        )
    ]


def _skipped(number: int) -> list[Words]:
    """Say why the number jumped: an interrupted run keeps the number it had taken, so that none is ever used twice."""
    before = Edition.objects.filter(number__lt=number, published_at__isnull=False).aggregate(last=Max("number"))["last"]
    first, last = (before or 0) + 1, number - 1
    if first > last:
        return []
    numbers = f"{first}" if first == last else f"{first}-{last}"
    return [
        Words(
            f"ข้ามฉบับที่ {numbers} เพราะงานที่ทำฉบับนั้นถูกขัดจังหวะหรือไม่ได้เปิดใช้ เลขฉบับไม่ใช้ซ้ำ ข้อมูลไม่หาย",
            f"Edition {numbers} was skipped: its run was interrupted or never published. "
            "Numbers are not used twice; nothing is lost.",
        )
    ]
