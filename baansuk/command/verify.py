"""The commands of verification: open a round, write the workbooks of its villages, read filled ones back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from baansuk.command.house import set_up_django
from baansuk.command.terminal import Bars, out, said, tell
from baansuk.command.verbs import hint, verbs
from baansuk.thai.words import Refusal, Words

if TYPE_CHECKING:
    from baansuk.verify.models import Round, Sheet

BY = "command"
Day = click.DateTime(["%Y-%m-%d"])
ROUND = hint("รหัสรอบ (ไม่ระบุคือรอบล่าสุดที่เปิดอยู่)", "Code of the round; the newest open one unless said.")


def add_to(group: click.Group) -> None:
    """Hang the commands on the group."""
    group.add_command(verify)


@verbs("ตรวจสอบครัวเรือน: เปิดรอบ ออกบัญชีหมู่บ้าน รับบัญชีคืน", "Verification: open a round, village workbooks out and back.")
def verify() -> None:
    """Verification: open a round, village workbooks out and back."""


@verify.command(name="open", help=hint("เปิดรอบและทำบัญชีครัวเรือนที่จะตรวจ", "Open a round and make its candidate list."))
@click.argument("code", metavar="ROUND")
@click.option("--title", required=True, help=hint("ชื่อรอบ", "The round's title."))
@click.option("--area", required=True, help=hint("รหัสจังหวัด", "Code of the province."))
@click.option("--order", required=True, help=hint("เลขที่คำสั่ง", "Number of the order."))
@click.option(
    "--order-date", type=Day, help=hint("วันที่ของคำสั่ง (ไม่ระบุคือวันเปิด)", "Day of the order; the first day unless said.")
)
@click.option("--from", "begins", type=Day, help=hint("วันเปิด (ไม่ระบุคือวันนี้)", "First day; today unless said."))
@click.option(
    "--to",
    "ends",
    type=Day,
    help=hint("วันปิด (ไม่ระบุคือสิ้นปีงบประมาณ)", "Last day; the end of the budget year unless said."),
)
@click.option("--flow", default="standard/1", show_default=True, help=hint("ขั้นตอน", "The flow."))
@click.option("--rules", default="default/1", show_default=True, help=hint("เกณฑ์", "The rules."))
def open_(code: str, title: str, area: str, order: str, flow: str, rules: str, **days: Any) -> None:
    """Open a round, and make its list now; said again it makes the list again."""
    _set_up()
    from baansuk.access.questions import today
    from baansuk.verify.models import Round
    from baansuk.verify.orders import Order, end_of_budget_year
    from baansuk.verify.round_actions import make_list, open_round

    known = Round.objects.filter(code=code).first()
    first = _day(days["begins"]) or (known.opened_on if known else today())
    given = Order(
        code=code,
        title_th=title,
        order_no=order,
        order_date=_day(days["order_date"]) or (known.order_date if known else first),
        opened_on=first,
        closes_on=_day(days["ends"]) or (known.closes_on if known else end_of_budget_year(first)),
        flow=flow,
        rules=rules,
    )
    found = open_round(order=given, area_code=area, by=BY)
    listed = make_list(round=found, by=BY)
    tell(
        Words(
            f"รอบ {code}: ครัวเรือนที่จะตรวจ {listed.candidates:,} หลัง เพิ่มใหม่ {len(listed.new):,} หลัง",
            f"Round {code}: {listed.candidates:,} candidates, {len(listed.new):,} of them new.",
        )
    )


def _day(said: datetime | None) -> date | None:
    return said.date() if said else None


@verify.command(help=hint("เขียนบัญชีตรวจสอบของทุกหมู่บ้านเป็นไฟล์ Excel", "Write the workbook of every village."))
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help=hint("โฟลเดอร์ที่จะเขียนไฟล์ลงไป", "The folder to write the files into."),
)
@click.option("--round", "code", default="", help=ROUND)
@click.option("--area", default="", help=hint("เฉพาะพื้นที่นี้ (รหัส 4 6 หรือ 8 หลัก)", "This area only (4, 6 or 8 digits)."))
def sheets(folder: Path, code: str, area: str) -> None:
    """Write one workbook for each village that has something to decide."""
    _set_up()
    from baansuk.verify.sheet_actions import issue_sheets

    found = _round(code)
    given = issue_sheets(round=found, by=BY, area_code=area)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with Bars() as bars:
        for done in _written(found, given, folder):
            bars.show(done, len(given), Words("เขียนบัญชีหมู่บ้าน", "Writing the villages' workbooks"))
    tell(
        Words(
            f"{len(given):,} หมู่บ้าน อยู่ใน {folder} มีชื่อบุคคล โปรดเก็บในที่ปลอดภัย",
            f"{len(given):,} villages in {folder}. They hold names: keep them safe.",
        )
    )


def _written(found: Round, given: list[Sheet], folder: Path) -> Any:
    from baansuk.verify.sheets import pages_of
    from baansuk.verify.workbook import write_workbook

    at_once = 200
    for start in range(0, len(given), at_once):
        piece = given[start : start + at_once]
        for sheet, page in zip(piece, pages_of(found, piece, None), strict=True):
            path = folder / f"{found.code}-{sheet.area_code}-{sheet.page_code}.xlsx"
            path.write_bytes(write_workbook(page))
            path.chmod(0o600)
        yield start + len(piece)


@verify.command(help=hint("รับบัญชีที่กรอกแล้วคืน ทั้งไฟล์หรือไม่รับเลย", "Read filled workbooks back, each whole or not at all."))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def read(files: tuple[Path, ...]) -> None:
    """Read filled workbooks back; what cannot be taken is told by sheet, row and column."""
    _set_up()
    clashing = _clashing(files)
    refused = 0
    for path in files:
        if words := clashing.get(str(path)):
            out.print(f"{path.name}: {said(words)}", markup=False)
        refused += bool(words) or not _read_one(path)
    if refused:
        raise Refusal(
            "not_all_taken",
            f"รับไม่ได้ {refused} จาก {len(files)} ไฟล์ ตามที่แจ้งข้างบน ไฟล์อื่นรับแล้ว",
            f"{refused} of {len(files)} files were not taken, as told above; the others were.",
        )


def _clashing(files: tuple[Path, ...]) -> dict[str, Words]:
    from baansuk.verify.handed_in import read_whole
    from baansuk.verify.sheet_actions import check_one_of_each

    contents = {}
    for path in files:
        with path.open("rb") as file:
            contents[str(path)] = read_whole(file)
    return check_one_of_each(files=contents)


def _read_one(path: Path) -> bool:
    from baansuk.verify.handed_in import read_whole
    from baansuk.verify.page_receipts import said_of
    from baansuk.verify.reading_back import NotTaken
    from baansuk.verify.sheet_actions import read_back

    try:
        with path.open("rb") as file:
            receipt = read_back(content=read_whole(file), filename=path.name, by=BY, scope=None)
    except NotTaken as refusal:
        for fault in refusal.faults:
            out.print(f"{path.name}: {said(fault.words)}", markup=False)
        return False
    except Refusal as refusal:
        out.print(f"{path.name}: {said(refusal.words)}", markup=False)
        return False
    out.print(f"{path.name}: {said(said_of(receipt))}", markup=False)
    return True


def _set_up() -> None:
    set_up_django("runs")
    from baansuk.access.database_roles import check_fit

    check_fit("runs")


def _round(code: str) -> Round:
    from baansuk.verify.models import Round

    rows = Round.objects.filter(code=code) if code else Round.objects.filter(state="open")
    found = rows.first()
    if found is None:
        raise Refusal("no_round", "ไม่มีรอบที่เปิดอยู่", "There is no such round open.")
    return found
