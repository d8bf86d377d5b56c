"""The roles of the house as one table: what each may see and do, in words that its holder reads."""

from __future__ import annotations

from dataclasses import dataclass

from baansuk.access.classes import AGGREGATE, CLASSES, HOUSEHOLD, IDENTITY
from baansuk.thai.words import Words

ALL = frozenset(CLASSES)
FIGURES = frozenset({AGGREGATE})
# Status shown to many makes the stateless fear being found, and a report of violence endangers whoever made it: beside
# those who keep the register only a social worker sees either.
TEAM = ALL - {"ethnicity_status", "protection"}


@dataclass(frozen=True, slots=True)
class Role:
    """One role. ``by_houses``: the post sees only the houses it was assigned, whatever its area. ``purposes``: what it
    may act for, where an agreement grants it to its partner. ``classes``: what it may see at most, whatever is granted.
    ``shared``: an order names several people to it at once; any other post has one holder a day. ``signs``: may be the
    second person to an urgent look that lasts long. ``answers_requests``: takes and answers what persons ask about their facts.
    ``consent_classes``: what it may see at most of a person who agreed to it, where an annex opens that by consent.
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
    shared: bool = False
    signs: bool = False
    answers_requests: bool = False
    classes: frozenset[str] = ALL
    consent_classes: frozenset[str] = frozenset()
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
        shared=True,
        classes=frozenset({HOUSEHOLD, IDENTITY, "contact", "position", "disability", "aid", "free_text"}),
        purposes=("help",),
    ),
    Role(
        "village_head",
        Words("ผู้ใหญ่บ้าน", "Village head"),
        Words("ผู้ใหญ่บ้านหรือกำนันที่เรียกประชุมตรวจสอบในหมู่บ้าน", "The village head who calls the village check"),
        Words(
            "รายชื่อครัวเรือนของหมู่บ้านตามบ้านเลขที่ ไม่เห็นโรค หนี้ หรือสถานะ",
            "The households of the village by house number; no illness, debt or status",
        ),
        Words(
            "เรียกประชุมตรวจสอบ บันทึกผล และแจ้งบ้านที่ตกหล่น ย้าย หรือซ้ำ",
            "Calls the village check, records its outcomes, and says which houses were missed, moved or counted twice",
        ),
        sees_persons=True,
        classes=frozenset({HOUSEHOLD, IDENTITY}),
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
        Words(
            "ค้นหา อ่าน และส่งออกรายชื่อในตำบล ออกและรับบัญชีหมู่บ้าน และตรวจขั้นตำบล",
            "Searches, reads and exports the tambon's households, gives out and takes back village pages, checks the tambon's step",
        ),
        sees_persons=True,
        sees_figures=True,
        shared=True,
        classes=TEAM,
        purposes=("help", "plan"),
    ),
    Role(
        "local_officer",
        Words("เจ้าหน้าที่ อปท.", "Local government officer"),
        Words(
            "ข้าราชการหรือพนักงานประจำของ อบต. หรือเทศบาล ไม่ใช่นักการเมือง",
            "Permanent staff of the local government; no politician",
        ),
        Words(
            "ครัวเรือนและตัวเลขของท้องถิ่นตน ไม่เห็นสุขภาพ หนี้ หรือสถานะ",
            "Households and figures of its own place; no health, debt or status",
        ),
        Words("แจ้งตาย ย้าย เบี้ยยังชีพ และความช่วยเหลือที่ให้แล้ว", "Reports deaths, moves, allowances and help already given"),
        sees_persons=True,
        sees_figures=True,
        classes=TEAM - {"health", "debt", "free_text"},
        purposes=("help", "plan"),
    ),
    Role(
        "council_coordinator",
        Words("ผู้ประสานสภาองค์กรชุมชน", "Community council coordinator"),
        Words("สภาองค์กรชุมชนตำบล ซึ่งเป็นภาคประชาชน", "The tambon council of community organisations, a civic body"),
        Words("ตัวเลขรวมของตำบล ไม่เห็นรายชื่อ", "Figures of the tambon; no names"),
        Words("ใช้ตัวเลขทำแผนของประชาชนในตำบล", "Uses figures for the people's plan of the tambon"),
        sees_figures=True,
        classes=FIGURES,
        purposes=("plan", "statistics"),
    ),
    Role(
        "amphoe_officer",
        Words("เจ้าหน้าที่อำเภอ (เลขานุการ ศจพ.อ.)", "Amphoe officer"),
        Words("พัฒนาการอำเภอหรือปลัดอำเภอผู้เป็นเลขานุการ", "The district development or deputy officer who is secretary"),
        Words("ครัวเรือน บุคคล และตัวเลขทั้งอำเภอ", "Households, persons and figures of the whole amphoe"),
        Words("ค้นหา เปรียบเทียบตำบล และส่งออกรายชื่อ", "Searches, compares tambons and exports lists"),
        sees_persons=True,
        sees_figures=True,
        classes=TEAM,
        purposes=("help", "plan"),
    ),
    Role(
        "amphoe_chair",
        Words("นายอำเภอ (ประธาน ศจพ.อ.)", "Amphoe chair"),
        Words("นายอำเภอหรือผู้รักษาราชการแทน", "The district chief, or whoever acts for the chief"),
        Words("ครัวเรือน บุคคล และตัวเลขทั้งอำเภอ", "Households, persons and figures of the whole amphoe"),
        Words("ลงนามหลังเลขานุการเสนอ", "Signs what the secretary proposes"),
        sees_persons=True,
        sees_figures=True,
        signs=True,
        classes=TEAM,
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
        shared=True,
        answers_requests=True,
        signs=True,
        purposes=("register", "help"),
    ),
    Role(
        "province_planner",
        Words("ผู้จัดทำแผนจังหวัด", "Province planner"),
        Words("กลุ่มงานยุทธศาสตร์ของสำนักงานจังหวัด", "The strategy group of the provincial office"),
        Words("ตัวเลขรวมทั้งจังหวัด ไม่เห็นรายชื่อ", "Figures of the province; no names"),
        Words("ทำแผนและรายงานของจังหวัด", "Makes the province's plan and reports"),
        sees_figures=True,
        classes=FIGURES,
        purposes=("plan", "statistics"),
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
        classes=FIGURES,
        purposes=("statistics",),
    ),
    Role(
        "agency_officer",
        Words("เจ้าหน้าที่หน่วยงานรับส่งต่อ", "Agency officer"),
        Words(
            "เช่น งานที่อยู่อาศัยของ อบจ. โรงเรียน หรือแรงงาน",
            "Such as housing of the provincial administration, schools, labour",
        ),
        Words(
            "เฉพาะครัวเรือนที่ส่งต่อมาให้ และความช่วยเหลือที่ครัวเรือนนั้นได้รับ",
            "Only the households referred to it, and the help they received",
        ),
        Words("รับเรื่องส่งต่อและบันทึกความช่วยเหลือ", "Takes referrals and records help"),
        sees_persons=True,
        by_houses=True,
        shared=True,
        classes=TEAM - {AGGREGATE, "debt"},
        purposes=("help",),
    ),
    Role(
        "social_worker",
        Words("นักสังคมสงเคราะห์", "Social worker"),
        Words("ผู้สอบข้อเท็จจริงและดูแลรายกรณี", "Whoever finds the facts and manages a case"),
        Words("เฉพาะครัวเรือนในความดูแล รวมเรื่องคุ้มครองและสถานะ", "Only the cases in hand, with protection and status"),
        Words("สอบข้อเท็จจริงและช่วยเหลือเร่งด่วน", "Finds the facts and helps where it is urgent"),
        sees_persons=True,
        by_houses=True,
        shared=True,
        classes=ALL - {AGGREGATE},
        purposes=("help",),
    ),
    Role(
        "technician",
        Words("นายช่าง", "Technician"),
        Words("นายช่างของ อบต. เทศบาล หรือ อบจ.", "The engineer of a local government"),
        Words(
            "บ้านที่ต้องสำรวจหรือซ่อม ไม่เห็นข้อมูลครอบครัวหรือสุขภาพ", "The houses to survey or repair; no family or health facts"
        ),
        Words("สำรวจความเสียหายและประมาณราคา", "Surveys damage and estimates the cost"),
        sees_persons=True,
        by_houses=True,
        shared=True,
        classes=frozenset({HOUSEHOLD, "contact", "position", "land"}),
        purposes=("help",),
    ),
    Role(
        "finance",
        Words("เหรัญญิก / การเงิน", "Finance"),
        Words("เหรัญญิกของกองทุนหรือเจ้าหน้าที่การเงิน", "The treasurer of a fund, or a finance officer"),
        Words(
            "ชื่อผู้รับและความช่วยเหลือของบ้านที่ต้องจ่าย ไม่เห็นสุขภาพ", "Payees and help of the houses to be paid; no health facts"
        ),
        Words("จ่ายเงินและลงบัญชี", "Pays and keeps the book"),
        sees_persons=True,
        by_houses=True,
        classes=frozenset({HOUSEHOLD, IDENTITY, "aid"}),
        purposes=("help",),
    ),
    Role(
        "nonstate_partner",
        Words("ภาคีที่ไม่ใช่รัฐ", "Non-state partner"),
        Words("หอการค้า มูลนิธิ เครือข่าย หรือผู้บริจาค", "A chamber, foundation, network or donor"),
        Words("ตัวเลขรวม เห็นบุคคลได้เฉพาะเมื่อเจ้าตัวยินยอม", "Figures; persons only with their consent"),
        Words("ดูว่าที่ใดต้องการความร่วมมือ", "Sees where its help is needed"),
        sees_figures=True,
        shared=True,
        classes=FIGURES,
        consent_classes=TEAM - {AGGREGATE, "position", "debt"},
        purposes=("statistics", "plan", "help"),
    ),
    Role(
        "data_protection_officer",
        Words("เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล", "Data protection officer"),
        Words(
            "ผู้ที่แต่งตั้งตามกฎหมายคุ้มครองข้อมูลส่วนบุคคล แยกจากผู้ตรวจสอบภายใน",
            "Whoever the data protection law appoints; not the auditor",
        ),
        Words("คำขอของเจ้าของข้อมูลและร่องรอยการใช้ระบบ ไม่เห็นข้อมูลครัวเรือน", "People's requests and the trail; no household"),
        Words("ตอบคำขอของเจ้าของข้อมูลและรับแจ้งเหตุ", "Answers people's requests and hears of breaches"),
        sees_trail=True,
        answers_requests=True,
        classes=frozenset(),
    ),
    Role(
        "auditor",
        Words("ผู้ตรวจสอบภายใน", "Auditor"),
        Words("ผู้ตรวจสอบที่เป็นอิสระจากผู้ดูแลทะเบียน", "An auditor independent of the register keeper"),
        Words("ร่องรอยการใช้ระบบว่าใครทำอะไรเมื่อใด ไม่เห็นข้อมูลครัวเรือน", "The trail of who did what and when; no household"),
        Words("ตรวจการเข้าถึงและการรับไฟล์", "Checks who looked and what was received"),
        sees_trail=True,
        classes=frozenset(),
    ),
    Role(
        "survey_supervisor",
        Words("ผู้คุมงานสำรวจ", "Survey supervisor"),
        Words("ผู้คุมรอบสำรวจของวิทยาลัยหรือหน่วยงาน", "Who leads a survey round of a college or agency"),
        Words("เฉพาะบ้านในรอบสำรวจของตน", "Only the houses of its own round"),
        Words("ตรวจงานสำรวจและส่งผล", "Checks the survey and hands it in"),
        sees_persons=True,
        by_houses=True,
        shared=True,
        classes=frozenset({HOUSEHOLD, IDENTITY, "contact", "position"}),
        purposes=("register",),
    ),
    Role(
        "researcher",
        Words("นักวิจัย", "Researcher"),
        Words("วิทยาลัยหรือมหาวิทยาลัยตามข้อตกลง", "A college or university under an agreement"),
        Words("ตัวเลขรวม ไม่เห็นบุคคลหรือบ้านรายหลัง", "Figures; no person and no single house"),
        Words("วิเคราะห์และประเมินผล", "Analyses and evaluates"),
        sees_figures=True,
        shared=True,
        classes=FIGURES,
        purposes=("research",),
    ),
    Role(
        "member",
        Words("สมาชิกครัวเรือน", "Member of a household"),
        Words("ผู้ใหญ่ในครัวเรือนที่อยู่ในทะเบียน", "An adult of a household in the register"),
        Words(
            "ข้อมูลของตนเองและข้อมูลบ้านที่ใช้ร่วมกัน ไม่เห็นข้อมูลของคนอื่นในบ้าน",
            "One's own facts and those of the house that its adults share; not the others'",
        ),
        Words("ขอดูและขอแก้ข้อมูลของตน", "Asks to see and correct one's own facts"),
        shared=True,
        classes=frozenset(),
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
        shared=True,
        purposes=("help", "plan"),
    ),
)

ROLES: dict[str, Role] = {role.code: role for role in _TABLE}
