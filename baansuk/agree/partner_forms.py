"""What a keeper types of a partner: its kind, its names, its offices."""

from __future__ import annotations

from django import forms

from baansuk.agree.fields import NEEDED
from baansuk.agree.kinds import CONTACT_KINDS, FORCES, PARTNER_KINDS
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say


class PartnerForm(forms.Form):
    """A partner with its kind; what it may ever read follows from these answers."""

    code = forms.CharField(
        max_length=40,
        label=say("รหัสภาคี", "Code of the partner"),
        help_text=say("อักษรอังกฤษตัวใหญ่ ตัวเลข ขีดกลาง เช่น MSDHS", "Capital letters, digits, hyphens, such as MSDHS"),
        error_messages={"required": NEEDED},
    )
    name_th = forms.CharField(max_length=200, label=say("ชื่อ", "Name in Thai"), error_messages={"required": NEEDED})
    name_en = forms.CharField(required=False, max_length=200, label=say("ชื่อภาษาอังกฤษ", "Name in English"))
    kind = forms.ChoiceField(
        label=say("ชนิด", "Kind"), choices=[(code, say(words.th, words.en)) for code, words in PARTNER_KINDS.items()]
    )
    force = forms.ChoiceField(
        label=say("จตุพลัง", "Which of the four forces"),
        choices=[(code, say(words.th, words.en)) for code, words in FORCES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": say("เลือกหนึ่งข้อ", "Choose one")},
    )
    legal_personality = forms.BooleanField(
        required=False,
        label=say(
            "เป็นนิติบุคคล หรือเป็นหน่วยงานในสังกัดนิติบุคคล", "It has legal personality, or is an office of a body that has"
        ),
        help_text=say("ถ้าไม่ใช่ จะรับได้เฉพาะตัวเลขรวม", "Without it, it gets figures only"),
    )
    official_authority = forms.BooleanField(
        required=False,
        label=say("ทำภารกิจที่กฎหมายมอบให้ (อำนาจรัฐ)", "It acts by a task that law gives it (official authority)"),
        help_text=say(
            "ถ้าไม่ใช่ จะรับข้อมูลบุคคลได้เฉพาะรายที่ยินยอม", "Without it, facts of a person only where that person consents"
        ),
    )
    valid_from = DayField(required=False, label=say("ตั้งแต่", "Since"))


class NameForm(forms.Form):
    """A new name from a day on."""

    name_th = forms.CharField(
        max_length=200, label=say("ชื่อใหม่", "New name in Thai"), error_messages={"required": NEEDED}
    )
    name_en = forms.CharField(required=False, max_length=200, label=say("ชื่อใหม่ภาษาอังกฤษ", "New name in English"))
    from_day = DayField(label=say("ใช้ตั้งแต่", "From"))


class ContactForm(forms.Form):
    """Where a partner is reached: an office, never a person."""

    kind = forms.ChoiceField(
        label=say("ใช้สำหรับ", "For"),
        choices=[(code, say(words.th, words.en)) for code, words in CONTACT_KINDS.items()],
    )
    office_th = forms.CharField(
        max_length=200,
        label=say("หน่วยงานหรือกลุ่มงาน", "Office"),
        help_text=say("ไม่ใส่ชื่อบุคคล เพราะเจ้าหน้าที่ย้ายทุกเดือนตุลาคม", "No person's name: officers rotate every October"),
        error_messages={"required": NEEDED},
    )
    office_en = forms.CharField(required=False, max_length=200, label=say("ชื่ออังกฤษ", "Office in English"))
    phone = forms.CharField(required=False, max_length=40, label=say("โทรศัพท์", "Telephone"))
    email = forms.EmailField(
        required=False,
        max_length=120,
        label=say("อีเมลกลาง", "E-mail of the office"),
        error_messages={"invalid": say("อีเมลนี้ไม่ถูกต้อง", "This is no e-mail address")},
    )
