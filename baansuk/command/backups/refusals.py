"""The sentences of backup and restore: which file or folder, how it does not fit, and what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from baansuk.thai.system_faults import reason_of
from baansuk.thai.words import Refusal


def keys_inside(folder: str, keys: str) -> Refusal:
    """Keys and backup would lie together: whoever takes the one would have the other."""
    return Refusal(
        "backup_keys_inside",
        f"ที่เก็บกุญแจ {keys} กับสำเนาสำรอง {folder} ต้องแยกกัน ไม่อยู่ในกัน เลือกสื่อหรือเครื่องอื่นสำหรับกุญแจ",
        f"The keys at {keys} and the backup at {folder} must lie apart, neither inside the other: choose another medium or machine for the keys.",
    )


def inside_house(folder: str, place: str) -> Refusal:
    """The backup would lie within what it is a backup of."""
    return Refusal(
        "backup_inside_house",
        f"{folder} ซ้อนกับ {place} ของระบบเอง เลือกโฟลเดอร์ที่อยู่คนละที่ ควรเป็นดิสก์อื่น",
        f"{folder} overlaps {place} of the house itself: choose a folder apart from it, best on another disk.",
    )


def no_backup(path: str) -> Refusal:
    """There is no backup where one was named."""
    return Refusal(
        "backup_not_there",
        f"ไม่พบสำเนาสำรองที่ {path} ตรวจชื่อโฟลเดอร์ (สำเนาที่ทำไม่จบจะไม่มีบัญชีรายการ)",
        f"There is no backup at {path}; check the folder's name (one that was cut short has no manifest).",
    )


def manifest_damaged(path: str) -> Refusal:
    """The manifest is not the one that was sealed."""
    return Refusal(
        "backup_manifest",
        f"บัญชีรายการ {path} ไม่ตรงกับที่ผนึกไว้ (ถูกแก้ เสียหาย หรือเป็นของระบบอื่น) จึงไม่กู้คืน เลือกสำเนาชุดอื่นด้วย --snapshot",
        f"The manifest {path} is not as it was sealed (edited, damaged, or of another house), so nothing is restored. Choose another one with --snapshot.",
    )


def manifest_newer(path: str) -> Refusal:
    """The manifest has a form that this version does not know."""
    return Refusal(
        "backup_newer",
        f"สำเนาสำรอง {path} ทำด้วยโปรแกรมรุ่นใหม่กว่า ติดตั้งรุ่นนั้นก่อนแล้วกู้คืน",
        f"The backup {path} was made by a newer version: install that one first, then restore.",
    )


def migration_unknown(app: str, name: str) -> Refusal:
    """The database of the backup is of a newer version."""
    return Refusal(
        "backup_newer",
        f"ฐานข้อมูลในสำเนาเป็นของโปรแกรมรุ่นใหม่กว่า ({app} {name}) ติดตั้งรุ่นนั้นก่อนแล้วกู้คืน",
        f"The database in the backup is of a newer version ({app} {name}): install that one first, then restore.",
    )


def file_missing(name: str) -> Refusal:
    """A file that the manifest names is not in the backup."""
    return Refusal(
        "backup_file_missing",
        f"สำเนาสำรองขาดแฟ้ม {name} จึงไม่กู้คืน และไม่ได้เขียนทับอะไร",
        f"The backup lacks the file {name}, so nothing is restored and nothing was overwritten.",
    )


def file_differs(name: str, how_th: str, how_en: str) -> Refusal:
    """A file of the backup is not what the manifest says."""
    return Refusal(
        "backup_file_damaged",
        f"แฟ้ม {name} ในสำเนาสำรองไม่ตรงกับบัญชีรายการ ({how_th}) จึงไม่กู้คืน และไม่ได้เขียนทับอะไร",
        f"The file {name} of the backup is not what the manifest says ({how_en}), so nothing is restored and nothing was overwritten.",
    )


def store_clear(path: str) -> Refusal:
    """A file of the store lies clear and would leave the house so."""
    return Refusal(
        "backup_store_clear",
        f"แฟ้ม {path} ในคลังไม่ได้ผนึก จึงไม่คัดลอกออกไป สั่ง `baansuk keys seal-store` ก่อน "
        "หรือถ้าปลายทางอยู่บนดิสก์ที่เข้ารหัสทั้งลูก ใส่ --clear-store",
        f"The file {path} of the store is not sealed, so it does not leave. Run `baansuk keys seal-store` first, or give "
        "--clear-store where the backup goes to an encrypted volume.",
    )


def at_work(folder: str) -> Refusal:
    """Another backup writes to the same folder."""
    return Refusal(
        "backup_at_work",
        f"มีการสำรองข้อมูลลง {folder} อยู่แล้ว รอให้จบก่อน",
        f"Another backup is being made in {folder}; wait until it is done.",
    )


def house_not_empty(what: str) -> Refusal:
    """A restore would overwrite what is there."""
    return Refusal(
        "restore_not_empty",
        f"{what} มีข้อมูลอยู่แล้ว จึงไม่กู้คืนทับ กู้คืนลงโฟลเดอร์ว่างด้วย --into หรือย้ายของเดิมออกก่อน",
        f"{what} holds data already, so nothing is restored over it: restore --into an empty folder, or move away what is there.",
    )


def other_database(made: str, here: str) -> Refusal:
    """The backup is of the other kind of database."""
    return Refusal(
        "restore_other_database",
        f"สำเนานี้เป็นของ {made} แต่ระบบนี้เปิด {here} ตั้ง DATABASE_URL ให้ตรงชนิด",
        f"This backup is of {made}, but this house opens {here}: set DATABASE_URL to one of the same kind.",
    )


def rows_unreadable(tables: str) -> Refusal:
    """The role of the runs does not reach a table."""
    return Refusal(
        "backup_rows_unreadable",
        f"บัญชีฐานข้อมูลนี้อ่านตาราง {tables} ไม่ได้ สั่ง `baansuk init` แล้วสำรองใหม่",
        f"This role of the database cannot read {tables}: run `baansuk init`, then back up again.",
    )


@contextmanager
def said(folder: str) -> Iterator[None]:
    """Say a disk that is full, failing or closed to us as a refusal that names the folder."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refusal(
                "backup_disk_full",
                f"ที่ว่างใน {folder} ไม่พอ เพิ่มที่ว่างหรือลด --keep แล้วสั่งใหม่ งานจะทำต่อจากที่ค้าง",
                f"There is no room left in {folder}: make room or lower --keep, then run it again and it goes on.",
            ) from error
        if error.errno in (errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.ENOENT):
            raise Refusal(
                "backup_disk_failed",
                f"อ่านหรือเขียน {folder} ไม่ได้ ({reason_of(error).th}) ตรวจดิสก์และสิทธิ์ แล้วสั่งใหม่",
                f"{folder} could not be read or written ({reason_of(error).en}): check the disk and the rights, then run it again.",
            ) from error
        raise
