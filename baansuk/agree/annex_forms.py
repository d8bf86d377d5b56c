"""What a keeper types of a data annex: closed lists to tick, the bases in law, and how long facts may be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.forms import BoundField

from baansuk.access.classes import AGGREGATE, CLASSES, PURPOSES, SENSITIVE
from baansuk.agree.annexes import MOST_RETENTION_MONTHS, Contents
from baansuk.agree.fields import NEEDED, CodesField, checkboxes, paragraph
from baansuk.agree.forms import choices_of
from baansuk.agree.kinds import BASES_24, BASES_26, ONWARD
from baansuk.agree.models import Annex, Contact
from baansuk.agree.onward import STATE
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Words

NONE_DECLARED: Mapping[str, Words] = MappingProxyType({})
# What the name of a field begins with that gives one register a rule of its own.
EXCEPT = "onward_"
ORDINARY = tuple(name for name in CLASSES if name not in SENSITIVE and name != AGGREGATE)
SPECIAL = tuple(name for name in CLASSES if name in SENSITIVE)


class AnnexForm(forms.Form):
    """What one partner gives and may read; whether it may hold that, the rules of ``annexes`` say."""

    purposes = checkboxes(
        label=say("เพื่ออะไร", "For which purposes"),
        choices=[(code, say(words.th, words.en)) for code, words in PURPOSES.items()],
        help_text=say(
            "รายการนี้ปิด ไม่มีงานความมั่นคง คนเข้าเมือง ป่าไม้ ตำรวจ หรือภาษี",
            "A closed list: no security, immigration, forest, police or tax use stands on it",
        ),
        error_messages={"required": say("เลือกวัตถุประสงค์อย่างน้อยหนึ่งข้อ", "Tick at least one purpose")},
    )
    classes = checkboxes(
        required=False,
        label=say("ข้อมูลบุคคลที่อ่านได้", "Facts of persons that it may read"),
        choices=[(code, say(CLASSES[code].th, CLASSES[code].en)) for code in ORDINARY],
        help_text=say(
            "ทุกภาคผนวกให้ตัวเลขรวมอยู่แล้ว เลือกเฉพาะที่งานจำเป็นต้องใช้ ข้อมูลบุคคลต้องให้พร้อม “ครัวเรือนและสภาพบ้าน”",
            "Figures are in every annex. Tick only what the work needs; facts of persons need “Household and house” too.",
        ),
    )
    sensitive = checkboxes(
        required=False,
        label=say("ข้อมูลอ่อนไหว (มาตรา 26)", "Sensitive facts (PDPA s.26)"),
        choices=[(code, say(CLASSES[code].th, CLASSES[code].en)) for code in SPECIAL],
        help_text=say(
            "กฎหมายห้ามใช้ข้อมูลเหล่านี้ เว้นแต่มีฐานตามมาตรา 26 จึงต้องเลือกฐานด้านล่างด้วย",
            "The law forbids their use without a basis under s.26, so choose one below as well.",
        ),
    )
    basis_26 = forms.ChoiceField(
        required=False,
        label=say("ฐานตามมาตรา 26 (เฉพาะข้อมูลอ่อนไหว)", "Basis under s.26 (for sensitive facts)"),
    )
    basis_24 = forms.ChoiceField(
        label=say("ฐานทางกฎหมายตามมาตรา 24", "Basis in law under PDPA s.24"),
        help_text=say(
            "บันทึกข้อตกลงอย่างเดียวไม่ใช่ฐานทางกฎหมาย หน่วยงานรัฐใช้ภารกิจหรือหน้าที่ตามกฎหมาย ไม่ใช่ความยินยอม",
            "An agreement alone is no basis in law. State bodies rest on their task or duty, not on consent.",
        ),
        error_messages={"required": say("เลือกฐานทางกฎหมาย", "Choose a basis in law")},
    )
    basis_note = forms.CharField(
        required=False,
        max_length=1000,
        label=say("กฎหมายหรือคำสั่งที่อ้าง", "The law or order it rests on"),
        widget=paragraph(2),
    )
    consent_only = forms.BooleanField(
        required=False,
        label=say("เปิดเฉพาะรายที่เจ้าของข้อมูลยินยอม (ภาคีนอกภาครัฐ)", "By consent of each person only (non-state partners)"),
    )
    areas = checkboxes(required=False, label=say("พื้นที่", "Areas"))
    more_areas = CodesField(
        required=False,
        label=say("รหัสพื้นที่อื่น", "Other area codes"),
        help_text=say("ตำบล 6 หลัก หมู่บ้าน 8 หลัก เว้นวรรคระหว่างรหัส", "Tambon 6 digits, village 8, with spaces between"),
    )
    registers = checkboxes(
        required=False,
        label=say("ทะเบียนที่ภาคีนี้ให้", "Registers that it gives"),
        help_text=say(
            "ทะเบียนที่ยังไม่มีในรายการ ให้กำหนดในหน้า “ทะเบียน” ก่อน",
            "Declare one that is not on the list on the page “Registers” first",
        ),
    )
    onward = forms.ChoiceField(
        label=say("ข้อมูลที่ให้ ส่งต่อได้ถึงใคร", "To whom what it gives may be passed on"),
        choices=[(code, say(words.th, words.en)) for code, words in ONWARD.items()],
        widget=forms.RadioSelect,
        initial="state",
        help_text=say("ไม่มีใครนอกข้อตกลงได้รับ ไม่ว่าเลือกข้อใด", "Whichever is chosen, nobody outside the agreement gets it"),
    )
    retention_months = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_RETENTION_MONTHS,
        label=say("เก็บข้อมูลบุคคลได้กี่เดือนหลังสิ้นสุด", "Months for which facts of persons are kept after the end"),
        error_messages={"invalid": say("กรอกเป็นจำนวนเดือน", "Give a number of months")},
    )
    breach_contact = forms.ChoiceField(required=False, label=say("แจ้งเหตุข้อมูลรั่วไหลที่", "Where a breach is reported"))
    valid_from = DayField(
        required=False,
        label=say("เริ่มใช้", "From"),
        help_text=say("เว้นว่างถ้าใช้ตลอดอายุข้อตกลง", "Leave it empty to last as long as the agreement"),
    )
    valid_to = DayField(required=False, label=say("ถึงวันสุดท้าย", "To its last day"), help_text="")

    def __init__(
        self,
        *args: Any,
        places: Sequence[tuple[str, Words]] = (),
        contacts: Iterable[Contact] = (),
        registers: Mapping[str, Words] = NONE_DECLARED,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("registers", choices_of(registers.items()))
        for code, name in registers.items():
            self.fields[EXCEPT + code] = _rule_of(name)
        self.contacts = {str(one.pk): one for one in contacts}
        self.places = bool(places)
        self._choose("areas", choices_of(places))
        self._choose("basis_24", choices_of(BASES_24.items(), empty=True))
        self._choose("basis_26", choices_of(BASES_26.items(), empty=True))
        self._choose(
            "breach_contact", choices_of([(code, one.office) for code, one in self.contacts.items()], empty=True)
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for the basis of sensitive facts, and for an area, beside the field that is missing it."""
        given = super().clean() or {}
        if given.get("sensitive") and not given.get("basis_26"):
            names = "/".join(say_words(CLASSES[name]) for name in given["sensitive"])
            self.add_error(
                "basis_26",
                say(
                    f"เลือกฐานตามมาตรา 26 เพราะให้ข้อมูลอ่อนไหว: {names}",
                    f"Choose a basis under s.26, because sensitive facts are granted: {names}",
                ),
            )
        if not given.get("areas") and not given.get("more_areas"):
            self.add_error("areas" if self.places_known() else "more_areas", say("เลือกพื้นที่", "Choose an area"))
        return given

    def exceptions(self) -> list[BoundField]:
        """Return the fields in which a register gets a rule of its own."""
        return [self[name] for name in self.fields if name.startswith(EXCEPT)]

    def excepted(self) -> bool:
        """Say whether any register has a rule of its own, so that the page shows them."""
        return any(bound.value() for bound in self.exceptions())

    def _rules(self) -> dict[str, str]:
        given = self.cleaned_data
        return {code: given.get(EXCEPT + code) or given["onward"] for code in given["registers"]}

    def places_known(self) -> bool:
        """Say whether there are areas to tick."""
        return self.places

    def contents(self) -> Contents:
        """Return what the annex says, in the order of the closed lists."""
        given = self.cleaned_data
        ticked = {AGGREGATE, *given["classes"], *given["sensitive"]}
        return Contents(
            registers=tuple(given["registers"]),
            classes=tuple(name for name in CLASSES if name in ticked),
            purposes=tuple(name for name in PURPOSES if name in given["purposes"]),
            areas=tuple(dict.fromkeys([*given["areas"], *given["more_areas"]])),
            basis_24=given["basis_24"],
            basis_26=given["basis_26"],
            onward=self._rules(),
            consent_only=given["consent_only"],
            retention_months=given["retention_months"],
        )

    def contact(self) -> Contact | None:
        """Return the office to which a breach is reported."""
        return self.contacts.get(self.cleaned_data["breach_contact"])


