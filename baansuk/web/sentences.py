"""The sentences of the error pages."""

from __future__ import annotations

from dataclasses import dataclass

from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, and what the reader can do next."""

    said: Words
    next: Words


SENTENCES = {
    "bad_request": Sentence(
        Words("ระบบอ่านคำขอนี้ไม่ได้", "This request could not be read"),
        Words("กลับไปหน้าก่อนหน้า แล้วลองใหม่อีกครั้ง", "Go back to the page before and try again."),
    ),
    "forbidden": Sentence(
        Words("ตำแหน่งของท่านทำรายการนี้ไม่ได้", "Your post may not do this"),
        Words(
            "ดูสิทธิ์ของตำแหน่งได้ที่หน้า “ฉันเห็นอะไรได้บ้าง” ถ้าท่านมีหลายตำแหน่ง ให้สลับตำแหน่งก่อน",
            "See what your post may do under “What I may see”. If you hold several posts, switch first.",
        ),
    ),
    "not_found": Sentence(
        Words("ไม่พบหน้านี้", "Page not found"),
        Words(
            "อาจพิมพ์ที่อยู่ผิด ถูกย้าย หรืออยู่นอกขอบเขตของตำแหน่งท่าน",
            "The address may be mistyped, moved, or outside what your post covers.",
        ),
    ),
    "too_large": Sentence(
        Words("สิ่งที่ส่งมาใหญ่เกินไป", "What was sent is too large"),
        Words("แบ่งไฟล์เป็นส่วนเล็กลง แล้วส่งทีละส่วน", "Split the file into smaller parts and send them one at a time."),
    ),
    "too_fast": Sentence(
        Words("ขอถี่เกินไป โปรดรอสักครู่", "Too often in a short time; please wait"),
        Words("รอสักครู่แล้วลองใหม่", "Wait a moment and try again."),
    ),
    "broken": Sentence(
        Words("ระบบขัดข้อง", "Something broke on our side"),
        Words(
            "ข้อมูลที่บันทึกแล้วไม่หาย รอสักครู่แล้วลองใหม่ ถ้ายังไม่ได้ โปรดแจ้งผู้ดูแลทะเบียนพร้อมเวลาที่พบ",
            "What was saved is safe. Wait a moment and try again; if it stays, tell the register keeper the time.",
        ),
    ),
    "unavailable": Sentence(
        Words("ระบบพักชั่วคราว", "Resting for a moment"),
        Words(
            "กำลังปรับปรุงหรือมีงานมาก ลองใหม่ในอีกครึ่งนาที",
            "Maintenance or heavy work is under way. Try again in half a minute.",
        ),
    ),
    "old_page": Sentence(
        Words("หน้านี้เปิดไว้นานเกินไป จึงส่งไม่ได้", "This page was open too long to be sent"),
        Words(
            "กลับไปหน้าเดิม โหลดใหม่ แล้วส่งอีกครั้ง ถ้ายังไม่ได้ ให้เปิดรับคุกกี้ในเบราว์เซอร์",
            "Go back, reload the page and send again. If that fails, allow cookies in the browser.",
        ),
    ),
}
