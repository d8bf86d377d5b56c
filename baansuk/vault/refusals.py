"""The sentences of the vault: each names the key or the file that it is about, never what a key holds."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from baansuk.thai.words import Refusal


def key_missing(name: str, where: str) -> Refusal:
    """A key that must be there is not."""
    return Refusal(
        "key_missing",
        f"ไม่พบกุญแจ {name} ที่ {where} นำกุญแจจากที่เก็บสำรองกลับมาไว้ที่เดิม แล้วสั่งใหม่ (ห้ามสร้างกุญแจใหม่แทน ข้อมูลเดิมจะเปิดไม่ได้)",
        f"The key {name} is missing at {where}. Put it back from where its copy is kept, then try again; a new key would not open what is there.",
    )


def key_wrong(name: str, why_th: str, why_en: str) -> Refusal:
    """A key is there, and does not fit."""
    return Refusal("key_wrong", f"กุญแจ {name} ใช้ไม่ได้: {why_th}", f"The key {name} does not fit: {why_en}")


def key_destroyed(name: str, day: str) -> Refusal:
    """A key was destroyed so that what it sealed can never be read again."""
    return Refusal(
        "key_destroyed",
        f"กุญแจ {name} ถูกทำลายเมื่อ {day} ข้อมูลที่ผนึกด้วยกุญแจนี้ถูกลบแล้วและเปิดไม่ได้อีก",
        f"The key {name} was destroyed on {day}: what it sealed is erased and can never be opened again.",
    )


def file_damaged(name: str) -> Refusal:
    """A sealed file is not what was sealed."""
    return Refusal(
        "file_damaged",
        f"แฟ้ม {name} ในคลังไม่ตรงกับที่ผนึกไว้ (ถูกแก้ ตัด สลับ หรือเสียหาย) จึงไม่เปิด กู้คืนแฟ้มจากสำเนาสำรองแล้วลองใหม่",
        f"The file {name} of the store is not as it was sealed (edited, cut, swapped or damaged), so it is not opened. Restore it from a backup.",
    )


def file_not_sealed(name: str) -> Refusal:
    """A clear file lies where only sealed ones may."""
    return Refusal(
        "file_not_sealed",
        f"แฟ้ม {name} ในคลังยังไม่ได้ผนึก จึงไม่เปิด ถ้าคลังนี้สร้างก่อนมีการผนึก ให้สั่ง `baansuk keys seal-store`",
        f"The file {name} of the store is not sealed, so it is not opened. If the store is older than sealing, run `baansuk keys seal-store`.",
    )


def value_damaged(context: str) -> Refusal:
    """A sealed value of the database is not what was sealed there."""
    return Refusal(
        "value_damaged",
        f"ค่าที่ผนึกไว้ใน {context} ไม่ตรงกับที่ผนึก (ถูกแก้หรือย้ายมาจากแถวอื่น) จึงไม่เปิด",
        f"A sealed value of {context} is not as it was sealed (edited, or moved from another row), so it is not opened.",
    )


def folder_unsafe(folder: str) -> Refusal:
    """The private folder is open to others, or is not ours."""
    return Refusal(
        "private_folder_unsafe",
        f"โฟลเดอร์ส่วนตัว {folder} เป็นของผู้อื่นหรือผู้อื่นเปิดได้ ลบโฟลเดอร์นั้น หรือตั้ง BAANSUK_RUN_TMP เป็นที่อื่น",
        f"The private folder {folder} belongs to another or is open to others: remove it, or set BAANSUK_RUN_TMP to another place.",
    )


def master_in_environment() -> Refusal:
    """A master key that the environment gives cannot be changed from inside."""
    return Refusal(
        "master_in_environment",
        "กุญแจแม่มาจาก BAANSUK_MASTER_KEY ให้ตั้งเป็น <กุญแจใหม่>,<กุญแจเดิม> แล้วสั่งหมุนกุญแจใหม่ (สร้างด้วย `baansuk keys new`)",
        "The master key comes from BAANSUK_MASTER_KEY: set it to <new key>,<old key> and rotate again (`baansuk keys new` makes one).",
    )


def rotation_open() -> Refusal:
    """Two processes rotate at once."""
    return Refusal(
        "rotation_open", "มีการหมุนกุญแจอยู่แล้ว รอให้จบก่อน", "The keys are being rotated already; wait until that is done."
    )


@contextmanager
def said(*, private: bool = False) -> Iterator[None]:
    """Say a full or failing disk as a refusal; ``private``: it is that of the private folder, not of the store."""
    try:
        yield
    except OSError as error:
        if private and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refusal(
                "private_full",
                "พื้นที่ของโฟลเดอร์ส่วนตัวเต็ม งานนี้จึงหยุด ตั้ง BAANSUK_RUN_TMP ไปยังที่ที่กว้างกว่า แล้วสั่งใหม่ ข้อมูลเดิมยังอยู่ครบ",
                "The private folder is full, so this work stopped. Set BAANSUK_RUN_TMP to a larger place and try again; earlier data is whole.",
            ) from error
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refusal(
                "store_full",
                "พื้นที่เก็บไฟล์เต็ม จึงยังไม่ได้รับไฟล์นี้ กรุณาเพิ่มพื้นที่แล้วส่งใหม่ ข้อมูลเดิมยังอยู่ครบ",
                "The store is full, so this file was not taken. Make room and send it again; earlier data is whole.",
            ) from error
        if error.errno in (errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE):
            raise Refusal(
                "store_failed",
                "ที่เก็บไฟล์เขียนไม่สำเร็จ จึงยังไม่ได้รับไฟล์นี้ กรุณาแจ้งผู้ดูแลระบบแล้วส่งใหม่",
                "The store could not write, so this file was not taken. Tell whoever runs the machine, then send it again.",
            ) from error
        raise
