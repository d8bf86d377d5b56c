"""What a keeper may say of files: which file, whose it is, what becomes of it and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from baansuk.agree.questions import standings
from baansuk.collect.known_sources import current_declarations
from baansuk.collect.models import Source
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Words


class AgainForm(forms.Form):
    """Whose a file is and which of its sheets is meant, where the keeper knows better than its headers."""

    source = forms.ChoiceField(
        required=False,
        label=say("แหล่งข้อมูล", "Source"),
        help_text=say("ถ้าไม่เลือก ระบบจะดูจากหัวตารางให้เอง", "Leave it, and it is found from the headers"),
    )
    sheet = forms.CharField(
        required=False,
        max_length=60,
        label=say("แผ่นงาน", "Sheet"),
        help_text=say(
            "ชื่อแผ่นงานที่ต้องการ ใช้เมื่อระบบแจ้งว่ามีข้อมูลหลายแผ่น",
            "Its name, when you were told that several sheets hold rows",
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (code, say_words(Words(one.source.name_th, one.source.name_en)))
            for code, one in current_declarations().items()
        ]
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = [("", say("ให้ระบบดูจากไฟล์", "Find it from the file")), *choices]


class UploadForm(AgainForm):
    """A file, perhaps with its source and sheet."""

    file = forms.FileField(
        label=say("ไฟล์ของหน่วยงาน", "The agency's file"),
        help_text=say(
            "ไฟล์ Excel (xlsx, xls), ODS, CSV หรือข้อความ ใช้ไฟล์ตามที่ได้รับมา ไม่ต้องแก้ไขก่อน",
            "Excel (xlsx, xls), ODS, CSV or text, as it was handed over; do not tidy it first",
        ),
        error_messages={
            "required": say("เลือกไฟล์ก่อน", "Choose a file first"),
            "empty": say(
                "ไฟล์นี้ว่างเปล่า (0 ไบต์) โปรดตรวจสอบที่ต้นทางแล้วส่งใหม่",
                "This file is empty (0 bytes); check it where it comes from and send it again",
            ),
        },
    )

    def clean_file(self) -> Any:
        """Refuse a file over the limit (the declared length of a request is refused before it is read)."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            most = settings.UPLOAD_MAX_BYTES // 10**6
            raise forms.ValidationError(
                say(
                    f"ไฟล์ใหญ่เกิน {most:,} MB โปรดแบ่งไฟล์แล้วส่งทีละส่วน",
                    f"The file is larger than {most:,} MB; split it and send the parts",
                )
            )
        return file


def agreements_to_assign() -> list[tuple[str, Words]]:
    """Return the signed agreements that a delivery can be given, code and title."""
    held = [one for one in standings(examples=False) if one.agreement.state not in ("draft", "withdrawn")]
    return [
        (one.code, Words(f"{one.code}: {one.agreement.title.th}", f"{one.code}: {one.agreement.title.en}"))
        for one in held
    ]


class AssignForm(forms.Form):
    """The agreement of a delivery that came under none that is recorded."""

    agreement = forms.ChoiceField(
        label=say("ข้อตกลงที่ไฟล์นี้มาภายใต้", "The agreement it came under"),
        help_text=say("เลือกแล้วเปลี่ยนไม่ได้", "Once chosen it cannot be changed"),
        error_messages={
            "required": say("เลือกข้อตกลง", "Choose an agreement"),
            "invalid_choice": say("เลือกข้อตกลงจากรายการ", "Choose an agreement from the list"),
        },
    )

    def __init__(self, *args: Any, agreements: list[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agreement"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", say("เลือก", "Choose")), *((code, say_words(words)) for code, words in agreements)]


class DecideForm(forms.Form):
    """A decision about a delivery, with its reason."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("accept", "reject", "withdraw")])
    because = forms.CharField(
        required=False,
        max_length=500,
        label=say("เหตุผล", "Why"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SourceForm(forms.Form):
    """The names of a source that is being declared, whose it is, under which agreement, and how its files follow on."""

    code = forms.RegexField(
        regex=r"^[a-z][a-z0-9_]{1,39}\Z",
        strip=True,
        label=say("รหัสแหล่งข้อมูล", "Code of the source"),
        help_text=say(
            "อักษรอังกฤษตัวเล็ก ตัวเลข และขีดล่าง เช่น elderly_club",
            "Small letters, digits and underscores, such as elderly_club",
        ),
        error_messages={
            "invalid": say(
                "ขึ้นต้นด้วยอักษรอังกฤษตัวเล็ก ตามด้วยอักษร ตัวเลข หรือขีดล่าง",
                "Begin with a small letter; then small letters, digits and underscores",
            ),
            "required": say("กรอกรหัสแหล่งข้อมูล", "Give the source a code"),
        },
    )
    name_th = forms.CharField(
        max_length=200,
        label=say("ชื่อภาษาไทย", "Name in Thai"),
        error_messages={"required": say("กรอกชื่อภาษาไทย", "Give its name in Thai")},
    )
    name_en = forms.CharField(
        max_length=200,
        label=say("ชื่อภาษาอังกฤษ", "Name in English"),
        error_messages={"required": say("กรอกชื่อภาษาอังกฤษ", "Give its name in English")},
    )
    partner = forms.CharField(
        max_length=40,
        label=say("รหัสหน่วยงานเจ้าของข้อมูล", "Code of the agency that owns it"),
        error_messages={"required": say("กรอกรหัสหน่วยงาน", "Give the agency's code")},
    )
    agreement = forms.CharField(
        max_length=40,
        label=say("เลขที่บันทึกข้อตกลง", "Number of the agreement"),
        help_text=say(
            "บันทึกข้อตกลงที่อนุญาตให้ใช้ข้อมูลนี้ เช่น SAMPLE-2569",
            "The agreement that allows its use, such as SAMPLE-2569",
        ),
        error_messages={"required": say("กรอกเลขที่บันทึกข้อตกลง", "Give the number of the agreement")},
    )
    unit = forms.ChoiceField(
        label=say("หนึ่งแถวคือ", "One row is"),
        choices=[
            ("person", say("บุคคลหนึ่งคน", "one person")),
            ("household", say("ครัวเรือนหนึ่งครัวเรือน", "one household")),
            ("area", say("หมู่บ้านหนึ่งหมู่บ้าน", "one village")),
        ],
    )
    delivery = forms.ChoiceField(
        label=say("เมื่อส่งไฟล์ครั้งต่อไป", "When the next file comes"),
        choices=[
            ("full", say("เป็นรายชื่อเต็ม ใช้แทนไฟล์เดิมทั้งหมด", "it is the full list and takes the place of the old")),
            ("addition", say("เป็นรายชื่อเพิ่ม ใช้ร่วมกับไฟล์เดิม", "it adds to what came before")),
        ],
    )
    again = forms.BooleanField(
        required=False,
        label=say("บันทึกเป็นรุ่นใหม่ของแหล่งข้อมูลที่มีอยู่แล้ว", "Save as a new version of a source that exists"),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse the code of another source, unless a new version of it is what the keeper means."""
        given = super().clean() or {}
        taken = Source.objects.filter(pk=given.get("code", "")).first()
        if taken and not given.get("again"):
            self.add_error(
                "code",
                say(
                    f"รหัสนี้เป็นของ “{taken.name_th}” แล้ว ใช้รหัสอื่น หรือเลือก “บันทึกเป็นรุ่นใหม่” ด้านล่าง",
                    f"This is the code of “{taken.name_en}”. Choose another, or tick “new version” below.",
                ),
            )
        return given
