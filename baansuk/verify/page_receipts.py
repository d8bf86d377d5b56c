"""What a receipt says of a village's page that was taken; no database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from baansuk.thai.words import Words
from baansuk.verify.models import Receipt


def said_of(receipt: Receipt) -> Words:
    """Return what a receipt says of a page that was taken."""
    about = receipt.about
    turned = Words(" แถวถูกสลับลำดับ รับตามเลขที่เรื่อง", " Rows were in another order and taken by case number.")
    said = _went_on(about) if about.get("continues") else _first(about)
    return Words(
        f"{said.th} ใบรับ {receipt.number}" + (turned.th if about["reordered"] else ""),
        f"{said.en} Receipt {receipt.number}." + (turned.en if about["reordered"] else ""),
    )


def _first(about: Mapping[str, Any]) -> Words:
    return Words(
        f"รับแล้ว {about['filled']} หลัง {_left(about).th}{_added(about).th}",
        f"{_houses(about['filled'])} taken, {_left(about).en}{_added(about).en}.",
    )


def _went_on(about: Mapping[str, Any]) -> Words:
    before, new = about["continues"], about["new"]
    if not new and not about["added"]:
        return Words(
            f"ตรงกับที่รับแล้วตามใบรับ {before} ไม่มีหลังใดเพิ่ม", f"The same as was taken under receipt {before}; nothing is new."
        )
    return Words(
        f"รับต่อจากใบรับ {before} อีก {new} หลัง รวมกรอกแล้ว {about['filled']} หลัง {_left(about).th}{_added(about).th}",
        f"Goes on from receipt {before}: {_houses(new)} more, {about['filled']} in all, {_left(about).en}{_added(about).en}.",
    )


def _left(about: Mapping[str, Any]) -> Words:
    left = about["open"]
    if not left:
        return Words("กรอกครบทุกหลัง", "none left open")
    return Words(
        f"ยังไม่กรอก {left} หลัง กรอกต่อในไฟล์เดิมแล้วส่งอีกครั้งได้",
        f"{left} left open (fill them in and hand the file in again)",
    )


def _added(about: Mapping[str, Any]) -> Words:
    added = about["added"]
    return Words(f" เพิ่มผู้ตกหล่น {added} หลัง", f", {_houses(added)} added") if added else Words("", "")


def _houses(count: int) -> str:
    return f"{count} household" if count == 1 else f"{count} households"
