"""Takes from the photo of a signed paper everything but the picture: where, when and with what it was taken; pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from baansuk.thai.words import Refusal

# What a file begins with says what it is; its name does not.
KINDS: Mapping[str, bytes] = MappingProxyType({"pdf": b"%PDF-", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"})
MEDIA = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
_PICTURE = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs"}
_ORIENTATION, _EXIF = 0x0112, b"Exif\x00\x00"
_SCAN, _COMMENT, _JFIF, _ADOBE = 0xDA, 0xFE, 0xE0, 0xEE


def kind_of(content: bytes) -> str:
    """Return ``pdf``, ``jpeg`` or ``png``. Raises Refusal ``photo_unreadable`` for anything else."""
    for kind, mark in KINDS.items():
        if content.startswith(mark):
            return kind
    raise Refusal(
        "photo_unreadable",
        "รับเฉพาะภาพ JPEG, PNG หรือไฟล์ PDF ของบัญชีที่ลงนาม",
        "Only a JPEG, PNG or PDF of the signed page is taken.",
    )


def picture_only(content: bytes) -> tuple[str, bytes]:
    """Return the kind of a file and the file without what a camera wrote beside the picture; a PDF stays as it is.

    The way up is kept, for without it most photos of a phone lie on their side. Raises Refusal for what is no picture.
    """
    kind = kind_of(content)
    try:
        if kind == "jpeg":
            return kind, b"".join(_jpeg(content))
        if kind == "png":
            return kind, KINDS["png"] + b"".join(_png(content))
    except (struct.error, IndexError) as error:
        raise Refusal(
            "photo_broken", "ไฟล์ภาพเสีย โปรดถ่ายหรือส่งใหม่", "The picture is broken. Take or send it again."
        ) from error
    return kind, content


def _jpeg(content: bytes) -> Iterator[bytes]:
    """The parts of a JPEG without those of programs and comments."""
    yield content[:2]
    place = 2
    while content[place + 1] != _SCAN:
        if content[place] != 0xFF:
            raise IndexError("no marker where one must stand")
        marker, (length,) = content[place + 1], struct.unpack(">H", content[place + 2 : place + 4])
        part = content[place : place + 2 + length]
        if len(part) != 2 + length:
            raise IndexError("cut off")
        if marker == 0xE1 and part[4:].startswith(_EXIF):
            yield _only_way_up(part[10:])
        elif marker in (_JFIF, _ADOBE) or not (0xE0 <= marker <= 0xEF or marker == _COMMENT):
            yield part
        place += 2 + length
    yield content[place:]


def _only_way_up(tiff: bytes) -> bytes:
    """An EXIF part that says the way up and nothing else, nothing where it is not said."""
    order = "<" if tiff[:2] == b"II" else ">"
    (start,) = struct.unpack(f"{order}I", tiff[4:8])
    (count,) = struct.unpack(f"{order}H", tiff[start : start + 2])
    for number in range(count):
        entry = tiff[start + 2 + 12 * number : start + 14 + 12 * number]
        tag, _kind, _count, value = struct.unpack(f"{order}HHIH", entry[:10])
        if tag == _ORIENTATION and 1 <= value <= 8:
            body = b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)
            return b"\xff\xe1" + struct.pack(">H", 2 + len(_EXIF) + len(body)) + _EXIF + body
    return b""


def _png(content: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that the picture needs."""
    place = len(KINDS["png"])
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        chunk = content[place : place + 12 + length]
        if len(chunk) != 12 + length:
            raise IndexError("cut off")
        if chunk[4:8] in _PICTURE:
            yield chunk
        place += 12 + length
