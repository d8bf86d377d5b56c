"""What an officer types of a person's request: what is asked, how the person was recognised, the answer, the correction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from baansuk.access.classes import PURPOSES
from baansuk.agree.fields import NEEDED, checkboxes, paragraph
from baansuk.agree.forms import choices_of
from baansuk.people.fields import ANSWERS, Field
from baansuk.protect.kinds import ASKERS, CHANNELS, FOR_OTHERS, HOLDING, IDENTITY_CHECKS, KINDS, REASONS
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say, say_words
from baansuk.thai.dates import PartialDate, read_date
from baansuk.thai.digits import to_arabic
from baansuk.thai.money import read_money
from baansuk.thai.words import Words


def choice(listed: Mapping[str, Words], label: str, **kwargs: Any) -> forms.ChoiceField:
    """Return a field of radio buttons over a closed list, in the language of the page."""
    return forms.ChoiceField(
        label=label,
        choices=lambda: choices_of(listed.items()),
        widget=forms.RadioSelect,
        error_messages={"required": say("เลือกหนึ่งข้อ", "Choose one")},
        **kwargs,
    )


class RequestForm(forms.Form):
    """A request as it came in."""

    kind = choice(KINDS, say("ขออะไร", "What is asked"))
    uses = checkboxes(
        required=False,
        label=say("การใช้ที่ขอระงับหรือคัดค้าน", "Uses restricted or objected to"),
        help_text=say("เฉพาะคำขอระงับหรือคัดค้าน", "For a restriction or objection only"),
        choices=lambda: choices_of(PURPOSES.items()),
    )
    name = forms.CharField(max_length=160, label=say("ชื่อผู้ขอ", "Name of who asks"), error_messages={"required": NEEDED})
    asker = choice(ASKERS, say("ขอในฐานะ", "Asks as"), initial="self")
    reach = forms.CharField(
        required=False,
        max_length=300,
        label=say("ที่อยู่หรือโทรศัพท์สำหรับตอบ", "Address or phone for the answer"),
        widget=paragraph(2),
    )
    words = forms.CharField(
        required=False,
        max_length=2000,
        label=say("ถ้อยคำของผู้ขอ", "In the person's own words"),
        help_text=say("เก็บแบบเข้ารหัส ไม่ต้องใส่เลขประจำตัว", "Kept sealed. No id number is needed."),
        widget=paragraph(3),
    )
    channel = choice(CHANNELS, say("รับเรื่องทาง", "Came in"))
    received_on = DayField(label=say("วันที่รับเรื่อง", "Day of receipt"))

    def clean(self) -> dict[str, Any]:
        """Ask for the uses of a restriction or objection, and take none for what is neither."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") in HOLDING and not given.get("uses"):
            self.add_error("uses", say("เลือกอย่างน้อยหนึ่งอย่าง", "Choose at least one"))
        elif given.get("kind") not in HOLDING:
            given["uses"] = []
        return given


class IdentityForm(forms.Form):
    """How it was made sure who asks; ``for_other``: somebody asks for the person."""

    how = choice({}, say("ยืนยันตัวตนด้วย", "Identity was checked by"))

    def __init__(self, *args: Any, for_other: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = {code: words for code, words in IDENTITY_CHECKS.items() if (code in FOR_OTHERS) == for_other}
        field = self.fields["how"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices_of(fitting.items())


class TieForm(forms.Form):
    """Which person a request is about; left empty, nobody of that description is in the register."""

    code = forms.CharField(
        required=False,
        max_length=16,
        label=say("รหัสบุคคล", "The person's code"),
        help_text=say(
            "คัดลอกจากหน้าครัวเรือน เช่น P-2345-6789-A ถ้าค้นแล้วไม่พบในทะเบียน ให้เลือกข้อด้านล่าง",
            "Copy it from the household's page, such as P-2345-6789-A. If nobody is found, tick the box below.",
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    nobody = forms.BooleanField(
        required=False, label=say("ค้นแล้ว ไม่พบบุคคลนี้ในทะเบียน", "Searched: nobody such is in the register")
    )

    def clean(self) -> dict[str, Any]:
        """Take exactly one of a code and the box."""
        given: dict[str, Any] = super().clean() or {}
        code = to_arabic(given.get("code", "")).strip().upper()
        if bool(code) == bool(given.get("nobody")):
            self.add_error(
                "code", say("กรอกรหัส หรือเลือกว่าไม่พบ อย่างใดอย่างหนึ่ง", "Give a code, or tick the box: one of the two")
            )
        return {**given, "code": code}


class NoteForm(forms.Form):
    """A step with a note; ``needed``: the note must be there."""

    note = forms.CharField(max_length=1000, required=False, label=say("บันทึก", "Note"), widget=paragraph(3))

    def __init__(self, *args: Any, needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = needed
        self.fields["note"].error_messages["required"] = NEEDED


class AnswerForm(forms.Form):
    """The answer that the person reads."""

    words = forms.CharField(
        max_length=4000,
        label=say("คำตอบถึงผู้ขอ", "The answer to the person"),
        help_text=say("ข้อความนี้จะอยู่ในหนังสือตอบ", "This text stands in the letter"),
        widget=paragraph(6),
        error_messages={"required": NEEDED},
    )


class RefusalForm(AnswerForm):
    """Why a request is refused, by the reasons that the law knows."""

    reason = choice(REASONS, say("เหตุที่ไม่รับ", "Reason"))
    field_order = ("reason", "words")


class CorrectionForm(forms.Form):
    """What a person says is right, field by field; what is left empty stays as it is."""

    def __init__(self, *args: Any, fields: Iterable[Field] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = {field.code: field for field in fields}
        for code, field in self.listed.items():
            self.fields[code] = _control(field)

    def clean(self) -> dict[str, Any]:
        """Read each value as its field is written; at least one must be there."""
        given = super().clean() or {}
        read: dict[str, str] = {}
        for code, field in self.listed.items():
            text = str(given.get(code) or "").strip()
            if not text:
                continue
            value = read_value(field, text)
            if value is None:
                self.add_error(code, say("อ่านค่านี้ไม่ได้ ตรวจอีกครั้ง", "This value cannot be read; check it"))
            else:
                read[code] = value
        if not read and not self.errors:
            raise forms.ValidationError(say("กรอกค่าที่ถูกต้องอย่างน้อยหนึ่งช่อง", "Give the right value of at least one field"))
        return read


def read_value(field: Field, text: str) -> str | None:
    """Return a typed value in the form in which the register keeps it, None where it cannot be read."""
    if field.values:
        return text if text in field.values else None
    if field.type == "date":
        found = read_date(text, "per_value")
        return found.date.isoformat() if isinstance(found, PartialDate) and found.precision == "day" else None
    if field.type in ("money", "number", "decimal"):
        amount = read_money(text)
        return str(amount) if isinstance(amount, Decimal) else None
    return text


def _control(field: Field) -> forms.Field:
    label = say(field.words.th, field.words.en)
    if field.values or field.type == "answer":
        values = field.values or ANSWERS
        unchanged = ("", say("ไม่แก้", "No change"))
        return forms.ChoiceField(
            required=False,
            label=label,
            choices=lambda: [unchanged, *((code, say_words(words)) for code, words in values.items())],
        )
    if field.type == "date":
        return forms.CharField(
            required=False, max_length=40, label=label, help_text=say("เช่น 1 ต.ค. 2500", "Such as 1 Oct 1957")
        )
    return forms.CharField(required=False, max_length=200, label=label)
