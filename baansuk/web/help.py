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
            "กด “หน้าครอบครัว” อ่านหนึ่งนาทีก่อนเยี่ยม แล้วบันทึกคำของครอบครัวตามที่เขาพูด",
            "Press “Family page” for a minute before a visit, and write down what the family says as it says it.",
        ),
        Words(
            "ถ้าข้อมูลไม่ตรงกับที่เห็น จดไว้แล้วแจ้งทีมปฏิบัติการตำบล",
            "If the facts differ from what you see, note it and tell the tambon team.",
        ),
        Words(
            "บ้านที่ควรได้รับการตรวจแต่ไม่อยู่ในบัญชี เปิดรอบใน “ตรวจสอบ” แล้วแจ้งเพิ่ม",
            "A household that should be checked but is on no list: open the round under “Verify” and add it.",
        ),
    ),
    "tambon_team": (
        Words(
            "ค้นด้วยบ้านเลขที่กับหมู่ที่อย่างที่เห็นหน้าบ้าน หรือพิมพ์ต้นชื่อ",
            "Search by house number and village as on the door, or by the beginning of a name.",
        ),
        Words("เลือกตัวชี้วัดเพื่อดูว่าบ้านใดขาดเรื่องเดียวกัน", "Choose an indicator to see which houses lack the same thing."),
        Words(
            "เปิด “ตรวจสอบ” ออกบัญชีให้หมู่บ้าน รับไฟล์ที่กรอกคืน แล้วตรวจขั้นตำบล ใบที่รับไม่ได้ระบบบอกแผ่น แถว และช่อง",
            "Open “Verify”: give villages their pages, take filled ones back, then the tambon's own step. What cannot be taken is told by sheet, row and column.",
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
        Words(
            "เปิด “ข้อตกลง” เพื่อบันทึกว่าใครสัญญาอะไร ใครอ่านข้อมูลใดได้ถึงเมื่อใด ภาคผนวกต้องให้ผู้ดูแลอีกคนอนุมัติ",
            "Open “Agreements” to record who promised what and who may read what until when; a second keeper approves annexes.",
        ),
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
    "village_head": (
        Words(
            "เปิด “ตรวจสอบ” จะเห็นบัญชีหมู่บ้านเรียงตามบ้านเลขที่ ไม่บอกว่าเพราะเหตุใด พิมพ์หรือโหลดเป็น Excel ได้",
            "Open “Verify”: the village's list by house number, without any reason. Print it, or take it as a workbook.",
        ),
        Words(
            "นัดประชุม บันทึกผู้เข้าประชุมและบ้านที่เป็นญาติ แล้วกรอกผลตามลำดับกระดาษ ปิดประชุม และถ่ายภาพบัญชีที่ลงนาม",
            "Call the session, record who attends and whose kin, key in the outcomes in the paper's order, close, and file a photo.",
        ),
        Words(
            "บ้านที่ตกหล่น แจ้งได้ตลอดปี ไม่ต้องมีเลขประจำตัว",
            "A household that was missed can be added all year; no id is needed.",
        ),
    ),
    "local_officer": (
        Words(
            "ค้นด้วยบ้านเลขที่กับหมู่ที่ แล้วดูความช่วยเหลือที่บ้านนั้นได้รับแล้ว", "Search by house number and see the help already given."
        ),
        Words("ทุกเดือนแจ้งผู้ตายและผู้ย้ายให้ผู้ดูแลทะเบียน", "Each month tell the register keeper of deaths and moves."),
    ),
    "council_coordinator": (
        Words("เปิดแผนที่ดูตัวเลขรวมของตำบลเพื่อใช้ทำแผน", "Open the map for the tambon's figures and use them for the plan."),
    ),
    "amphoe_chair": (
        Words("เปิดแผนที่ดูว่าตำบลใดขาดเรื่องใด", "Open the map to see which tambon lacks what."),
        Words(
            "เรื่องที่เลขานุการเสนอ ท่านเป็นผู้ลงนามคนที่สอง ผู้เสนอจะอนุมัติเองไม่ได้",
            "You sign second what the secretary proposes; whoever proposed cannot approve it.",
        ),
    ),
    "province_planner": (
        Words("หน้าแรกและแผนที่มีตัวเลขรวมสำหรับแผนจังหวัด", "Home and map hold the figures for the province's plan."),
    ),
    "agency_officer": (
        Words("เปิด “ครัวเรือน” จะเห็นเฉพาะครัวเรือนที่ส่งต่อมาให้", "Open “Households”: only those referred to you."),
    ),
    "social_worker": (
        Words("เปิด “ครัวเรือน” จะเห็นเฉพาะครัวเรือนในความดูแล", "Open “Households”: only the cases in your hands."),
        Words(
            "เหตุเร่งด่วนนอกรายการ เปิด “ดูข้อมูลกรณีฉุกเฉิน” ในเมนูตำแหน่ง",
            "For an urgent case that is not on your list, open “Emergency access” in the menu of your post.",
        ),
    ),
    "technician": (
        Words(
            "เปิด “ครัวเรือน” จะเห็นเฉพาะบ้านที่มอบหมายให้สำรวจหรือซ่อม",
            "Open “Households”: only the houses to survey or repair.",
        ),
    ),
    "finance": (
        Words(
            "เปิด “ครัวเรือน” จะเห็นเฉพาะบ้านที่ต้องจ่าย และความช่วยเหลือที่ได้รับแล้ว",
            "Open “Households”: those to be paid, and help given.",
        ),
    ),
    "nonstate_partner": (
        Words("แผนที่และหน้าแรกบอกตัวเลขรวม ไม่มีรายชื่อ", "The map and home page give figures, never names."),
    ),
    "data_protection_officer": (
        Words(
            "เปิด “คุ้มครองข้อมูล” รับคำขอของเจ้าของข้อมูลทันที เวลานับจากวันที่รับเรื่อง ที่ครบกำหนดก่อนอยู่บน",
            "Open “Data protection”: take requests in at once; the time runs from that day, what is due first stands first.",
        ),
        Words(
            "ยืนยันตัวตนผู้ขอ ส่งให้ผู้ดูแลทะเบียน แล้วตอบหรือไม่รับพร้อมเหตุผล พิมพ์หนังสือตอบได้",
            "Check who asks, hand it to the register keeper, then answer or refuse with a reason; the letter can be printed.",
        ),
        Words(
            "การลบถาวรต้องมีสองคน ท่านเป็นคนที่สองได้เมื่อผู้ดูแลทะเบียนขอ",
            "An erasure takes two persons; you can be the second when the register keeper asks.",
        ),
        Words(
            "เปิด “ร่องรอย” ดูว่าใครเปิดดูอะไร และเปิดดูกรณีฉุกเฉินครั้งใด", "Open “Trail” to see who looked, and each urgent look."
        ),
    ),
    "survey_supervisor": (
        Words("เปิด “ครัวเรือน” จะเห็นเฉพาะบ้านในรอบสำรวจของท่าน", "Open “Households”: only the houses of your round."),
    ),
    "researcher": (
        Words("แผนที่และตัวเลขใช้วิเคราะห์ได้ จำนวนที่น้อยจะไม่แสดง", "Analyse the map and figures; small counts are not shown."),
    ),
    "member": (
        Words(
            "เปิด “ข้อมูลของฉัน” เพื่อดูว่าทะเบียนบันทึกอะไรไว้และใครเปิดดู ขอแก้ได้ที่สำนักงานผู้ดูแลทะเบียน",
            "Open “My facts” to see what is recorded and who looked; ask the register keeper's office to correct it.",
        ),
    ),
}
