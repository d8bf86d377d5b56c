"""What an officer types of a breach: which account, between which moments, and since when it is known."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from baansuk.agree.fields import NEEDED
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say


def _clock(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": NEEDED, "invalid": say("เวลาแบบ 14:30", "A time such as 14:30")},
    )


class BreachForm(forms.Form):
    """An account in wrong hands; days and times are those of Thailand."""

    account = forms.CharField(
        max_length=150,
        label=say("ชื่อบัญชีที่ถูกใช้", "The account that was used"),
        help_text=say("ชื่อผู้ใช้ตามที่ปรากฏในร่องรอย", "The username as it stands in the trail"),
        error_messages={"required": NEEDED},
    )
    begins_on = DayField(label=say("ตั้งแต่วันที่", "From the day"))
    begins_at = _clock(say("เวลาที่เริ่ม", "From the time"))
    ends_on = DayField(label=say("ถึงวันที่", "To the day"))
    ends_at = _clock(say("เวลาที่สิ้นสุด", "To the time"))
    known_on = DayField(
        label=say("วันที่ทราบเหตุ", "Day on which it became known"),
        help_text=say("นับ 72 ชั่วโมงจากเวลานี้", "The 72 hours run from this moment"),
    )
    known_at = _clock(say("เวลาที่ทราบเหตุ", "Time at which it became known"))

    def moments(self) -> dict[str, Any]:
        """Return the account and the three moments."""
        read = self.cleaned_data

        def moment(name: str) -> datetime:
            return timezone.make_aware(datetime.combine(read[f"{name}_on"], read[f"{name}_at"]))

        named = {"begins": moment("begins"), "ends": moment("ends"), "known_at": moment("known")}
        return {"account": read["account"].strip(), **named}
