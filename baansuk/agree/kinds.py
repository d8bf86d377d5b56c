"""The closed lists of this room with their words: kinds of partners, the four forces, contacts, bases in law."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from baansuk.thai.words import Refusal, Words

PARTNER_KINDS: Mapping[str, Words] = MappingProxyType(
    {
        "central": Words("ราชการส่วนกลาง", "Central government"),
        "provincial": Words("ราชการส่วนภูมิภาค (จังหวัด)", "Provincial office"),
        "amphoe": Words("อำเภอ", "Amphoe"),
        "local": Words("องค์กรปกครองส่วนท้องถิ่น", "Local government"),
        "public_organisation": Words("องค์การมหาชน", "Public organisation"),
        "own_act": Words("หน่วยงานตามพระราชบัญญัติเฉพาะ", "Body by its own Act"),
        "red_cross": Words("กาชาด", "Red Cross"),
        "army": Words("กองทัพ", "Army"),
        "academic": Words("สถาบันการศึกษา", "Academic institution"),
        "community_network": Words("เครือข่ายชุมชน", "Community network"),
        "business": Words("ภาคธุรกิจ", "Business"),
        "religious": Words("องค์กรศาสนา", "Religious body"),
        "funder": Words("แหล่งทุน", "Funder"),
    }
)
# Design rule 12: a body whose task is security gets figures, whatever its annex would say.
FIGURES_ONLY_KINDS = frozenset({"army"})

# จตุพลัง: the four forces of a province.
FORCES: Mapping[str, Words] = MappingProxyType(
    {
        "leaders": Words("ผู้นำ ท้องที่ ท้องถิ่น", "Leaders, local administration and government"),
        "state": Words("ภาครัฐ", "The state"),
        "business_civil": Words("ภาคธุรกิจและประชาสังคม", "Business and civil society"),
        "religion": Words("ภาคศาสนา", "Religion"),
    }
)

CONTACT_KINDS: Mapping[str, Words] = MappingProxyType(
    {
        "general": Words("ติดต่อทั่วไป", "General contact"),
        "breach": Words("แจ้งเหตุข้อมูลรั่วไหล", "Breach of personal data"),
    }
)

SIGNATORY_KINDS: Mapping[str, Words] = MappingProxyType(
    {
        "signatory": Words("ผู้ลงนาม", "Signatory"),
        "witness": Words("สักขีพยาน", "Witness"),
        "chair": Words("ประธานในพิธี", "Presiding"),
    }
)

# PDPA s.24. Legitimate interest (5) is left out: the register is no private interest of a partner.
BASES_24: Mapping[str, Words] = MappingProxyType(
    {
        "task": Words("ภารกิจเพื่อประโยชน์สาธารณะหรืออำนาจรัฐ ม.24(4)", "Public task or official authority, s.24(4)"),
        "legal_duty": Words("หน้าที่ตามกฎหมาย ม.24(6)", "Legal duty, s.24(6)"),
        "statistics": Words("วิจัยหรือสถิติ ม.24(1)", "Research or statistics, s.24(1)"),
        "vital": Words("ป้องกันอันตรายต่อชีวิต ม.24(2)", "Vital interest, s.24(2)"),
        "consent": Words("ความยินยอม ม.19", "Consent, s.19"),
    }
)
# Which of them rests on a task that law gives: a partner without official authority cannot name these.
OFFICIAL_BASES = frozenset({"task", "legal_duty"})

# PDPA s.26, for the sensitive classes.
BASES_26: Mapping[str, Words] = MappingProxyType(
    {
        "social_protection": Words("การคุ้มครองทางสังคมตามกฎหมาย ม.26(5)(ค)", "Social protection by law, s.26(5)(c)"),
        "public_health": Words("การสาธารณสุขตามกฎหมาย ม.26(5)(ข)", "Public health by law, s.26(5)(b)"),
        "public_interest": Words(
            "ประโยชน์สาธารณะที่สำคัญตามกฎหมาย ม.26(5)(จ)", "Substantial public interest by law, s.26(5)(e)"
        ),
        "vital": Words("ป้องกันอันตรายต่อชีวิต ม.26(1)", "Vital interest, s.26(1)"),
        "consent": Words("ความยินยอมโดยชัดแจ้ง ม.26", "Explicit consent, s.26"),
    }
)

# Who may be passed the facts of a register that a partner gives, the strictest first. Nobody outside the agreement ever is.
ONWARD: Mapping[str, Words] = MappingProxyType(
    {
        "keeping": Words("ใช้จัดทำทะเบียนเท่านั้น ไม่ส่งต่อให้หน่วยงานใด", "To keep the register only, passed on to nobody"),
        "state": Words("เฉพาะหน่วยงานรัฐในข้อตกลง", "State parties of the agreement only"),
        "consent": Words("ภาคีนอกภาครัฐด้วย เมื่อเจ้าของข้อมูลยินยอม", "Non-state parties too, where the person consents"),
    }
)

TERM_PRECISIONS: Mapping[str, Words] = MappingProxyType(
    {
        "unknown": Words("ไม่ได้พิมพ์ไว้", "Not printed"),
        "year": Words("พิมพ์ไว้เพียงปี", "A year only"),
        "day": Words("พิมพ์ไว้เป็นวัน", "A day"),
    }
)

KEPT: Mapping[str, Words] = MappingProxyType(
    {
        "": Words("ยังไม่ได้สรุป", "Not said yet"),
        "yes": Words("ทำได้ตามสัญญา", "Kept"),
        "partly": Words("ทำได้บางส่วน", "Partly kept"),
        "no": Words("ยังทำไม่ได้", "Not kept"),
    }
)


def check_on(listed: Mapping[str, Words], code: str, what: Words) -> None:
    """Raise Refusal ``not_on_the_list`` for a code that a closed list does not hold."""
    if code not in listed:
        raise Refusal(
            "not_on_the_list",
            f"{what.th} “{code}” ไม่อยู่ในรายการที่เลือกได้",
            f"{what.en} “{code}” is not on the list to choose from.",
        )
