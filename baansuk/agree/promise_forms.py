"""What a keeper types of promises: a partner's role, how far it is, the shared agenda, a hand-over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from baansuk.agree.fields import NEEDED, AmountField, checkboxes, paragraph
from baansuk.agree.forms import choices_of
from baansuk.agree.kinds import KEPT
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say
from baansuk.thai.words import Words

Named = Iterable[tuple[str, Words]]


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class CommitmentForm(forms.Form):
    """One role of one partner; what the paper does not say stays empty."""

    body = forms.ChoiceField(label=say("ภาคีที่รับบทบาท", "Partner that takes it on"), error_messages={"required": NEEDED})
    text_th = forms.CharField(
        max_length=2000, label=say("บทบาท", "The role"), widget=paragraph(), error_messages={"required": NEEDED}
    )
    text_en = forms.CharField(
        required=False, max_length=2000, label=say("บทบาท (อังกฤษ)", "The role in English"), widget=paragraph(2)
    )
    condition_th = forms.CharField(
        required=False,
        max_length=1000,
        label=say("เงื่อนไข", "Condition"),
        help_text=say("เช่น ภายใต้กรอบงบประมาณที่ได้รับจัดสรร", "Such as: within the budget allotted"),
    )
    on_request = forms.BooleanField(required=False, label=say("ทำเมื่อมีการร้องขอ", "Done when it is asked for"))
    together_with = checkboxes(required=False, label=say("ทำร่วมกับ", "Together with"))
    legal_power_th = forms.CharField(
        required=False, max_length=1000, label=say("อำนาจตามกฎหมาย", "Legal power"), widget=paragraph(2)
    )
    measure_th = forms.CharField(required=False, max_length=200, label=say("วัดด้วย", "Measured by"))
    target = AmountField(required=False, label=say("เป้าหมาย (จำนวน)", "Target (a number)"))
    unit_th = forms.CharField(required=False, max_length=60, label=say("หน่วย", "Unit"))
    due_on = DayField(required=False, label=say("ภายในวันที่", "Due on"))
    budget = AmountField(required=False, label=say("งบประมาณ (บาท)", "Budget (baht)"))

    def __init__(self, *args: Any, partners: Named = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = list(partners)
        _offer(self, "body", choices_of(listed, empty=True))
        _offer(self, "together_with", choices_of(listed))


class ProgressForm(forms.Form):
    """How far a role is on a day, as its partner says."""

    day = DayField(label=say("ณ วันที่", "On"))
    value = AmountField(required=False, label=say("ทำได้แล้ว (จำนวน)", "Done so far (a number)"))
    said = forms.CharField(
        required=False,
        max_length=1000,
        label=say("รายงานว่า", "What is reported"),
        help_text=say("ไม่ใส่ชื่อหรือข้อมูลของครัวเรือน", "No names or facts of households"),
        widget=paragraph(2),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a number or words."""
        given = super().clean() or {}
        if given.get("value") is None and not given.get("said") and "value" not in self.errors:
            self.add_error("said", say("กรอกจำนวน หรือเขียนว่าทำอะไรไปแล้ว", "Give a number, or say what was done"))
        return given


class PromiseForm(forms.Form):
    """One promise of the province's shared agenda."""

    year = forms.IntegerField(
        min_value=2500,
        max_value=2700,
        label=say("ปี พ.ศ.", "Year (Buddhist)"),
        error_messages={"required": NEEDED, "invalid": say("กรอกปี พ.ศ. สี่หลัก", "Four digits of the Buddhist year")},
    )
    text_th = forms.CharField(
        max_length=1000, label=say("สัญญาว่าจะ", "The promise"), widget=paragraph(2), error_messages={"required": NEEDED}
    )
    text_en = forms.CharField(
        required=False, max_length=1000, label=say("ภาษาอังกฤษ", "In English"), widget=paragraph(2)
    )
    body = forms.ChoiceField(required=False, label=say("หน่วยงานเจ้าภาพ", "Partner in the lead"))

    def __init__(self, *args: Any, partners: Named = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "body", choices_of(partners, empty=True))


class KeptForm(forms.Form):
    """Whether a promise was kept, with a word on it."""

    kept = forms.ChoiceField(
        label=say("ทำได้เพียงใด", "Was it kept"),
        choices=[(code, say(words.th, words.en)) for code, words in KEPT.items() if code],
        widget=forms.RadioSelect,
        error_messages={"required": say("เลือกหนึ่งข้อ", "Choose one")},
    )
    note = forms.CharField(required=False, max_length=1000, label=say("คำอธิบาย", "A word on it"), widget=paragraph(2))


class HandOverForm(forms.Form):
    """The office that hands over, on which day, and what its holder wants to say."""

    body = forms.ChoiceField(label=say("หน่วยงาน", "Partner"), error_messages={"required": NEEDED})
    office_th = forms.CharField(
        max_length=200,
        label=say("ตำแหน่งที่ส่งมอบ", "Office that is handed over"),
        help_text=say("ตำแหน่ง ไม่ใช่ชื่อบุคคล เช่น พัฒนาการจังหวัด", "The office, not a person's name"),
        error_messages={"required": NEEDED},
    )
    office_en = forms.CharField(required=False, max_length=200, label=say("ตำแหน่ง (อังกฤษ)", "Office in English"))
    day = DayField(label=say("วันส่งมอบ", "Day of hand-over"))
    note = forms.CharField(
        required=False, max_length=4000, label=say("ฝากถึงผู้รับช่วง", "To whoever takes over"), widget=paragraph(4)
    )

    def __init__(self, *args: Any, partners: Named = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "body", choices_of(partners, empty=True))
