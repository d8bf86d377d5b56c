"""What a keeper types of frameworks: the texts of one part, from which day and why, and a manual's workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from baansuk.access.questions import today
from baansuk.assess.frameworks_editing import LONGEST_RULE, Typed
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say, say_words

CODE = r"^[a-z][a-z0-9-]*$"
NEEDED = say("กรอกช่องนี้ก่อน", "Fill this in first")
REASON = say("เหตุผลที่เปลี่ยน", "Why it is changed")
FIRST_DAY = say("ใช้ตั้งแต่วันที่", "In force from")
FIRST_DAY_HELP = say(
    "เช่น 1 ต.ค. 2569 การประมวลผลที่สั่งตั้งแต่วันนั้นจะใช้รุ่นนี้", "Such as 1 Oct 2569: runs asked for from that day on use it"
)


class WhenAndWhy(forms.Form):
    """From which day a version is in force, and why it is made."""

    valid_from = DayField(label=FIRST_DAY, help_text=FIRST_DAY_HELP)
    because = forms.CharField(
        max_length=1000,
        label=REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": NEEDED},
        help_text=say("ผู้อนุมัติและผู้อ่านรุ่นหลังจะเห็นข้อความนี้", "Whoever approves it, and later readers, see this"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"valid_from": today()})
        super().__init__(*args, **kwargs)


class PartForm(WhenAndWhy):
    """The texts of one part, one field each."""

    field_order = ()

    def __init__(self, *args: Any, typed: Sequence[Typed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in typed:
            widget = forms.TextInput() if one.short else forms.Textarea(attrs={"rows": min(8, 2 + len(one.text) // 70)})
            # A rule is typed as it is: no corrections of a phone's keyboard, no red lines under names of columns.
            widget.attrs |= {"autocapitalize": "off", "autocorrect": "off", "spellcheck": "false", "class": "rule-text"}
            self.fields[one.key] = forms.CharField(
                label=say_words(one.words),
                max_length=LONGEST_RULE,
                strip=True,
                initial=one.text,
                widget=widget,
                error_messages={"required": NEEDED},
            )
        self.order_fields([*(one.key for one in typed), "valid_from", "because"])
        self.keys = tuple(one.key for one in typed)

    def texts(self) -> list[forms.BoundField]:
        """Return the fields that hold rules."""
        return [self[key] for key in self.keys]

    def given(self) -> dict[str, str]:
        """Return what was typed of the part."""
        return {key: self.cleaned_data[key] for key in self.keys}


class OwnForm(WhenAndWhy):
    """A framework of one's own that begins as a main set: its name and its code."""

    th = forms.CharField(
        max_length=120, label=say("ชื่อกรอบ (ภาษาไทย)", "Name in Thai"), error_messages={"required": NEEDED}
    )
    en = forms.CharField(
        max_length=120, label=say("ชื่อกรอบ (ภาษาอังกฤษ)", "Name in English"), error_messages={"required": NEEDED}
    )
    code = forms.RegexField(
        CODE,
        max_length=20,
        label=say("รหัสกรอบ", "Code"),
        help_text=say(
            "ตัวอังกฤษเล็ก ตัวเลข และขีด เช่น bmn-mhs ใช้ในชื่อที่อยู่และแฟ้ม เปลี่ยนภายหลังไม่ได้",
            "Small letters, digits and dashes, such as bmn-mhs. It stands in addresses and files and cannot be changed later.",
        ),
        error_messages={
            "required": NEEDED,
            "invalid": say(
                "ขึ้นต้นด้วยตัวอังกฤษเล็ก ตามด้วยตัวอังกฤษเล็ก ตัวเลข หรือขีด",
                "Begin with a small letter; then small letters, digits or dashes",
            ),
        },
        widget=forms.TextInput(attrs={"autocapitalize": "off", "autocorrect": "off", "spellcheck": "false"}),
    )
    field_order = ("th", "en", "code", "valid_from", "because")


class ManualForm(forms.Form):
    """A filled workbook."""

    file = forms.FileField(
        label=say("แบบที่กรอกแล้ว (.xlsx)", "The filled workbook (.xlsx)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": say("เลือกไฟล์ก่อน", "Choose a file first"),
            "empty": say("ไฟล์นี้ว่างเปล่า", "This file is empty"),
        },
    )

    def clean_file(self) -> Any:
        """Refuse a file that is far larger than any manual."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(say("ไฟล์ใหญ่เกิน 5 MB ไม่ใช่คู่มือ", "Larger than 5 MB: this is no manual"))
        return file


MOST_BYTES = 5_000_000
