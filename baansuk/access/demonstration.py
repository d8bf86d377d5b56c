"""The cast of the demonstration: one account per role, for the fictional province 99 only."""

from __future__ import annotations

from dataclasses import dataclass

from baansuk.access.roles import ROLES
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Player:
    """One account of the cast: where it sits, in which role, for whom."""

    username: str
    role: str
    partner: str
    area_code: str
    title: Words
    called: Words | None = None

    @property
    def password(self) -> str:
        """The password of this account: easy to read aloud, of no worth outside the demonstration."""
        return f"baansuk-{self.username.replace('_', '-')}-2569"

    @property
    def role_name(self) -> Words:
        """The name of the role, or of a second holder of it."""
        return self.called or ROLES[self.role].name


CAST = (
    Player(
        "volunteer",
        "volunteer",
        "MOPH",
        "99010101",
        Words("อสม. หมู่ 1 (สมมุติ)", "Village health volunteer, Moo 1 (fictional)"),
    ),
    Player(
        "village_head",
        "village_head",
        "CDD",
        "99010101",
        Words("ผู้ใหญ่บ้าน หมู่ 1 (สมมุติ)", "Village head, Moo 1 (fictional)"),
    ),
    Player(
        "local_officer",
        "local_officer",
        "LAO",
        "990101",
        Words("นักพัฒนาชุมชน อบต. (สมมุติ)", "Local government officer (fictional)"),
    ),
    Player("tambon_team", "tambon_team", "CDD", "990101", Words("ทีมปฏิบัติการตำบล (สมมุติ)", "Tambon team (fictional)")),
    Player(
        "amphoe_officer",
        "amphoe_officer",
        "CDD",
        "9901",
        Words("เลขานุการ ศจพ.อ. (สมมุติ)", "Amphoe secretary (fictional)"),
    ),
    Player("amphoe_chair", "amphoe_chair", "CDD", "9901", Words("นายอำเภอ (สมมุติ)", "District chief (fictional)")),
    Player(
        "register_keeper",
        "register_keeper",
        "MSDHS",
        "99",
        Words("ผู้ดูแลทะเบียน พมจ. (สมมุติ)", "Register keeper (fictional)"),
    ),
    Player(
        "social_worker",
        "social_worker",
        "MSDHS",
        "99",
        Words("นักสังคมสงเคราะห์ พมจ. (สมมุติ)", "Social worker (fictional)"),
    ),
    Player(
        "governor_view",
        "governor_view",
        "PROVINCE",
        "99",
        Words("สำนักงานผู้ว่าราชการจังหวัด (สมมุติ)", "Governor's office (fictional)"),
    ),
    Player(
        "dpo",
        "data_protection_officer",
        "PROVINCE",
        "99",
        Words("เจ้าหน้าที่คุ้มครองข้อมูล (สมมุติ)", "Data protection officer (fictional)"),
    ),
    Player("auditor", "auditor", "AUDIT", "99", Words("ผู้ตรวจสอบภายใน (สมมุติ)", "Auditor (fictional)")),
    Player(
        "stranger", "stranger", "CDD", "98", Words("เจ้าหน้าที่จังหวัดอื่น (สมมุติ)", "Officer of another province (fictional)")
    ),
)

# Whoever drafts an annex or asks for long emergency access needs another keeper to approve it.
SECOND_KEEPER = Player(
    "second_keeper",
    "register_keeper",
    "MSDHS",
    "99",
    Words("ผู้ดูแลทะเบียน พมจ. คนที่สอง (สมมุติ)", "Second register keeper (fictional)"),
    Words("ผู้ดูแลทะเบียนคนที่สอง (อนุมัติภาคผนวก)", "Second register keeper (approves annexes)"),
)
ACCOUNTS = (*CAST, SECOND_KEEPER)

# A person who sits in two seats, as พัฒนากร often do: the amphoe officer is also one of the tambon team.
SECOND_SEATS = (
    Player(
        "amphoe_officer",
        "tambon_team",
        "CDD",
        "990102",
        Words("ทีมปฏิบัติการตำบลที่สอง (สมมุติ)", "Tambon team of a second tambon (fictional)"),
    ),
)
