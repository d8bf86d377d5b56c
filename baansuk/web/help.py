"""What the help page says: the work of each role step by step, and the four answers."""

from __future__ import annotations

from dataclasses import dataclass

from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the four answers that every indicator keeps apart."""

    tone: str
    name: Words
    meaning: Words


ANSWERS = (
    Answer(
        "good", Words("ผ่าน", "Pass"), Words("มีผู้สำรวจยืนยันว่าครัวเรือนผ่านเกณฑ์ข้อนั้น", "A survey says the household meets it")
    ),
    Answer(
        "bad",
        Words("ไม่ผ่าน", "Fail"),
        Words("มีผู้สำรวจยืนยันว่าไม่ผ่าน เปิดดูได้ว่าใครบอกและเมื่อใด", "A survey says it does not; who and when is shown"),
    ),
    Answer(
        "none",
        Words("ไม่เกี่ยวข้อง", "Not applicable"),
        Words("ข้อนั้นใช้กับครัวเรือนนี้ไม่ได้ เช่น ไม่มีเด็กแรกเกิด", "It cannot apply, such as no newborn in the house"),
    ),
    Answer(
        "unknown",
        Words("ไม่ทราบ", "Not known"),
        Words("ยังไม่มีใครบอก ไม่ใช่ศูนย์ ไม่ใช่ผ่าน และไม่ใช่จน", "Nobody has said yet: not zero, not a pass, and not poor"),
    ),
)

STEPS: dict[str, tuple[Words, ...]] = {
    "volunteer": (
        Words(
            "เปิด “ครัวเรือน” จะเห็นเฉพาะบ้านที่ได้รับมอบหมาย เรียงตามบ้านเลขที่",
            "Open “Households”: only your assigned houses, by house number.",
        ),
        Words(
            "แตะที่บ้านเพื่ออ่านว่าบ้านนั้นขาดอะไร ใครบอก และบอกเมื่อใด", "Tap a house to read what it lacks, who says so and when."
        ),
        Words(
            "ถ้าข้อมูลไม่ตรงกับที่เห็น จดไว้แล้วแจ้งทีมปฏิบัติการตำบล",
            "If the facts differ from what you see, note it and tell the tambon team.",
        ),
    ),
    "tambon_team": (
        Words(
            "ค้นด้วยบ้านเลขที่กับหมู่ที่อย่างที่เห็นหน้าบ้าน หรือพิมพ์ต้นชื่อ",
            "Search by house number and village as on the door, or by the beginning of a name.",
        ),
        Words("เลือกตัวชี้วัดเพื่อดูว่าบ้านใดขาดเรื่องเดียวกัน", "Choose an indicator to see which houses lack the same thing."),
        Words(
            "ส่งออกเป็น Excel เพื่อไปตรวจกับคนในพื้นที่ แล้วเก็บไฟล์ไว้ในที่ปลอดภัย",
            "Export to Excel to check with people who know the place, and keep the file safe.",
        ),
    ),
    "amphoe_officer": (
        Words(
            "เปิดแผนที่ เลือกตัวชี้วัด แล้วเจาะลงไปที่ตำบลและหมู่บ้าน",
            "Open the map, choose an indicator, then go down to tambon and village.",
        ),
        Words(
            "ตารางใต้แผนที่มีตัวเลขเดียวกัน ใช้ในการประชุมได้",
            "The table under the map has the same figures, ready for a meeting.",
        ),
        Words(
            "ถ้านั่งหลายตำแหน่ง แตะชื่อตำแหน่งมุมขวาบนเพื่อสลับ",
            "If you hold several posts, tap the post's name at the top right to switch.",
        ),
    ),
    "register_keeper": (
        Words(
            "เปิด “ทะเบียน” แล้วส่งไฟล์ตามที่หน่วยงานให้มา ไม่ต้องแก้ก่อน",
            "Open “Registers” and send the file as the agency gave it; do not correct it first.",
        ),
        Words(
            "ตรวจจำนวนแถว แถวที่มีปัญหา แล้วดาวน์โหลดไฟล์ที่ทำเครื่องหมายไว้คืนหน่วยงาน",
            "Check the rows and the issues, and give the marked workbook back to the agency.",
        ),
        Words(
            "รับเข้าหรือไม่รับพร้อมเหตุผล ยังไม่มีอะไรเปลี่ยนจนกว่าจะรับ",
            "Accept, or reject with a reason; nothing changes until you accept.",
        ),
        Words("สั่ง “จัดทำทะเบียน” แล้วดูความก้าวหน้าได้ที่ “ประมวลผล”", "Start “Make the register” and follow it under “Runs”."),
    ),
    "governor_view": (
        Words(
            "หน้าแรกบอกตัวเลขทั้งจังหวัด แตะชื่อตัวเลขเพื่ออ่านความหมาย",
            "The home page gives the province's figures; tap a name to read what it counts.",
        ),
        Words("แผนที่แสดงอำเภอและตำบล ฉายขึ้นจอหรือพิมพ์ได้", "The map shows amphoe and tambon; project it or print it."),
    ),
    "auditor": (
        Words("หน้าแรกบอกว่าใน 7 วันมีการกระทำใดกี่ครั้ง", "The home page counts each act of the last 7 days."),
        Words("ไม่มีข้อมูลของครัวเรือนใดในหน้าของท่าน", "No household's facts are in your pages."),
    ),
}
