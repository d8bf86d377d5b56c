"""What somebody says who must look beyond their post: where, why, and for how long."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.urls import reverse_lazy

from baansuk.access.emergency_areas import AreasToPick
from baansuk.access.emergency_rules import HOURS, KINDS
from baansuk.access.post_forms import PLAIN, area_field
from baansuk.screen.language import say, say_words
from baansuk.thai.digits import to_arabic

STEPS = ("amphoe", "tambon", "village")
NO_AREAS = AreasToPick()


def _hours(hours: int) -> str:
    if hours == HOURS[0]:
        return say(f"{hours} ชั่วโมง เปิดทันที", f"{hours} hours, at once")
    return say(f"{hours} ชั่วโมง ต้องมีผู้อนุมัติอีกคน", f"{hours} hours, needs a second person")


def _step(label: str) -> forms.ChoiceField:
    """A step on the way to an area: choosing it brings the next one, without a script by sending the form."""
    asks = {"hx-get": reverse_lazy("emergency"), "hx-include": "#emergency-area select", "hx-target": "#emergency-area"}
    wrong = say("เลือกใหม่จากรายการ", "Choose again from the list")
    widget = forms.Select(attrs={**asks, "hx-swap": "outerHTML", "autocomplete": "off"})
    return forms.ChoiceField(required=False, label=label, widget=widget, error_messages={"invalid_choice": wrong})


class EmergencyForm(forms.Form):
    """``by_houses``: the seat sees single houses, so one is named; any other seat names an area only.

    The area is chosen by name, step by step, or typed as a code; ``areas`` are those to choose from.
    """

    amphoe = _step(say("อำเภอ", "Amphoe"))
    tambon = _step(say("ตำบล", "Tambon"))
    village = _step(say("หมู่บ้าน (ถ้าทราบ)", "Village, if it is known"))
    area_code = area_field(say("ตำบล 6 หลัก หรือหมู่บ้าน 8 หลัก", "A tambon, 6 digits, or a village, 8 digits"))
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

    def __init__(self, *args: Any, by_houses: bool = False, areas: AreasToPick = NO_AREAS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_houses:
            del self.fields["household"]
        self.fields["area_code"].required = False
        for name, offered in (("amphoe", areas.amphoes), ("tambon", areas.tambons), ("village", areas.villages)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", say("เลือก", "Choose")), *((code, say_words(words)) for code, words in offered)]

    def steps(self) -> list[BoundField]:
        """The fields by which an area is chosen, as far as there is anything to choose."""
        names = [name for name in STEPS if len(list(self.fields[name].choices)) > 1]  # type: ignore[attr-defined]  # the steps are choice fields
        for name in names:
            # Only drawn so: whoever types the code instead need not choose, and the village may be left open.
            self.fields[name].required = name != "village"
        return [self[name] for name in names]

    def others(self) -> list[BoundField]:
        """What is asked beside the area."""
        return [self[name] for name in self.fields if name not in (*STEPS, "area_code")]

    def clean(self) -> dict[str, Any]:
        """Take the code that was typed, else the smallest area chosen; an amphoe alone is none."""
        given = super().clean() or {}
        given["area_code"] = given.get("area_code") or given.get("village") or given.get("tambon") or ""
        if not given["area_code"] and not self.errors:
            self.add_error(
                "tambon" if given.get("amphoe") else "amphoe", say("เลือกตำบลหรือหมู่บ้าน", "Choose a tambon or a village")
            )
        return given

    def asked(self) -> dict[str, Any]:
        """Return what was asked for, without the steps that led to the area."""
        return {name: value for name, value in self.cleaned_data.items() if name not in STEPS}

    def clean_area_code(self) -> str:
        """Return the code in Latin digits."""
        return to_arabic(self.cleaned_data["area_code"]).strip()

    def clean_household(self) -> str:
        """Return the code in capitals."""
        return str(self.cleaned_data["household"]).strip().upper()
