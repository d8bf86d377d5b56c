"""The made-up values that the page of components shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from baansuk.screen.icons import ICONS
from baansuk.screen.language import say, say_words
from baansuk.screen.pages import Slice
from baansuk.thai.words import Refusal, Words


@dataclass(frozen=True, slots=True)
class Row:
    """One made-up household; ``lacks`` None means not surveyed."""

    house: str
    head: Words
    persons: int
    lacks: int | None


ROWS = [
    Row("12/3", Words("นางสมมุติ แจ่มใจนิทาน", "Mrs Sommut Jaemjainithan"), 4, 3),
    Row("15", Words("นายตัวอย่าง ดีเลิศนิทาน", "Mr Tuayang Dilertnithan"), 2, 0),
    Row("15/1", Words("นางสาวจำลอง สุขสมนิทาน", "Miss Jamlong Suksomnithan"), 6, None),
]


class SampleForm(forms.Form):
    """One field of each kind, one of them with what is wrong with it."""

    house_no = forms.CharField(
        label=say("บ้านเลขที่", "House number"), help_text=say("อย่างที่เห็นหน้าบ้าน เช่น 12/3", "As on the door, such as 12/3")
    )
    village = forms.ChoiceField(label=say("หมู่ที่", "Village"), choices=[("1", "1"), ("2", "2")])
    file = forms.FileField(label=say("ไฟล์", "File"), required=False)
    answer = forms.ChoiceField(
        label=say("คำตอบ", "Answer"),
        widget=forms.RadioSelect,
        choices=[("pass", say("ผ่าน", "Pass")), ("fail", say("ไม่ผ่าน", "Fail")), ("unknown", say("ไม่ทราบ", "Not known"))],
    )
    reason = forms.CharField(
        label=say("เหตุผล", "Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": say("โปรดเขียนเหตุผล หน่วยงานจะได้รับข้อความนี้", "Write the reason; the agency will read it")
        },
    )


def showcase() -> dict[str, Any]:
    """Return the values of the page of components."""
    form = SampleForm({"house_no": "12/3", "village": "2", "answer": "fail", "reason": ""})
    form.is_valid()
    areas = (
        Words("จังหวัดสมมุติ", "Fictional province"),
        Words("อำเภอตัวอย่าง", "Sample amphoe"),
        Words("ตำบลนิทาน", "Tale tambon"),
    )
    return {
        "trail": [(say_words(area), "#main") for area in areas],
        "unknown": None,
        "rows": ROWS,
        "slice": Slice(ROWS, before="1", after="3", first=51, total=153),
        "form": form,
        "refusal": Refusal(
            "own_proposal", "ท่านเป็นผู้ส่งไฟล์นี้ จึงรับเข้าเองไม่ได้", "You sent this file, so you may not accept it"
        ),
        "icon_names": sorted(ICONS),
    }
