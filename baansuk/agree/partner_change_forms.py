"""What a keeper types when a partner changes: its card, its successor, the end of a contact, its seats."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from baansuk.agree.fields import NEEDED
from baansuk.agree.forms import choices_of
from baansuk.agree.partner_forms import PartnerForm
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say
from baansuk.thai.words import Words


class CardForm(PartnerForm):
    """What kind of body a partner is; its code and names have ways of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("code", "name_th", "name_en", "valid_from"):
            del self.fields[name]


class SucceedForm(forms.Form):
    """Who takes a partner's place, and its own last day."""

    successor = forms.ChoiceField(
        label=say("ภาคีที่สืบต่อ", "The partner that takes its place"),
        help_text=say("ถ้ายังไม่มีในรายการ ให้บันทึกภาคีใหม่ก่อน", "If it is not on the list, record it as a partner first"),
        error_messages={"required": NEEDED},
    )
    last_day = DayField(label=say("วันสุดท้ายของภาคีเดิม", "Last day of the old one"))

    def __init__(self, *args: Any, partners: Iterable[tuple[str, Words]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        successor = self.fields["successor"]
        assert isinstance(successor, forms.ChoiceField)
        successor.choices = choices_of(partners, empty=True)


class EndForm(forms.Form):
    """The last day of a contact or a seat."""

    last_day = DayField(label=say("วันสุดท้าย", "Last day"))


class SeatForm(forms.Form):
    """A seat in a mechanism of the province, by the office that sits there."""

    mechanism_th = forms.CharField(
        max_length=200,
        label=say("กลไก", "Mechanism"),
        help_text=say("เช่น ศจพ.จ. หรือคณะอนุกรรมการ", "Such as ศจพ.จ. or a sub-committee"),
        error_messages={"required": NEEDED},
    )
    mechanism_en = forms.CharField(required=False, max_length=200, label=say("ชื่อกลไกภาษาอังกฤษ", "Mechanism in English"))
    seat_th = forms.CharField(
        max_length=200,
        label=say("ที่นั่ง (ตำแหน่ง)", "Seat (the office)"),
        help_text=say(
            "ตำแหน่ง ไม่ใช่ชื่อบุคคล เช่น กรรมการและเลขานุการ", "The office, not a name, such as member and secretary"
        ),
        error_messages={"required": NEEDED},
    )
    seat_en = forms.CharField(required=False, max_length=200, label=say("ที่นั่งภาษาอังกฤษ", "Seat in English"))
    area_code = forms.ChoiceField(label=say("ของพื้นที่", "Of the area"))
    valid_from = DayField(
        required=False, label=say("ตั้งแต่", "From"), help_text=say("เว้นว่างถ้าเริ่มวันนี้", "Leave it empty for today")
    )

    def __init__(self, *args: Any, places: Iterable[tuple[str, Words]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = self.fields["area_code"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = choices_of(places)
