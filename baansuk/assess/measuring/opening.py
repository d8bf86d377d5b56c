"""Says why a file that was named cannot be opened."""

from __future__ import annotations

from pathlib import Path

from baansuk.thai.words import Refusal


def unreadable(path: Path) -> Refusal:
    """Say why a file cannot be opened: it is not there, it is a folder, or it may not be read."""
    if not path.exists():
        return Refusal(
            "measure.unreadable",
            f"ไม่พบไฟล์ {path} ตรวจชื่อและโฟลเดอร์",
            f"There is no file {path}: check its name and folder.",
        )
    if path.is_dir():
        return Refusal("measure.unreadable", f"{path} เป็นโฟลเดอร์ ให้ระบุไฟล์", f"{path} is a folder: name the file in it.")
    return Refusal(
        "measure.unreadable", f"เปิดไฟล์ {path} ไม่ได้ ตรวจสิทธิ์ของไฟล์", f"{path} cannot be read: check its permissions."
    )
