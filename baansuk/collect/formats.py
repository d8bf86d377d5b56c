"""What kind of file this is, by its content; the name on it is not believed."""

from __future__ import annotations

import struct
import zipfile

from baansuk.collect.encodings import Readable
from baansuk.thai.words import Refusal

TEXT, XLSX, XLS, ODS = "text", "xlsx", "xls", "ods"
WORKBOOKS = (XLSX, XLS, ODS)
_ZIP = b"PK"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# First bytes of what people attach by mistake, with what to call it.
_NOT_TABLES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"\x1f\x8b": "GZIP",
    b"PAR1": "Parquet",
    b"SQLite": "SQLite",
}


def is_packed(path: Readable) -> bool:
    """Say whether a file begins as workbooks do: what reads those needs a file on disk."""
    with path.open("rb") as file:
        return file.read(len(_OLE)).startswith((_ZIP, _OLE))


def kind_of(path: Readable) -> str:
    """Return ``text``, ``xlsx``, ``xls`` or ``ods``.

    Raises Refusal ``empty_file``, ``password``, ``macros``, ``not_a_table`` or ``broken_file``.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise Refusal("empty_file", "ไฟล์ว่าง ไม่มีแถวข้อมูล", "The file is empty: no rows.")
    if start.startswith(_ZIP):
        return _zip_kind(path)
    if start.startswith(_OLE):
        return _ole_kind(path)
    for sign, name in _NOT_TABLES.items():
        if start.startswith(sign):
            raise _not_a_table(name)
    lower = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if lower.startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        # Some systems export a web page and call it .xls.
        raise _not_a_table("HTML/XML")
    return TEXT


def _zip_kind(path: Readable) -> str:
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            first = archive.read("mimetype")[:100] if "mimetype" in names and _small(archive, "mimetype") else b""
    except (
        zipfile.BadZipFile,
        OSError,
        NotImplementedError,
        RuntimeError,
        struct.error,
        ValueError,
        EOFError,
    ) as error:
        raise broken() from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise macros()
    if "xl/workbook.xml" in names:
        return XLSX
    if "xl/workbook.bin" in names:
        raise _not_a_table("xlsb")
    if b"opendocument.spreadsheet" in first:
        if any(name.startswith("Basic/") and name.count("/") > 1 for name in names):
            raise macros()
        return ODS
    raise _not_a_table("ZIP")


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    return archive.getinfo(name).file_size < 1000


def _ole_kind(path: Readable) -> str:
    """Names in an OLE file stand in UTF-16; finding them is enough to tell the three kinds apart."""
    with path.open("rb") as file:
        content = file.read(64 << 20)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise password()
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise macros()
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return XLS
    raise _not_a_table("OLE")


def broken() -> Refusal:
    """Return the refusal of a file cut off or damaged on its way."""
    return Refusal(
        "broken_file",
        "ไฟล์ไม่สมบูรณ์ อาจถูกตัดขาดระหว่างส่ง ให้ส่งไฟล์ใหม่จากต้นทาง",
        "The file is not whole; it may have been cut off on its way. Send it again from its origin.",
    )


def password() -> Refusal:
    """Return the refusal of a locked workbook."""
    return Refusal(
        "password",
        "ไฟล์ตั้งรหัสผ่านไว้ ให้เอารหัสผ่านออก (แฟ้ม > ข้อมูล > ป้องกันสมุดงาน) แล้วส่งใหม่",
        "The file is locked with a password. Remove it (File > Info > Protect Workbook) and send the file again.",
    )


def macros() -> Refusal:
    """Return the refusal of a workbook that carries a program."""
    return Refusal(
        "macros",
        "ไฟล์มีแมโคร (โปรแกรมที่ฝังในไฟล์) ระบบไม่รับ ให้บันทึกเป็น .xlsx ธรรมดา",
        "The file carries macros, which are not taken. Save it as a plain .xlsx.",
    )


def _not_a_table(name: str) -> Refusal:
    return Refusal(
        "not_a_table",
        f"ไฟล์นี้เป็น {name} ไม่ใช่ตาราง รับเฉพาะ CSV, ข้อความคั่นด้วย | และ Excel/OpenDocument (.xlsx .xls .ods)",
        f"This is {name}, not a table. CSV, pipe text and workbooks (.xlsx .xls .ods) are taken.",
    )
