"""What a keeper may say of files: which file, whose it is, what becomes of it and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from baansuk.collect.questions import current_declarations
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Words


class UploadForm(forms.Form):
    """A file and, where the keeper knows better than its headers, its source and sheet."""

    file = forms.FileField(
        label=say("ไฟล์ของหน่วยงาน", "The agency's file"),
        help_text=say(
            "Excel (xlsx, xls), ODS, CSV หรือข้อความ ส่งตามที่ได้รับ ไม่ต้องแก้ก่อน",
            "Excel (xlsx, xls), ODS, CSV or text, as it was handed over; do not tidy it first",
        ),
        error_messages={
            "required": say("เลือกไฟล์ก่อน", "Choose a file first"),
            "empty": say(
                "ไฟล์นี้ว่างเปล่า (0 ไบต์) ตรวจที่ต้นทางแล้วส่งใหม่",
                "This file is empty (0 bytes); check it where it comes from and send it again",
            ),
        },
    )
    source = forms.ChoiceField(
        required=False,
        label=say("แหล่งข้อมูล", "Source"),
        help_text=say("เว้นไว้ ระบบจะดูจากหัวตารางเอง", "Leave it, and it is found from the headers"),
    )
    sheet = forms.CharField(
        required=False,
        max_length=60,
        label=say("แผ่นงาน", "Sheet"),
        help_text=say(
            "กรอกเมื่อไฟล์มีข้อมูลหลายแผ่นและระบบถาม", "Only when the file has several filled sheets and you were asked"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [
            (code, say_words(Words(one.source.name_th, one.source.name_en)))
            for code, one in current_declarations().items()
        ]
        choices = [("", say("ให้ระบบดูเอง", "Find it from the file")), *named]
        self.fields["source"] = forms.ChoiceField(
            choices=choices,
            required=False,
            label=self.fields["source"].label,
            help_text=self.fields["source"].help_text,
        )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            most = settings.UPLOAD_MAX_BYTES // 10**6
            raise forms.ValidationError(
                say(
                    f"ไฟล์ใหญ่เกิน {most:,} MB แบ่งไฟล์แล้วส่งทีละส่วน",
                    f"The file is larger than {most:,} MB; split it and send the parts",
                )
            )
        return file


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
    """The names of a source that is being declared, whose it is, and under which agreement it comes."""

    code = forms.RegexField(
        regex=r"^[a-z][a-z0-9_]{1,39}$",
        label=say("รหัสแหล่งข้อมูล", "Code"),
        help_text=say(
            "อักษรอังกฤษตัวเล็ก ตัวเลข และ _ เช่น elderly_club", "Small letters, digits and _, such as elderly_club"
        ),
        error_messages={
            "invalid": say("ใช้ได้เฉพาะอักษรอังกฤษตัวเล็ก ตัวเลข และ _", "Only small letters, digits and _ can be used")
        },
    )
    name_th = forms.CharField(max_length=200, label=say("ชื่อภาษาไทย", "Thai name"))
    name_en = forms.CharField(max_length=200, label=say("ชื่อภาษาอังกฤษ", "English name"))
    partner = forms.CharField(max_length=40, label=say("รหัสหน่วยงาน", "Agency's code"))
    agreement = forms.CharField(max_length=40, label=say("รหัสบันทึกข้อตกลง", "Agreement's code"))
