"""The record of processing (PDPA s.39), read from the annexes in force: nobody types it, so it says what is really granted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baansuk.access.classes import CLASSES, PURPOSES
from baansuk.access.questions import today
from baansuk.agree.annexes import classes_by_consent, classes_opened
from baansuk.agree.granting import contents_of, holder_of, onward_rules
from baansuk.agree.kinds import BASES_24, BASES_26, ONWARD
from baansuk.agree.models import Agreement, Annex
from baansuk.agree.onward import Rules
from baansuk.agree.questions import in_force_codes
from baansuk.agree.term_reading import term_of
from baansuk.assess.page_questions import source_words
from baansuk.assess.sheet_stream import Cell, Sheet
from baansuk.thai.words import Words

# What this house does by itself for everybody; what an office does with paper and doors stands in its own record.
MEASURES = (
    Words("เข้าถึงตามตำแหน่งและข้อตกลงเท่านั้น ยืนยันตัวตนสองขั้น", "Access by post and agreement only, with two factors"),
    Words(
        "เข้ารหัสไฟล์ทุกไฟล์ เลขประจำตัว และข้อมูลอ่อนไหว กุญแจเก็บแยก",
        "Files, id numbers and sensitive facts sealed; keys kept apart",
    ),
    Words(
        "บันทึกทุกครั้งที่เปิดดู แก้ไข หรือส่งออก ตรวจพบการแก้ร่องรอยได้",
        "Every look, change and export on a trail that shows tampering",
    ),
    Words("เลขประจำตัวปิดบัง เปิดเต็มเมื่อมีเหตุผล", "Id numbers masked; shown whole for a reason only"),
)
NONE = Words("–", "–")


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the record: a partner under one agreement."""

    agreement: str
    partner: Words
    purposes: Sequence[Words]
    classes: Sequence[Words]
    by_consent: bool
    basis_24: Words
    basis_26: Words
    note: str
    gives: Sequence[Words]
    sources: Sequence[Words]
    recipients: Sequence[Words]
    retention: int | None
    ends: object
    contact: Words


def records() -> list[Record]:
    """Return a line for each approved annex of an agreement in force, by agreement and partner."""
    held = Annex.objects.filter(state="approved", agreement__in=in_force_codes(today()))
    listed = held.select_related("agreement", "partner__card", "breach_contact").order_by("agreement", "partner")
    names, rules = source_words(), {}
    for annex in listed:
        if annex.agreement_id not in rules:
            rules[annex.agreement_id] = onward_rules(annex.agreement)
    return [_record(annex, rules[annex.agreement_id], names) for annex in listed]


def _record(annex: Annex, rules: Rules, names: Mapping[str, Words]) -> Record:
    contents, holder = contents_of(annex), holder_of(annex.partner.card)
    consented = classes_by_consent(contents, holder)
    classes = [name for name in CLASSES if name in {*classes_opened(contents, holder), *consented}]
    refused = set.intersection(
        *(set(rules.refused(annex.partner_id, one, official=holder.official_authority)) for one in contents.purposes)
    )
    read = [source for source in rules.rules if source not in refused] if set(classes) != {"aggregate"} else []
    if consented:
        read = list(rules.open_by_consent(annex.partner_id))
    contact = annex.breach_contact
    reach = " ".join(filter(None, (contact.phone, contact.email))) if contact else ""
    return Record(
        agreement=annex.agreement_id,
        partner=Words(annex.partner.name_th, annex.partner.name_en or annex.partner.name_th),
        purposes=[PURPOSES[name] for name in contents.purposes],
        classes=[CLASSES[name] for name in classes],
        by_consent=bool(consented),
        basis_24=BASES_24.get(contents.basis_24, NONE),
        basis_26=BASES_26.get(contents.basis_26, NONE),
        note=annex.basis_note,
        gives=[_named(source, names) for source in contents.registers],
        sources=[_named(source, names) for source in sorted(read)],
        recipients=[
            Words(f"{_named(one, names).th}: {rule.th}", f"{_named(one, names).en}: {rule.en}")
            for one in contents.registers
            for rule in [ONWARD[rules.rules.get(one, "state")]]
        ],
        retention=contents.retention_months,
        ends=_end_of(annex.agreement),
        contact=Words(f"{contact.office_th} {reach}".strip(), f"{contact.office_en} {reach}".strip())
        if contact
        else NONE,
    )


def _end_of(agreement: Agreement) -> object:
    return term_of(agreement).last_day


def _named(source: str, names: Mapping[str, Words]) -> Words:
    return names.get(source, Words(source, source))


HEADINGS: tuple[tuple[Words, int], ...] = (
    (Words("ข้อตกลง", "Agreement"), 16),
    (Words("หน่วยงาน", "Partner"), 34),
    (Words("วัตถุประสงค์", "Purposes"), 34),
    (Words("ประเภทข้อมูล", "Classes of facts"), 44),
    (Words("ฐานตามมาตรา 24", "Basis, s.24"), 28),
    (Words("ฐานตามมาตรา 26", "Basis, s.26"), 28),
    (Words("ทะเบียนที่ให้", "Registers it gives"), 34),
    (Words("แหล่งข้อมูลที่อ่านได้", "Sources it may read"), 44),
    (Words("ผู้รับต่อ", "Recipients"), 50),
    (Words("เก็บไว้หลังสิ้นสุด (เดือน)", "Kept after the end (months)"), 18),
    (Words("มาตรการรักษาความปลอดภัย", "Security measures"), 60),
    (Words("ติดต่อเมื่อข้อมูลรั่วไหล", "Contact for a breach"), 34),
)


def sheet(listed: Sequence[Record], language: str) -> Sheet:
    """Return the record as one sheet of a workbook."""
    columns = [(words.in_language(language), width) for words, width in HEADINGS]
    name = Words("บันทึกรายการกิจกรรม", "Record of processing").in_language(language)
    return Sheet(name, columns, [_row(one, language) for one in listed])


def _row(one: Record, language: str) -> list[Cell]:
    def said(listed: Sequence[Words]) -> str:
        return "; ".join(words.in_language(language) for words in listed)

    by_consent = Words(" (เฉพาะผู้ยินยอม)", " (by consent only)").in_language(language) if one.by_consent else ""
    return [
        one.agreement,
        one.partner.in_language(language),
        said(one.purposes),
        said(one.classes) + by_consent,
        one.basis_24.in_language(language),
        one.basis_26.in_language(language),
        said(one.gives),
        said(one.sources),
        said(one.recipients),
        one.retention,
        said(MEASURES),
        one.contact.in_language(language),
    ]
