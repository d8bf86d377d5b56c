"""The classes of facts and the purposes of work that an agreement may grant: closed lists, with words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from baansuk.thai.words import Words

# Figures without persons. Every annex grants it, and to a body without persons' data it is all there is.
AGGREGATE = "aggregate"
# What it takes to find a household at all, and to read a name.
HOUSEHOLD = "household"
IDENTITY = "identity"

# Design rule 12 and PDPA s.26: position, status, health, disability, debt and protection are granted one by one.
CLASSES: Mapping[str, Words] = MappingProxyType(
    {
        AGGREGATE: Words("ตัวเลขรวม", "Figures"),
        HOUSEHOLD: Words("ครัวเรือนและสภาพบ้าน", "Household and house"),
        IDENTITY: Words("ตัวบุคคล (ชื่อ วันเกิด เลขประจำตัวแบบปิดบัง)", "Identity (name, birth, masked number)"),
        "contact": Words("การติดต่อ", "Contact"),
        "position": Words("พิกัดบ้าน", "Exact position of the house"),
        "land": Words("ที่ดินและการถือครอง", "Land and tenure"),
        "economic": Words("รายได้และทรัพย์สิน", "Income and assets"),
        "debt": Words("หนี้สิน", "Debt"),
        "health": Words("สุขภาพ", "Health"),
        "disability": Words("ความพิการ", "Disability"),
        "ethnicity_status": Words("ชาติพันธุ์และสถานะบุคคล", "Ethnicity and civil status"),
        "protection": Words("การคุ้มครองและความรุนแรง", "Protection and violence"),
        "aid": Words("สิทธิและความช่วยเหลือที่ได้รับ", "Rights and help received"),
        "free_text": Words("ข้อความบรรยาย", "Free text"),
    }
)
# What PDPA s.26 calls sensitive: an annex that grants one of these must name its basis under s.26 as well.
SENSITIVE = frozenset({"health", "disability", "ethnicity_status", "protection"})
PERSONAL = tuple(name for name in CLASSES if name != AGGREGATE)

# Design rule 12: no security, immigration, forest, police or tax use stands here, so no annex can grant it.
PURPOSES: Mapping[str, Words] = MappingProxyType(
    {
        "register": Words("จัดทำและดูแลทะเบียน", "Keep the register"),
        "help": Words("ช่วยเหลือและติดตามครัวเรือน", "Help households and follow up"),
        "plan": Words("วางแผนและจัดงบประมาณ", "Plan and budget"),
        "statistics": Words("สถิติและรายงาน", "Statistics and reports"),
        "research": Words("วิจัยและประเมินผล", "Research and evaluation"),
        "oversight": Words("ตรวจสอบและคุ้มครองข้อมูล", "Audit and data protection"),
    }
)
