"""What a receipt says of a village's page that was taken; no database."""

from __future__ import annotations

from baansuk.thai.words import Words
from baansuk.verify.models import Receipt


def said_of(receipt: Receipt) -> Words:
    """Return what a receipt says of a page that was taken."""
    about = receipt.about
    turned = Words(" แถวถูกสลับลำดับ รับตามเลขที่เรื่อง", " Rows were in another order and taken by case number.")
    return Words(
        f"รับแล้ว {about['filled']} หลัง ยังไม่กรอก {about['open']} หลัง เพิ่มผู้ตกหล่น {about['added']} หลัง ใบรับ {receipt.number}"
        + (turned.th if about["reordered"] else ""),
        f"Taken: {about['filled']} filled, {about['open']} still open, {about['added']} added. Receipt {receipt.number}."
        + (turned.en if about["reordered"] else ""),
    )
