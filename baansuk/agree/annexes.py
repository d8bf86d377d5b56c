"""What a data annex may hold, and what its partner may read by it; no database, no clock.

The rules come from design rule 12, practice 3 (dangers 4, 9, 14, 17) and PDPA s.24 and s.26. An MOU alone is no basis in
law, so an annex must name one; a partner that the rules allow figures only gets no facts of persons however it is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from baansuk.access.classes import AGGREGATE, CLASSES, HOUSEHOLD, PERSONAL, PURPOSES, SENSITIVE
from baansuk.agree.kinds import BASES_24, BASES_26, FIGURES_ONLY_KINDS, OFFICIAL_BASES, ONWARD, check_on
from baansuk.thai.words import Refusal, Words

STATES: Mapping[str, frozenset[str]] = MappingProxyType(
    {"draft": frozenset({"approved", "withdrawn"}), "approved": frozenset({"withdrawn"}), "withdrawn": frozenset()}
)
OWNERS: Mapping[str, str] = MappingProxyType(
    {"draft": "register_keeper", "approved": "register_keeper", "withdrawn": "nobody"}
)
STATE_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "draft": Words("ร่าง รอผู้อนุมัติคนที่สอง", "Draft, waits for a second person"),
        "approved": Words("อนุมัติแล้ว", "Approved"),
        "withdrawn": Words("ถอนแล้ว", "Withdrawn"),
    }
)
_AREA: Final = re.compile(r"(\d\d){1,4}", re.ASCII)
MOST_RETENTION_MONTHS: Final = 120
# Where exactly a house stands and what was reported of violence open to no partner by a signature.
NEVER_BY_CONSENT: Final = frozenset({"position", "protection"})


@dataclass(frozen=True, slots=True)
class Holder:
    """The partner whose annex it is, as far as the rules ask."""

    kind: str
    legal_personality: bool
    official_authority: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """What an annex says. ``onward`` is register -> a rule of ``kinds.ONWARD``; retention in months after the end."""

    registers: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    basis_24: str = ""
    basis_26: str = ""
    onward: Mapping[str, str] = field(default_factory=dict)
    consent_only: bool = False
    retention_months: int | None = None

    @property
    def personal(self) -> tuple[str, ...]:
        """The classes of facts about persons that it names, in the order of the closed list."""
        return tuple(name for name in PERSONAL if name in self.classes)

    @property
    def sensitive(self) -> tuple[str, ...]:
        """Those of them that PDPA s.26 calls sensitive."""
        return tuple(name for name in self.personal if name in SENSITIVE)


def check_move(old: str, new: str) -> None:
    """Raise Refusal ``wrong_state`` when an annex may not go from ``old`` to ``new``."""
    if new not in STATES[old]:
        raise Refusal(
            "wrong_state",
            f"ทำไม่ได้ เพราะภาคผนวกนี้อยู่ในสถานะ “{STATE_WORDS[old].th}”",
            f"This cannot be done: the annex is “{STATE_WORDS[old].en}”.",
        )


def check_annex(contents: Contents, holder: Holder, area_exists: Callable[[str], bool]) -> None:
    """Raise Refusal, with what to do instead, for an annex that this partner cannot hold."""
    _check_lists(contents)
    _check_areas(contents, area_exists)
    _check_persons(contents, holder)
    _check_basis(contents, holder)
    _check_keeping(contents)


def classes_opened(contents: Contents, holder: Holder) -> tuple[str, ...]:
    """Return the classes that the annex opens today, figures always among them.

    By consent only, and to a partner without official authority whatever its annex says, facts of persons open person by
    person (``classes_by_consent``).
    """
    if contents.consent_only or not holder.official_authority or _figures_only(holder) is not None:
        return (AGGREGATE,)
    return (AGGREGATE, *contents.personal)


def classes_by_consent(contents: Contents, holder: Holder) -> tuple[str, ...]:
    """Return the classes that the annex opens of those persons only who agree to it."""
    if _figures_only(holder) is not None or not (contents.consent_only or not holder.official_authority):
        return ()
    return tuple(name for name in contents.personal if name not in NEVER_BY_CONSENT)


def overlap(one: Contents, other: Contents) -> tuple[str, ...]:
    """Return the purposes that two annexes of one partner share in areas of which one lies inside the other."""
    touching = any(a.startswith(b) or b.startswith(a) for a in one.areas for b in other.areas)
    return tuple(name for name in one.purposes if touching and name in other.purposes)


def _check_lists(contents: Contents) -> None:
    if not contents.purposes:
        raise Refusal(
            "annex_without_purpose",
            "ภาคผนวกต้องระบุวัตถุประสงค์อย่างน้อยหนึ่งข้อจากรายการ",
            "An annex needs at least one purpose from the list",
        )
    if not contents.classes:
        raise Refusal(
            "annex_without_class",
            "ภาคผนวกต้องระบุประเภทข้อมูลอย่างน้อยหนึ่งประเภท",
            "An annex needs at least one class of facts",
        )
    for name in contents.purposes:
        check_on(PURPOSES, name, Words("วัตถุประสงค์", "Purpose"))
    for name in contents.classes:
        check_on(CLASSES, name, Words("ประเภทข้อมูล", "Class of facts"))


def _check_areas(contents: Contents, area_exists: Callable[[str], bool]) -> None:
    if not contents.areas:
        raise Refusal("annex_without_area", "ภาคผนวกต้องระบุพื้นที่", "An annex needs an area")
    for code in contents.areas:
        if not _AREA.fullmatch(code) or not area_exists(code):
            raise Refusal(
                "area_unknown",
                f"ไม่มีพื้นที่รหัส “{code}” ตรวจรหัส 2 4 6 หรือ 8 หลัก",
                f"There is no area with the code “{code}”; check its 2, 4, 6 or 8 digits",
            )


def _figures_only(holder: Holder) -> Words | None:
    """Return why a partner gets figures only, whatever is asked for; None when it may get facts of persons."""
    if holder.kind in FIGURES_ONLY_KINDS:
        return Words(
            "หน่วยงานด้านความมั่นคงได้รับเฉพาะตัวเลขรวม ทะเบียนนี้มีไว้ช่วยเหลือ ไม่ใช่เพื่อบังคับใช้กฎหมาย",
            "A security body gets figures only: the register is for help, never for enforcement",
        )
    if not holder.legal_personality:
        return Words(
            "ภาคีนี้ไม่มีสถานะนิติบุคคล จึงรับข้อมูลบุคคลไม่ได้ ให้เลือกเฉพาะตัวเลขรวม",
            "This partner has no legal personality, so it cannot hold facts of persons; choose figures only",
        )
    return None


def _check_persons(contents: Contents, holder: Holder) -> None:
    if not contents.personal:
        return
    why = _figures_only(holder)
    if why is not None:
        raise Refusal("figures_only", why.th, why.en)
    if not holder.official_authority and not contents.consent_only:
        raise Refusal(
            "consent_needed",
            "ภาคีนอกภาครัฐได้รับข้อมูลบุคคลเฉพาะรายที่เจ้าของข้อมูลยินยอม ให้เลือก “เฉพาะผู้ยินยอม” หรือเลือกเฉพาะตัวเลขรวม",
            "A non-state partner gets facts of a person only where that person consents: choose “by consent only”, or figures only",
        )
    if HOUSEHOLD not in contents.classes:
        raise Refusal(
            "household_missing",
            "ข้อมูลบุคคลต้องให้พร้อมประเภท “ครัวเรือนและสภาพบ้าน” มิฉะนั้นจะเปิดดูไม่ได้",
            "Facts of persons need the class “household and house” as well; without it no household can be opened",
        )


def _check_basis(contents: Contents, holder: Holder) -> None:
    if not contents.basis_24:
        raise Refusal(
            "basis_24_missing",
            "ต้องระบุฐานทางกฎหมายตามมาตรา 24 เพราะบันทึกข้อตกลงอย่างเดียวไม่ใช่ฐานทางกฎหมาย",
            "Name the basis under PDPA s.24: an agreement alone is no basis in law",
        )
    check_on(BASES_24, contents.basis_24, Words("ฐานตามมาตรา 24", "Basis under s.24"))
    if contents.basis_24 in OFFICIAL_BASES and contents.personal and not holder.official_authority:
        raise Refusal(
            "no_official_authority",
            "ภาคีนี้ไม่มีอำนาจรัฐ จึงอ้างภารกิจหรือหน้าที่ตามกฎหมายไม่ได้",
            "This partner has no official authority, so it cannot rest on a public task or legal duty",
        )
    if contents.sensitive and not contents.basis_26:
        names = ", ".join(CLASSES[name].th for name in contents.sensitive)
        english = ", ".join(CLASSES[name].en for name in contents.sensitive)
        raise Refusal(
            "basis_26_missing",
            f"ข้อมูลอ่อนไหว ({names}) ต้องระบุฐานตามมาตรา 26 ด้วย",
            f"Sensitive facts ({english}) need a basis under PDPA s.26 as well",
        )
    if contents.basis_26:
        check_on(BASES_26, contents.basis_26, Words("ฐานตามมาตรา 26", "Basis under s.26"))


def _check_keeping(contents: Contents) -> None:
    for source, choice in contents.onward.items():
        check_on(ONWARD, choice, Words("การส่งต่อ", "Onward sharing"))
        if source not in contents.registers:
            raise Refusal(
                "onward_unknown",
                f"ทะเบียน “{source}” ไม่อยู่ในรายการที่ภาคีนี้ให้",
                f"The register “{source}” is not among those this partner gives",
            )
    months = contents.retention_months
    if contents.personal and (months is None or not 1 <= months <= MOST_RETENTION_MONTHS):
        raise Refusal(
            "retention_missing",
            f"ต้องระบุระยะเวลาเก็บข้อมูลบุคคล 1-{MOST_RETENTION_MONTHS} เดือน",
            f"Say for how many months facts of persons are kept, 1 to {MOST_RETENTION_MONTHS}",
        )
