"""The commands of backups: make one while the house works, look at one, bring one back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from baansuk.command.house import set_up_django
from baansuk.command.terminal import Bars, mark, out, said, tell
from baansuk.command.verbs import hint, verb
from baansuk.thai.words import Words

BY = "command"
MOST_NAMED = 10
Folder = click.Path(path_type=Path, file_okay=False)
# As the settings have it; they must not be read before the environment says which house this is.
DEFAULT_VAR = Path(__file__).resolve().parents[2] / "var"
THIS_HOUSE = ("BAANSUK_STORE", "BAANSUK_KEYS", "BAANSUK_ELSEWHERE", "BAANSUK_RUN_TMP")


def add_to(group: click.Group) -> None:
    """Hang the commands on the group."""
    group.add_command(backup)
    group.add_command(restore)


@verb(
    "สำรองฐานข้อมูลและคลังขณะระบบทำงาน ลงโฟลเดอร์ DIR (ผนึกทั้งหมด ไม่มีกุญแจอยู่ข้างใน) หยุดกลางคันได้ สั่งซ้ำแล้วทำต่อ",
    "Back database and store up into DIR while the house works, all sealed, without keys; cut short, it goes on when run again.",
)
@click.argument("folder", metavar="DIR", type=Folder)
@click.option(
    "--keys",
    type=Folder,
    help=hint("คัดลอกกุญแจไปที่นี่ ต้องเป็นคนละสื่อกับ DIR", "Copy the keys to this folder; it must be apart from DIR."),
)
@click.option(
    "--keep",
    type=click.IntRange(1),
    default=7,
    show_default=True,
    help=hint("เก็บฐานข้อมูลย้อนหลังกี่ชุด", "How many snapshots of the database to keep."),
)
@click.option(
    "--clear-store",
    is_flag=True,
    help=hint(
        "ยอมคัดลอกแฟ้มที่ไม่ได้ผนึก เฉพาะเมื่อ DIR อยู่บนดิสก์ที่เข้ารหัส",
        "Also copy files that are not sealed; only where DIR is on an encrypted volume.",
    ),
)
def backup(folder: Path, keys: Path | None, keep: int, clear_store: bool) -> None:
    """Back database and store up into DIR while the house works."""
    set_up_django("runs")
    from django.conf import settings

    from baansuk.access.database_roles import check_fit
    from baansuk.command.backups.folders import Backup, check_apart
    from baansuk.command.backups.making import back_up

    check_fit("runs")
    places = [Path(one) for one in (settings.STORE, settings.ELSEWHERE)] + _database_files()
    check_apart(folder, keys, house=places, own_keys=Path(settings.KEYS))
    with Bars() as bars:
        made = back_up(Backup(folder), keys=keys, keep=keep, clear_store=clear_store, by=BY, told=bars.show)
    tell(
        Words(
            f"สำรองแล้ว: ชุด {made.snapshot} แฟ้มในคลัง {made.files:,} แฟ้ม (คัดลอกใหม่ {made.copied:,}) รวม {_size(made.size)} ลบชุดเก่า {made.dropped} ชุด",
            f"Backed up: snapshot {made.snapshot}, {made.files:,} files of the store ({made.copied:,} of them new), "
            f"{_size(made.size)}; {made.dropped} old snapshot(s) dropped.",
        )
    )
    for name in made.gone[:MOST_NAMED]:
        out.print(f"{mark('warn')} {said(_missing(name))}", markup=False)
    if (more := len(made.gone) - MOST_NAMED) > 0:
        tell(Words(f"และอีก {more:,} แฟ้ม", f"… and {more:,} more."))
    _tell_of_keys(keys)


def _tell_of_keys(keys: Path | None) -> None:
    from baansuk.vault import house

    if keys is None:
        tell(
            Words(
                "กุญแจไม่ได้อยู่ในสำเนานี้ ต้องเก็บกุญแจไว้ที่อื่นด้วย (--keys) ไม่มีกุญแจ สำเนาเปิดไม่ได้อีกเลย",
                "The keys are not in this backup: keep them elsewhere too (--keys). Without them it can never be opened.",
            )
        )
        return
    tell(
        Words(
            f"คัดลอกกุญแจไว้ที่ {keys} เก็บให้ห่างจากสำเนา", f"The keys are copied to {keys}; keep them away from the backup."
        )
    )
    if house.places().master:
        tell(
            Words(
                "กุญแจแม่มาจาก BAANSUK_MASTER_KEY จึงไม่ได้คัดลอก ต้องเก็บสำรองเอง",
                "The master key comes from BAANSUK_MASTER_KEY and was not copied: keep it yourself.",
            )
        )


def _missing(name: str) -> Words:
    return Words(
        f"ฐานข้อมูลพูดถึงแฟ้ม {name} แต่คลังไม่มีแฟ้มนี้ สำเนาจึงไม่มีด้วย",
        f"The database speaks of the file {name}, which the store does not have; so neither has the backup.",
    )


def _database_files() -> list[Path]:
    from django.conf import settings

    database = settings.DATABASES["default"]
    return [Path(database["NAME"])] if database["ENGINE"].endswith("sqlite3") else []


def _size(size: int) -> str:
    return f"{size / 1e9:,.2f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"


@verb(
    "กู้คืนจากสำเนาสำรองใน DIR ลงระบบที่ว่างเปล่า ตรวจกุญแจและทุกแฟ้มก่อน ไม่เขียนทับของเดิม",
    "Restore the backup in DIR into an empty house; keys and every file are checked first, and nothing is overwritten.",
)
@click.argument("folder", metavar="[DIR]", type=Folder, required=False)
@click.option("--keys", type=Folder, help=hint("กุญแจที่สำรองไว้ที่นี่", "The folder with the copies of the keys."))
@click.option("--snapshot", default="", help=hint("ชุดใด (ไม่ระบุคือชุดล่าสุด)", "Which snapshot; the newest unless said."))
@click.option(
    "--into",
    type=Folder,
    help=hint("กู้คืนลงโฟลเดอร์ว่างนี้ (เป็น BAANSUK_VAR ใหม่)", "Restore into this empty folder, which becomes BAANSUK_VAR."),
)
@click.option(
    "--check", "only_check", is_flag=True, help=hint("ตรวจสำเนาเท่านั้น ไม่เขียนอะไร", "Only look at it; write nothing.")
)
@click.option(
    "--finish",
    is_flag=True,
    help=hint("ทำขั้นท้าย: ลบซ้ำตามบันทึกการลบ แล้วเปิดใช้ได้", "The last step: erase again what was erased, then it may serve."),
)
def restore(
    folder: Path | None, keys: Path | None, snapshot: str, into: Path | None, only_check: bool, finish: bool
) -> None:
    """Restore the backup in DIR into an empty house."""
    also = _go_into(into) if into else []
    set_up_django("runs", keys=False)
    if finish:
        _finish()
        return
    if folder is None:
        raise click.MissingParameter(param_hint="DIR", param_type="argument", ctx=click.get_current_context())
    from baansuk.command.backups import restoring
    from baansuk.command.backups.folders import Backup

    with Bars() as bars:
        found = restoring.look(Backup(folder), snapshot, keys, bars.show)
        if not only_check:
            restoring.check_empty(found)
            restoring.restore(found, also, bars.show)
    whole = f"{found.said.snapshot} ({found.said.made_at}, {_size(found.said.size)})"
    if only_check:
        tell(Words(f"สำเนา {whole} ครบและเปิดได้ด้วยกุญแจนี้", f"The backup {whole} is whole and these keys open it."))
        return
    tell(Words(f"กู้คืนชุด {whole} แล้ว", f"The backup {whole} is restored."))
    # In a process of its own: this one began without the keys that are in place only now.
    done = subprocess.run([sys.executable, "-m", "baansuk.command", "restore", "--finish"], check=False)
    if done.returncode:
        raise click.exceptions.Exit(done.returncode)
    if into:
        tell(Words(f"เปิดใช้ด้วย BAANSUK_VAR={into.resolve()}", f"Use it with BAANSUK_VAR={into.resolve()}."))


def _go_into(into: Path) -> list[Path]:
    """Make a folder the house of this process, and return where the present one keeps what must outlive a restore."""
    var = os.environ.get("BAANSUK_VAR", "")
    elsewhere = os.environ.get("BAANSUK_ELSEWHERE", "")
    present = Path(elsewhere) if elsewhere else (Path(var) if var else DEFAULT_VAR) / "elsewhere"
    for name in THIS_HOUSE:
        os.environ.pop(name, None)
    if os.environ.get("DATABASE_URL", "").startswith("sqlite"):
        os.environ.pop("DATABASE_URL")
    os.environ["BAANSUK_VAR"] = str(into.resolve())
    return [present.resolve()]


def _finish() -> None:
    from baansuk.command.backups.finishing import finish

    with Bars() as bars:
        again = finish(by=BY, listener=bars.hear)
    tell(
        Words(
            f"ลบซ้ำตามบันทึกการลบ {again} รายการ ระบบเปิดใช้ได้แล้ว ตรวจร่องรอยด้วย `baansuk audit verify`",
            f"{again} erasure(s) were done again; the house may serve. Check the trail with `baansuk audit verify`.",
        )
    )
