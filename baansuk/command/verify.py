"""The commands of verification: open a round, write the workbooks of its villages, read filled ones back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from baansuk.command.house import set_up_django
from baansuk.command.terminal import Bars, out, said, tell
from baansuk.command.verbs import Moment, hint, verbs
from baansuk.thai.words import Refusal, Words

if TYPE_CHECKING:
    from baansuk.verify.models import Round, Sheet

BY = "command"
DAY = Moment(["%Y-%m-%d"])
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
    "--order-date", type=DAY, help=hint("วันที่ของคำสั่ง (ไม่ระบุคือวันเปิด)", "Day of the order; the first day unless said.")
)
@click.option("--from", "begins", type=DAY, help=hint("วันเปิด (ไม่ระบุคือวันนี้)", "First day; today unless said."))
@click.option(
    "--to",
    "ends",
    type=DAY,
    help=hint("วันปิด (ไม่ระบุคือสิ้นปีงบประมาณ)", "Last day; the end of the budget year unless said."),
)
@click.option("--flow", default="standard/1", show_default=True, help=hint("ขั้นตอน", "The flow."))
@click.option("--rules", default="default/1", show_default=True, help=hint("เกณฑ์", "The rules."))
def open_(code: str, title: str, area: str, order: str, flow: str, rules: str, **days: Any) -> None:
    """Open a round, and make its list now; said again it makes the list again."""
    _set_up()
    from baansuk.access.questions import today
    from baansuk.places.models import Area
    from baansuk.verify.models import Round
    from baansuk.verify.orders import Order, end_of_budget_year
    from baansuk.verify.round_actions import make_list, open_round

    if not Area.objects.filter(code=area, level=2).exists():
        raise Refusal(
            "round_area",
            f"ไม่มีจังหวัดรหัส {area} ในทะเบียนพื้นที่ ให้ใช้รหัสสองหลัก หรือนำเข้าพื้นที่ก่อนด้วย `baansuk places import`",
            f"There is no province {area} among the areas: give its two digits, or read the areas with `baansuk places import`.",
        )
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
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def read(files: tuple[Path, ...]) -> None:
    """Read filled workbooks back; what cannot be taken is told by sheet, row and column, and which files were taken."""
    _set_up()
    contents, why = _contents(files)
    why |= _clashing(contents)
    taken: list[str] = []
    left: list[str] = []
    for path in dict.fromkeys(files):
        answer = why.get(str(path)) or _read_one(path, contents[str(path)])
        (left if answer else taken).append(path.name)
        for words in answer:
            out.print(f"{path.name}: {said(words)}", markup=False)
    if left:
        raise Refusal("not_all_taken", *_which(taken, left))


def _which(taken: list[str], left: list[str]) -> tuple[str, str]:
    """Say which files were taken and which were not, in Thai and in English."""
    if len(taken) + len(left) == 1:
        return (
            f"ยังไม่ได้รับไฟล์ {left[0]} แก้ตามข้างบนแล้วสั่งใหม่",
            f"{left[0]} was not taken. Mend it as told above and try again.",
        )
    names = ", ".join(left)
    if not taken:
        return f"ยังไม่ได้รับไฟล์ใดเลย ({len(left)} ไฟล์): {names}", f"None of the {len(left)} files was taken: {names}"
    return (
        f"รับแล้ว {len(taken)} ไฟล์: {', '.join(taken)} · ยังไม่ได้รับ {len(left)} ไฟล์: {names}",
        f"Taken ({len(taken)}): {', '.join(taken)}. Not taken ({len(left)}): {names}",
    )


def _contents(files: tuple[Path, ...]) -> tuple[dict[str, bytes], dict[str, list[Words]]]:
    """What each file holds, and why there is nothing to read in the others."""
    from baansuk.verify.handed_in import read_whole

    contents, why = {}, {}
    for path in files:
        try:
            with path.open("rb") as file:
                contents[str(path)] = read_whole(file)
        except FileNotFoundError:
            why[str(path)] = [Words(f"ไม่พบไฟล์นี้ ({path})", f"There is no such file ({path}).")]
        except IsADirectoryError:
            why[str(path)] = [
                Words(
                    "เป็นโฟลเดอร์ ให้ระบุไฟล์ เช่น โฟลเดอร์/*.xlsx", "This is a folder; name its files, such as folder/*.xlsx."
                )
            ]
        except PermissionError:
            why[str(path)] = [Words("ไม่มีสิทธิ์อ่านไฟล์นี้", "You may not read this file.")]
        except Refusal as refusal:
            why[str(path)] = [refusal.words]
    return contents, why


def _clashing(contents: dict[str, bytes]) -> dict[str, list[Words]]:
    from baansuk.verify.sheet_actions import check_one_of_each

    return {name: [words] for name, words in check_one_of_each(files=contents).items()}


def _read_one(path: Path, content: bytes) -> list[Words]:
    """Take one workbook and say so; returns what is wrong with one that is not taken."""
    from baansuk.verify.page_receipts import said_of
    from baansuk.verify.reading_back import NotTaken
    from baansuk.verify.sheet_actions import read_back

    try:
        receipt = read_back(content=content, filename=path.name, by=BY, scope=None)
    except NotTaken as refusal:
        return [*([refusal.lead] if refusal.lead else []), *(fault.words for fault in refusal.faults)]
    except Refusal as refusal:
        return [refusal.words]
    out.print(f"{path.name}: {said(said_of(receipt))}", markup=False)
    return []


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
