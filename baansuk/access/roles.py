"""The roles of the house as one table: what each may see and do, in words that its holder reads."""

from __future__ import annotations

from dataclasses import dataclass

from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Role:
    """One role. ``by_houses``: the post sees only the houses it was assigned, whatever its area. ``purposes``: what it
    may act for, where an agreement grants it to its partner.
    """

    code: str
    name: Words
    who: Words
    sees: Words
    does: Words
    sees_persons: bool = False
    sees_figures: bool = False
    keeps_register: bool = False
    sees_trail: bool = False
    by_houses: bool = False
    # In the order in which they are offered; an agreement in force must grant one before anything is seen under it.
    purposes: tuple[str, ...] = ()


_TABLE = (
    Role(
        "volunteer",
        Words("อาสาสมัคร / พี่เลี้ยง", "Volunteer or mentor"),
        Words("อสม. อพม. หรือพี่เลี้ยงที่ได้รับคำสั่งให้เยี่ยมบ้าน", "A village volunteer or mentor appointed to visit houses"),
        Words("เฉพาะบ้านที่ได้รับมอบหมายในรอบนี้", "Only the houses assigned for this round"),
        Words("ดูข้อมูลบ้านก่อนออกเยี่ยม", "Reads about each house before a visit"),
        sees_persons=True,
        by_houses=True,
        purposes=("help",),
    ),
    Role(
        "tambon_team",
        Words("ทีมปฏิบัติการตำบล", "Tambon team"),
        Words(
            "ปลัดอำเภอประจำตำบล พัฒนากร เจ้าหน้าที่ รพ.สต. ครู และเจ้าหน้าที่ที่มีคำสั่งแต่งตั้ง",
            "The deputy district officer, development worker, health station, teacher and others named in the order",
        ),
        Words("ครัวเรือน บุคคล และตัวเลขในตำบลของตน", "Households, persons and figures of its own tambon"),
        Words("ค้นหา อ่าน และส่งออกรายชื่อครัวเรือนในตำบล", "Searches, reads and exports the households of the tambon"),
        sees_persons=True,
        sees_figures=True,
        purposes=("help", "plan"),
    ),
    Role(
        "amphoe_officer",
        Words("เจ้าหน้าที่อำเภอ (เลขานุการ ศจพ.อ.)", "Amphoe officer"),
        Words("พัฒนาการอำเภอหรือปลัดอำเภอผู้เป็นเลขานุการ", "The district development or deputy officer who is secretary"),
        Words("ครัวเรือน บุคคล และตัวเลขทั้งอำเภอ", "Households, persons and figures of the whole amphoe"),
        Words("ค้นหา เปรียบเทียบตำบล และส่งออกรายชื่อ", "Searches, compares tambons and exports lists"),
        sees_persons=True,
        sees_figures=True,
        purposes=("help", "plan"),
    ),
    Role(
        "register_keeper",
        Words("ผู้ดูแลทะเบียน", "Register keeper"),
        Words(
            "หน่วยงานที่บันทึกข้อตกลงมอบให้ดูแลทะเบียน (โดยปกติ พมจ.)", "The office that the agreement names to keep the register"
        ),
        Words("ครัวเรือน บุคคล และตัวเลขทั้งจังหวัด", "Households, persons and figures of the whole province"),
        Words(
            "รับไฟล์จากหน่วยงาน ตรวจ รับเข้าหรือไม่รับ และสั่งประมวลผลทะเบียน",
            "Receives agencies' files, checks, accepts or rejects them, and starts runs",
        ),
        sees_persons=True,
        sees_figures=True,
        keeps_register=True,
        purposes=("register", "help"),
    ),
    Role(
        "governor_view",
        Words("สำนักงานผู้ว่าราชการจังหวัด", "Governor's office"),
        Words("ผู้ว่าราชการจังหวัดและผู้ที่ได้รับมอบหมาย", "The governor and those the governor names"),
        Words(
            "ตัวเลขและแผนที่ทั้งจังหวัด ไม่เห็นรายชื่อหรือบ้านรายหลัง", "Figures and maps of the province; no names, no single house"
        ),
        Words("ติดตามความก้าวหน้าและความล่าช้า", "Follows progress and delay"),
        sees_figures=True,
        purposes=("statistics",),
    ),
    Role(
        "auditor",
        Words("ผู้ตรวจสอบภายใน", "Auditor"),
        Words("ผู้ตรวจสอบที่เป็นอิสระจากผู้ดูแลทะเบียน", "An auditor independent of the register keeper"),
        Words("ร่องรอยการใช้ระบบว่าใครทำอะไรเมื่อใด ไม่เห็นข้อมูลครัวเรือน", "The trail of who did what and when; no household"),
        Words("ตรวจการเข้าถึงและการรับไฟล์", "Checks who looked and what was received"),
        sees_trail=True,
    ),
    Role(
        "stranger",
        Words("เจ้าหน้าที่นอกพื้นที่", "Officer from elsewhere"),
        Words("เจ้าหน้าที่ของพื้นที่ที่อยู่นอกทะเบียนนี้", "An officer of an area outside this register"),
        Words("ไม่เห็นข้อมูลใดในทะเบียนนี้", "Nothing in this register"),
        Words("ไม่มีงานในทะเบียนนี้", "Has no work in this register"),
        # The powers of an officer over an area that is not here: what stops a stranger is the area, as in life.
        sees_persons=True,
        sees_figures=True,
        purposes=("help", "plan"),
    ),
)

ROLES: dict[str, Role] = {role.code: role for role in _TABLE}
