"""Three registers of the sample province as ``link-files`` takes them, with the truth that the sample keeps beside them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import python_calamine

from baansuk.thai.tables import read_addresses

# The survey, the health files and a list with names and addresses in one cell: the three that overlap most.
SOURCES = ("bmn", "moph43", "welfare_card")
# Rows that these three print of each person of the province: 1.97 at 5,000 persons, 1.98 at 50,000.
ROWS_PER_PERSON = 1.98
ADDRESS_PARTS = ("house_no", "village_no", "tambon", "amphoe")


def convert(sample: Path, out: Path) -> list[Path]:
    """Write ``bmn``, ``moph43``, ``welfare_card`` and ``truth`` (record_id, person) as Parquet under ``out``; return
    the three registers. ``sample`` is what ``baansuk sample`` made."""
    out.mkdir(parents=True, exist_ok=True)
    ledger = pl.read_parquet(sample / "truth/records.parquet").filter(pl.col("person_no").is_not_null())
    made, truths = [], []
    for source, read in (("bmn", _bmn), ("moph43", _moph43), ("welfare_card", _welfare_card)):
        rows = read(sample / "registers" / source).join(
            ledger.filter(source=source).select("file", "table", "row", "person_no"), on=["file", "table", "row"]
        )
        numbered = rows.with_columns(record_id=pl.format("{}-{}", pl.lit(source), pl.int_range(pl.len()) + 1))
        truths.append(numbered.select("record_id", person=pl.col("person_no").cast(pl.String)))
        numbered.drop("file", "table", "row", "person_no").write_parquet(out / f"{source}.parquet")
        made.append(out / f"{source}.parquet")
    pl.concat(truths).write_parquet(out / "truth.parquet")
    return made


def _bmn(folder: Path) -> pl.DataFrame:
    """One workbook an amphoe: members of households on one sheet, the households' addresses on another."""
    return pl.concat([_bmn_book(path) for path in sorted(folder.glob("*.xlsx"))])


def _bmn_book(path: Path) -> pl.DataFrame:
    book = python_calamine.CalamineWorkbook.from_path(path)
    homes = _sheet(book, "ครัวเรือน").select(
        "เลขที่แบบสอบถาม",
        house_code="รหัสประจำบ้าน",
        house_no="บ้านเลขที่",
        village_no="หมู่ที่",
        tambon="ตำบล",
        amphoe="อำเภอ",
    )
    members = _sheet(book, "สมาชิก").select(
        "row",
        "เลขที่แบบสอบถาม",
        national_id="เลขประจำตัวประชาชน",
        title="คำนำหน้า",
        given_name="ชื่อ",
        family_name="นามสกุล",
        sex="เพศ",
        birth_date="วันเกิด",
    )
    joined = members.join(homes.unique("เลขที่แบบสอบถาม", keep="first"), on="เลขที่แบบสอบถาม", how="left")
    return joined.drop("เลขที่แบบสอบถาม").with_columns(file=pl.lit(f"bmn/{path.name}"), table=pl.lit("สมาชิก"))


def _sheet(book: python_calamine.CalamineWorkbook, name: str) -> pl.DataFrame:
    """All cells of a sheet as text; ``row`` is the row as the workbook counts it."""
    header, *rows = book.get_sheet_by_name(name).to_python()
    columns = {str(title): [_text(row[place]) for row in rows] for place, title in enumerate(header)}
    return (
        pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).with_row_index("row", 2).cast({"row": pl.Int64})
    )


def _text(cell: Any) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell) or None


def _moph43(folder: Path) -> pl.DataFrame:
    """Files of a health office: persons, and the houses they are counted in, with codes for places."""
    homes = _lines((folder / "HOME.txt").read_bytes().decode("utf-8"), "|").select(
        "HOSPCODE",
        "HID",
        house_code="HOUSE_ID",
        house_no="HOUSE",
        village_no="VILLAGE",
        tambon=pl.concat_str("CHANGWAT", "AMPUR", "TAMBON"),
        amphoe=pl.concat_str("CHANGWAT", "AMPUR"),
    )
    persons = _lines((folder / "PERSON.txt").read_bytes().decode("utf-8"), "|").select(
        "row",
        "HOSPCODE",
        "HID",
        national_id="CID",
        given_name="NAME",
        family_name="LNAME",
        sex="SEX",
        birth_date="BIRTH",
        phone="MOBILE",
    )
    joined = persons.join(homes.unique(["HOSPCODE", "HID"], keep="first"), on=["HOSPCODE", "HID"], how="left")
    return joined.drop("HOSPCODE", "HID").with_columns(file=pl.lit("moph43/PERSON.txt"), table=pl.lit("PERSON"))


def _welfare_card(folder: Path) -> pl.DataFrame:
    """One list of Windows-874 text with the whole name in one cell and the whole address in another."""
    (path,) = folder.glob("*.csv")
    rows = _lines(path.read_bytes().decode("cp874"), ",", quote='"').with_columns(address=read_addresses("ที่อยู่"))
    return rows.select(
        "row",
        *(pl.col("address").struct.field(part) for part in ADDRESS_PARTS),
        national_id="เลขประจำตัวประชาชน",
        full_name="ชื่อ-นามสกุล",
        birth_date="วันเกิด",
        phone="โทรศัพท์",
        file=pl.lit(f"welfare_card/{path.name}"),
        table=pl.lit(path.stem),
    )


def _lines(text: str, separator: str, quote: str | None = None) -> pl.DataFrame:
    """Read delimited text, every cell as text; ``row`` counts from the header as 1."""
    frame = pl.read_csv(
        BytesIO(text.encode()),
        separator=separator,
        quote_char=quote,
        infer_schema=False,
        truncate_ragged_lines=True,
    )
    return frame.with_row_index("row", 2).cast({"row": pl.Int64})
