"""The command of a breach: from a stolen account and two moments to how many it reached, and the draft of the notice."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from baansuk.command.house import set_up_django
from baansuk.command.terminal import Bars, out, said, tell
from baansuk.command.verbs import Moment, hint, verb
from baansuk.thai.words import Words

if TYPE_CHECKING:
    from baansuk.protect.breach_models import Breach

BY = "command"
MOMENT = Moment(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"])


def add_to(group: click.Group) -> None:
    """Hang the command on the group."""
    group.add_command(breach)


@verb(
    "บัญชีถูกขโมยใช้ระหว่างสองเวลา: นับผู้ได้รับผลกระทบจากร่องรอย และเปิดเรื่องไว้ให้พิมพ์หนังสือแจ้งภายใน 72 ชั่วโมง",
    "An account was stolen between two moments: count whom it reached from the trail, and open the case of the notice.",
)
@click.argument("account", metavar="USERNAME")
@click.option("--from", "begins", type=MOMENT, required=True, help=hint("ตั้งแต่ (เวลาไทย)", "From (time of Thailand)."))
@click.option("--to", "ends", type=MOMENT, required=True, help=hint("ถึง (เวลาไทย)", "To (time of Thailand)."))
@click.option(
    "--known", type=MOMENT, help=hint("เวลาที่ทราบเหตุ (ไม่ระบุคือเดี๋ยวนี้)", "When it became known; now unless said.")
)
@click.option(
    "--codes",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help=hint("เขียนรหัสผู้ได้รับผลกระทบลงแฟ้มนี้ (ไม่มีชื่อ)", "Write the codes of the affected to this file; no names."),
)
def breach(account: str, begins: datetime, ends: datetime, known: datetime | None, codes: Path | None) -> None:
    """Count whom a stolen account reached, and open the case of the notice."""
    set_up_django("runs")
    from django.utils import timezone

    from baansuk.access.database_roles import check_fit
    from baansuk.protect import breach_actions as actions

    check_fit("runs")
    moments = [timezone.make_aware(one) for one in (begins, ends)]
    if codes:
        _check_place(codes)
    since = timezone.make_aware(known) if known else timezone.now()
    with Bars() as bars:
        bars.show(0, 0, Words("นับจากร่องรอย", "Counting from the trail"))
        made = actions.report(account=account, begins=moments[0], ends=moments[1], known_at=since, by=BY)
        made = actions.count(breach=made, by=BY)
    _tell(made)
    if codes:
        _write(made, codes)


def _tell(made: Breach) -> None:
    from django.utils import timezone

    from baansuk.protect.breach_shown import shown
    from baansuk.screen.figures import show_moment

    one = shown(made, timezone.now())
    counts = made.counts
    tell(
        Words(
            f"{made.number}: กระทบ {counts['persons']:,} คน ใน {counts['households']:,} ครัวเรือน",
            f"{made.number}: {counts['persons']:,} persons in {counts['households']:,} households are affected.",
        )
    )
    for way in one.ways:
        out.print(f"  {said(way.words)}: {way.households:,} / {way.persons:,}", markup=False)
    if one.classes:
        out.print("  " + ", ".join(said(each.words) for each in one.classes), markup=False)
    if one.risk:
        tell(one.risk)
    deadline = timezone.localtime(one.deadline)
    last = Words(show_moment(deadline, "th"), show_moment(deadline, "en"))
    tell(
        Words(
            f"แจ้งสำนักงานภายใน {last.th} ร่างหนังสืออยู่ที่หน้า /protection/breaches/{made.number}/ ปิดบัญชีได้ที่หน้าเดียวกัน",
            f"Tell the office by {last.en}. The draft is on the page /protection/breaches/{made.number}/, where the account is shut out as well.",
        )
    )


def _check_place(codes: Path) -> None:
    """Raise OSError where the codes cannot be written: before the case is open, and not after."""
    there = codes.exists()
    codes.open("a", encoding="utf-8").close()
    if not there:
        codes.unlink()


def _write(made: Breach, codes: Path) -> None:
    from baansuk.audit.models import Event
    from baansuk.audit.questions import subjects_of

    assert made.event is not None
    listed = subjects_of(Event.objects.get(pk=made.event))
    with codes.open("w", encoding="utf-8") as file:
        file.write("kind,code\n")
        file.writelines(f"{kind},{code}\n" for kind, code in listed)
    tell(Words(f"รหัส {len(listed):,} รายการอยู่ใน {codes}", f"{len(listed):,} codes are in {codes}."))
