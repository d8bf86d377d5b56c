"""What the operating system says of a file that it refused, in both languages."""

from __future__ import annotations

import errno
import os

from baansuk.thai.words import Words

_IN_THAI = {
    errno.ENOENT: "ไม่พบ",
    errno.EACCES: "ไม่มีสิทธิ์",
    errno.EPERM: "ไม่มีสิทธิ์",
    errno.EROFS: "อ่านได้อย่างเดียว",
    errno.EISDIR: "เป็นโฟลเดอร์",
    errno.ENOTDIR: "ไม่ใช่โฟลเดอร์",
    errno.EEXIST: "มีอยู่แล้ว",
    errno.ENOTEMPTY: "โฟลเดอร์ไม่ว่าง",
    errno.ENOSPC: "ดิสก์เต็ม",
    errno.EDQUOT: "เกินโควตาดิสก์",
    errno.EIO: "ดิสก์เสียหรือหลุด",
    errno.ENAMETOOLONG: "ชื่อยาวเกินไป",
    errno.EMFILE: "เปิดไฟล์ค้างไว้มากเกินไป",
}


def reason_of(error: OSError) -> Words:
    """Return why, in a few words; what has no Thai here stands as the system says it."""
    if error.errno is None:
        kind = type(error).__name__
        return Words(kind, kind)
    english = os.strerror(error.errno)
    return Words(_IN_THAI.get(error.errno, english), english)
