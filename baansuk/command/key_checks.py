"""What the doctor looks at of secrets: the keys, the seal of the store, and the private folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from baansuk.access.key_marks import MASTER, NAMES, key_faults, marks_known
from baansuk.thai.system_faults import reason_of
from baansuk.thai.words import Refusal, Words
from baansuk.vault import house, older_store, private
from baansuk.vault.masters import VARIABLE

SWAPS = Path("/proc/swaps")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ``ok``, ``warn`` or ``bad``, with a sentence."""

    state: str
    words: Words


def key_findings() -> Iterator[Finding]:
    """Look at the keys first: without them the rest of the secrets cannot be looked at."""
    bad = [Finding("bad", refusal.words) for refusal in key_faults()]
    yield from bad
    yield from _where(settings.KEYS)
    if not bad:
        yield from _opened()
    yield from _store(Path(settings.STORE))
    yield from _private()


def _where(folder: Path) -> Iterator[Finding]:
    for name in NAMES:
        variable = VARIABLE if name == MASTER else name
        path = folder / name.lower()
        if os.environ.get(variable):
            yield Finding("ok", Words(f"{variable} มาจากสภาพแวดล้อม", f"{variable} comes from the environment."))
        elif path.exists() and path.stat().st_mode & 0o077:
            yield Finding(
                "bad",
                Words(
                    f"ไฟล์กุญแจ {path} ผู้อื่นอ่านได้ ให้สั่ง chmod 600",
                    f"Others can read the key file {path}: run chmod 600 on it.",
                ),
            )
        elif path.exists():
            yield Finding("ok", Words(f"{variable} เก็บไว้ที่ {path}", f"{variable} is kept in {path}."))


def _opened() -> Iterator[Finding]:
    """Every data key must open: one that does not is found now, not when its delivery is wanted."""
    if not marks_known():
        return
    try:
        keyring = house.keyring()
        listed = keyring.listed()
        for one in listed:
            keyring.key(one.id)
    except Refusal as refusal:
        yield Finding("bad", refusal.words)
        return
    count = len(listed)
    yield Finding("ok", Words(f"กุญแจข้อมูลเปิดได้ทั้ง {count:,} ดอก", f"All {count:,} data keys open."))
    if len(keyring.masters) > 1:
        yield Finding(
            "warn",
            Words(
                "การหมุนกุญแจครั้งก่อนยังไม่จบ ให้สั่ง `baansuk keys rotate` อีกครั้ง",
                "A rotation of keys was cut short: run `baansuk keys rotate` again.",
            ),
        )


def _store(store: Path) -> Iterator[Finding]:
    if not house.places().store_sealed:
        yield Finding(
            "warn",
            Words(
                f"คลัง {store} ไม่ได้ผนึกทีละแฟ้ม (BAANSUK_STORE_SEALED=no) ต้องอยู่บนดิสก์ที่เข้ารหัสทั้งลูก",
                f"The store {store} is not sealed (BAANSUK_STORE_SEALED=no): it must lie on an encrypted volume.",
            ),
        )
        return
    if os.environ.get("BAANSUK_SPARK_MASTER", "").startswith(("spark:", "yarn", "k8s:")):
        yield Finding(
            "bad",
            Words(
                "Spark หลายเครื่องอ่านแฟ้มที่ผนึกไม่ได้ ให้วางคลังบนดิสก์ที่เข้ารหัส แล้วตั้ง BAANSUK_STORE_SEALED=no",
                "Spark on several machines cannot read sealed files: put the store on an encrypted volume and set BAANSUK_STORE_SEALED=no.",
            ),
        )
    clear = next(older_store.clear_files(store), None)
    if clear is None:
        yield Finding("ok", Words("ทุกแฟ้มในคลังผนึกแล้ว", "Every file of the store is sealed."))
    else:
        yield Finding(
            "bad",
            Words(
                "คลังยังมีแฟ้มที่ไม่ได้ผนึก ให้สั่ง `baansuk keys seal-store`",
                "The store holds files that are not sealed: run `baansuk keys seal-store`.",
            ),
        )


def _private() -> Iterator[Finding]:
    """Where files lie clear while they are worked on; what memory swaps out would lie clear on the disk."""
    try:
        folder = private.folder()
    except (Refusal, OSError) as fault:
        words = fault.words if isinstance(fault, Refusal) else reason_of(fault)
        yield Finding("bad", words)
        return
    root = folder.parent
    if private.MEMORY not in root.parents:
        yield Finding(
            "warn",
            Words(
                f"โฟลเดอร์ส่วนตัว {root} อยู่บนดิสก์ ควรตั้ง BAANSUK_RUN_TMP เป็น tmpfs หรือดิสก์ที่เข้ารหัส",
                f"The private folder {root} is on a disk: set BAANSUK_RUN_TMP to a tmpfs or an encrypted disk.",
            ),
        )
    elif SWAPS.exists() and len(SWAPS.read_text(encoding="utf-8").splitlines()) > 1:
        yield Finding(
            "warn",
            Words(
                f"โฟลเดอร์ส่วนตัว {root} อยู่ในหน่วยความจำ แต่เครื่องนี้ใช้ swap ควรเข้ารหัส swap หรือปิด",
                f"The private folder {root} is in memory, but this machine swaps: encrypt the swap or turn it off.",
            ),
        )
    else:
        yield Finding("ok", Words(f"โฟลเดอร์ส่วนตัวอยู่ในหน่วยความจำ ({root})", f"The private folder is in memory ({root})."))
