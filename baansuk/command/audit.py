"""The commands about the trail: verify that nobody touched it, seal its ends, write its long lists out."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

import click

from baansuk.command.house import set_up_django
from baansuk.command.terminal import Bars, mark, out, said, tell
from baansuk.command.verbs import Moment, hint, verb, verbs
from baansuk.thai.words import Refusal, Words

if TYPE_CHECKING:
    from baansuk.audit.chain import Fault
    from baansuk.audit.verify import Report

BY = "command"
KINDS = {
    "edited": Words("ถูกแก้", "edited"),
    "removed": Words("มีแถวถูกลบ", "rows removed"),
    "moved": Words("ถูกย้ายที่หรือซ้ำ", "moved or doubled"),
    "added": Words("ถูกแทรก", "added"),
    "lost_chain": Words("สายหายทั้งสาย", "a whole chain lost"),
    "cut_tail": Words("ท้ายสายถูกตัด", "the end of a chain cut off"),
    "head": Words("หัวของร่องรอยไม่ตรง", "a head is not as it was made"),
    "list": Words("แฟ้มรายการไม่ตรง", "a list file is not as it was written"),
    "no_head": Words("วันที่ไม่มีหัว สั่ง `baansuk audit seal`", "a day without a head: run `baansuk audit seal`"),
}


@verbs("ร่องรอยการใช้งาน: ตรวจ ผนึก และจัดดัชนี", "The trail of use: verify, seal and index it.")
def audit() -> None:
    """Hold the verbs together."""


def add_to(group: click.Group) -> None:
    """Hang the commands on the group."""
    for command in (verify, seal, index):
        audit.add_command(command)
    group.add_command(audit)


@verb(
    "ตรวจร่องรอยทั้งหมด ได้รหัส 0 เมื่อไม่มีใครแตะต้อง ได้ 1 เมื่อพบ พร้อมบอกว่าอะไรและที่ใด",
    "Check the whole trail: exit code 0 when nobody touched it, 1 when somebody did, with what and where.",
)
@click.option(
    "--since",
    type=Moment(["%Y-%m-%d"]),
    help=hint("ตรวจตั้งแต่วันนี้ (ปี-เดือน-วัน ค.ศ.)", "Only from this day on (year-month-day)."),
)
@click.option("--json", "as_json", is_flag=True, help=hint("แสดงเป็น JSON", "Print JSON."))
def verify(since: datetime | None, as_json: bool) -> int:
    """Check the whole trail, or that of the days since one."""
    set_up_django()
    from django.db import transaction

    from baansuk.audit import gate
    from baansuk.audit import verify as checking

    with Bars() as bars:
        stage = Words("ตรวจร่องรอย", "Verifying the trail")
        hear = None if as_json else lambda done, total: bars.show(done, total, stage)
        report = checking.verify(since=since.date() if since else None, hear=hear)
    outcome = "done" if report.whole else "failed"
    with transaction.atomic():
        gate.write("audit.verify", by=BY, outcome=outcome, about={"rows": report.rows, "found": report.found})
    if as_json:
        click.echo(json.dumps(asdict(report) | {"whole": report.whole}, ensure_ascii=False, indent=1))
        return 0 if report.whole else 1
    _tell(report)
    if not report.whole:
        raise Refusal(
            "trail_touched",
            f"ร่องรอยไม่ตรงกับที่บันทึกไว้ {report.found} แห่ง เก็บฐานข้อมูลและแฟ้มหัวไว้ตามสภาพ แล้วแจ้งผู้ตรวจสอบ",
            f"The trail is not as it was written in {report.found} place(s). Keep database and heads as they are and tell "
            "the auditor.",
        )
    return 0


def _tell(report: Report) -> None:
    for fault in report.faults:
        out.print(f"{mark('bad')} {_line(fault)}", markup=False)
    for first, last in report.restored:
        tell(
            Words(
                f"หัวที่ {first + 1} ถึง {last} หายไปเพราะกู้คืนจากสำรอง ตามเหตุผลที่บันทึกในแฟ้มหัว",
                f"Heads {first + 1} to {last} went with a restored backup; the reason stands in the file of heads.",
            )
        )
    tell(
        Words(
            f"ตรวจ {report.rows:,} รายการใน {report.chains:,} สาย, หัว {report.heads:,}, แฟ้มรายการ {report.lists:,} "
            f"ยังไม่ผนึก {report.unsealed:,} รายการ, ก่อนมีสาย (ไม่ครอบคลุม) {report.before:,} รายการ",
            f"{report.rows:,} events in {report.chains:,} chains, {report.heads:,} heads, {report.lists:,} list files; "
            f"{report.unsealed:,} events not sealed yet, {report.before:,} from before the chains (not covered).",
        )
    )


def _line(fault: Fault) -> str:
    where = f" #{fault.number}" if fault.number else ""
    chain = f" [{fault.chain}]" if fault.chain else ""
    told = said(fault.told)
    return f"{said(KINDS[fault.kind])}{where}{chain}{': ' + told if told else ''}"


@verb(
    "ผนึกปลายร่องรอยทุกสายและเผยแพร่หัวลงแฟ้มที่เก็บไว้ที่อื่น",
    "Seal the ends of all chains and publish the head to the file kept elsewhere.",
)
@click.option(
    "--because",
    default="",
    help=hint("เหตุผลเมื่อแฟ้มหัวรู้มากกว่าฐานข้อมูลที่กู้คืนมา", "The reason why the file knows more than a restored database."),
)
def seal(because: str) -> None:
    """Seal the ends of all chains and publish the head."""
    set_up_django()
    from baansuk.audit import days

    head = days.seal(by=BY, because=because.strip())
    assert head is not None
    tell(Words(f"หัวที่ {head.number} อยู่ใน {days.path()}", f"Head {head.number} stands in {days.path()}."))


@verb("เขียนรายการยาวลงดัชนี ให้ค้นจากครัวเรือนได้เร็ว", "Write long lists out, so that a household finds them quickly.")
def index() -> None:
    """Write long lists out as subjects."""
    set_up_django()
    from baansuk.audit.indexing import index_lists, write_out

    write_out()
    done = index_lists(by=BY)
    tell(Words(f"จัดดัชนี {done} รายการ", f"{done} list(s) written out."))
