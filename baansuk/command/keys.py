"""The commands of the keys: what there is, a new master key, sealing a store that is older than sealing."""

from __future__ import annotations

from collections import Counter

import click

from baansuk.command.house import set_up_django
from baansuk.command.terminal import Bars, mark, out, said, tell
from baansuk.command.verbs import hint, verbs
from baansuk.thai.words import Refusal, Words

BY = "command"


def add_to(group: click.Group) -> None:
    """Hang the commands on the group."""
    group.add_command(keys)


@verbs("กุญแจของระบบ: ดู หมุน และผนึกคลังเดิม (ไม่แสดงตัวกุญแจ)", "Keys: show, rotate, seal an older store; no secret is shown.")
def keys() -> None:
    """Keys: show, rotate, seal an older store; no secret is shown."""


@keys.command(help=hint("แสดงชื่อ เครื่องหมาย และที่อยู่ของกุญแจ", "Show the names, marks and places of the keys."))
@click.option("--all", "every", is_flag=True, help=hint("แสดงกุญแจข้อมูลทุกดอก", "Also list every data key."))
def show(every: bool) -> None:
    """Show the names, marks and places of the keys."""
    set_up_django(keys=False)
    from baansuk.access.key_marks import key_faults, marks_known
    from baansuk.vault import house

    faults = list(key_faults())
    for refusal in faults:
        out.print(f"{mark('bad')} {said(refusal.words)}", markup=False)
    for name, known in sorted((marks_known() or {}).items()):
        out.print(f"{name}  {known}", markup=False)
    if faults:
        raise Refusal("keys", "กุญแจยังใช้ไม่ได้ แก้ตามข้อความข้างบน", "The keys do not fit yet; see above.")
    listed = house.keyring().listed()
    for (kind, master), count in sorted(Counter((one.kind, one.master) for one in listed).items()):
        tell(
            Words(
                f"กุญแจข้อมูล {kind} {count:,} ดอก ผนึกด้วย {master}",
                f"{count:,} data key(s) of {kind}, wrapped by {master}",
            )
        )
    for one in listed if every else ():
        out.print(f"{one.id}  {one.kind}  {one.place or '-'}  {one.master}", markup=False)


@keys.command(help=hint("พิมพ์กุญแจแม่ดอกใหม่สำหรับ BAANSUK_MASTER_KEY", "Print a new master key for BAANSUK_MASTER_KEY."))
def new() -> None:
    """Print a new master key for BAANSUK_MASTER_KEY."""
    from baansuk.vault.masters import new_master, shown

    click.echo(shown(new_master()))


@keys.command(
    help=hint(
        "เปลี่ยนกุญแจแม่ หยุดกลางคันได้ สั่งซ้ำแล้วทำต่อ", "Take a new master key into use; cut short, it goes on when run again."
    )
)
@click.option(
    "--values",
    is_flag=True,
    help=hint("เปลี่ยนกุญแจของค่าในฐานข้อมูลและผนึกค่าใหม่ด้วย", "Also seal the values of the database by a new key."),
)
def rotate(values: bool) -> None:
    """Take a new master key into use; cut short, it goes on when run again."""
    set_up_django("runs")
    from baansuk.access.key_actions import mark_master
    from baansuk.people import sealing_actions
    from baansuk.vault import house

    with Bars() as bars:
        wrapping = Words("ผนึกกุญแจข้อมูลด้วยกุญแจแม่ดอกใหม่", "Wrapping the data keys by the new master key")
        bars.show(0, 0, wrapping)
        master = house.keyring().rotate(
            lambda done, total: bars.show(done, total, None), lambda made: mark_master(made, by=BY)
        )
        if values:
            bars.show(0, 0, Words("ผนึกค่าในฐานข้อมูลใหม่", "Sealing the values of the database anew"))
            sealing_actions.new_values_key(by=BY)
            sealing_actions.seal_anew(by=BY)
    tell(
        Words(
            f"ใช้กุญแจแม่ {master.name} แล้ว สำรองกุญแจใหม่แยกจากฐานข้อมูล",
            f"The master key is {master.name}; back it up apart from the database.",
        )
    )
    if house.places().master:
        tell(Words("เอากุญแจเดิมออกจาก BAANSUK_MASTER_KEY ได้", "The old key may be taken out of BAANSUK_MASTER_KEY."))


@keys.command(
    "seal-store",
    help=hint(
        "ผนึกแฟ้มและค่าที่มีอยู่ก่อนจะมีการผนึก สั่งซ้ำได้", "Seal files and values that are older than sealing; safe to run again."
    ),
)
def seal_store() -> None:
    """Seal files and values that are older than sealing; safe to run again."""
    set_up_django("runs")
    from django.conf import settings

    from baansuk.people.sealing_actions import seal_anew
    from baansuk.vault import house, older_store

    if not house.places().store_sealed:
        raise Refusal(
            "store_on_volume",
            "ตั้ง BAANSUK_STORE_SEALED=no ไว้ คลังนี้อยู่บนดิสก์ที่เข้ารหัสทั้งลูกและไม่ผนึกทีละแฟ้ม",
            "BAANSUK_STORE_SEALED=no is set: this store lies on an encrypted volume and is not sealed file by file.",
        )
    with Bars() as bars:
        bars.show(0, 0, Words("ผนึกแฟ้มในคลัง", "Sealing the files of the store"))
        files = older_store.seal_store(settings.STORE, lambda done, total: bars.show(done, total, None))
        bars.show(0, 0, Words("ผนึกค่าในฐานข้อมูล", "Sealing the values of the database"))
        rows = seal_anew(by=BY)
    tell(Words(f"ผนึกแล้ว {files:,} แฟ้ม และ {rows:,} แถว", f"Sealed {files:,} file(s) and {rows:,} row(s)."))