def as_typed(annex: Annex, ticked_areas: Iterable[str]) -> dict[str, Any]:
    """Return an annex as the first values of a form for its next version."""
    boxes = set(ticked_areas)
    return {
        "purposes": annex.purposes,
        "classes": [name for name in annex.classes if name in ORDINARY],
        "sensitive": [name for name in annex.classes if name in SPECIAL],
        "basis_24": annex.basis_24,
        "basis_26": annex.basis_26,
        "basis_note": annex.basis_note,
        "consent_only": annex.consent_only,
        "areas": [code for code in annex.areas if code in boxes],
        "more_areas": " ".join(code for code in annex.areas if code not in boxes),
        "registers": annex.registers,
        **_rules_as_typed(annex.onward),
        "retention_months": annex.retention_months,
        "breach_contact": str(annex.breach_contact_id or ""),
        "valid_from": annex.valid_from,
        "valid_to": annex.valid_to,
    }


def _rules_as_typed(onward: Mapping[str, str]) -> dict[str, str]:
    """The rule that most registers have, and the exceptions."""
    usual = Counter(onward.values()).most_common(1)[0][0] if onward else STATE
    return {"onward": usual} | {EXCEPT + code: rule for code, rule in onward.items() if rule != usual}


def _rule_of(name: Words) -> forms.ChoiceField:
    return forms.ChoiceField(
        required=False,
        label=say_words(name),
        choices=[("", say("ตามที่เลือกด้านบน", "As chosen above")), *choices_of(ONWARD.items())],
    )


class WithdrawForm(forms.Form):
    """Why an annex is withdrawn."""

    because = forms.CharField(
        max_length=500, label=say("เหตุผล", "Why"), widget=paragraph(2), error_messages={"required": NEEDED}
    )
