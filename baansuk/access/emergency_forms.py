"""What somebody says who must look beyond their post: where, why, and for how long."""

from __future__ import annotations

from typing import Any

from django import forms

from baansuk.access.emergency_rules import HOURS, KINDS
from baansuk.access.post_forms import PLAIN, area_field
from baansuk.screen.language import say, say_words
from baansuk.thai.digits import to_arabic


def _hours(hours: int) -> str:
    if hours == HOURS[0]:
        return say(f"{hours} ชั่วโมง เปิดทันที", f"{hours} hours, at once")
    return say(f"{hours} ชั่วโมง ต้องมีผู้อนุมัติอีกคน", f"{hours} hours, needs a second person")


class EmergencyForm(forms.Form):
    """``by_houses``: the seat sees single houses, so one is named; any other seat names an area only."""

    area_code = area_field(say("หมู่บ้าน 8 หลัก หรือตำบล 6 หลัก", "A village, 8 digits, or a tambon, 6 digits"))
    household = forms.CharField(
        label=say("รหัสครัวเรือน", "Household code"),
        max_length=16,
        error_messages={"required": say("กรอกรหัสครัวเรือน", "Give the household's code")},
        widget=forms.TextInput(attrs=PLAIN),
    )
    kind = forms.ChoiceField(
        label=say("เหตุ", "What happened"), choices=lambda: [(code, say_words(words)) for code, words in KINDS.items()]
    )
    reason = forms.CharField(
        label=say("เหตุผล", "Reason"),
        help_text=say(
            "ผู้ดูแลทะเบียนและผู้ตรวจสอบจะอ่าน อย่าใส่ชื่อหรือเลขประจำตัวของใคร",
            "The keeper and the auditor will read it. Nobody's name or id number.",
        ),
        max_length=1000,
        error_messages={"required": say("เขียนเหตุผล", "Give the reason")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    hours = forms.TypedChoiceField(
        label=say("นานเท่าใด", "For how long"),
        coerce=int,
        choices=[(str(hours), _hours(hours)) for hours in HOURS],
        widget=forms.RadioSelect,
        initial=str(HOURS[0]),
    )

    def __init__(self, *args: Any, by_houses: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_houses:
            del self.fields["household"]

    def clean_area_code(self) -> str:
        """Return the code in Latin digits."""
        return to_arabic(self.cleaned_data["area_code"]).strip()

    def clean_household(self) -> str:
        """Return the code in capitals."""
        return str(self.cleaned_data["household"]).strip().upper()
