"""What is typed of an urgent case: a report short enough for a phone, a step, a name, a turn of duty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from baansuk.access.models import Post
from baansuk.agree.fields import NEEDED, paragraph
from baansuk.people.codes import read_code
from baansuk.places.models import Area
from baansuk.places.questions import children_of, words_of
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Words
from baansuk.verify.urgent import load_kinds
from baansuk.verify.urgent_actions import Told, Turn

TAMBON = 6


def places_in(areas: Iterable[str]) -> list[tuple[str, Any]]:
    """Return what to choose a place from: the villages of a tambon's post, the tambons by amphoe of a wider one."""
    found: list[tuple[str, Any]] = []
    for area in areas:
        if len(area) > TAMBON:
            found += [(one.code, say_words(words_of(one))) for one in Area.objects.filter(pk=area)]
        elif len(area) == TAMBON:
            found += [(one.code, say_words(words_of(one))) for one in children_of(area)]
        else:
            found += _tambons_of(area)
    return found


def _tambons_of(area: str) -> list[tuple[str, Any]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    rows = Area.objects.filter(code__startswith=area, level__in=(4, TAMBON)).order_by("code")
    names = {}
    for one in rows:
        if one.level == TAMBON:
            groups.setdefault(one.code[:4], []).append((one.code, say_words(words_of(one))))
        else:
            names[one.code] = say_words(words_of(one))
    return [(names.get(code, code), listed) for code, listed in groups.items()]


class ReportForm(forms.Form):
    """What happened, where, and how somebody may be reached without danger."""

    kind = forms.ChoiceField(
        label=say("เหตุ", "What happened"), widget=forms.RadioSelect, error_messages={"required": NEEDED}
    )
    area = forms.ChoiceField(label=say("พื้นที่", "Where"), error_messages={"required": NEEDED})
    place = forms.CharField(
        max_length=300,
        required=False,
        label=say("จุดที่เกิดเหตุ", "The place"),
        help_text=say("เช่น บ้านเลขที่ ซอย จุดสังเกต", "House number, lane, landmark"),
    )
    what = forms.CharField(
        max_length=2000,
        label=say("เล่าสั้น ๆ", "What happened, in short"),
        widget=paragraph(3),
        error_messages={"required": NEEDED},
    )
    safe = forms.CharField(
        max_length=300,
        required=False,
        label=say("ติดต่ออย่างไรและเวลาใดจึงปลอดภัย", "How and when it is safe to call"),
        help_text=say("เช่น โทรหลัง 18.00 น. อย่าโทรเข้าบ้าน", "Such as: after 18:00, never to the house"),
    )
    reporter = forms.CharField(
        max_length=200,
        required=False,
        label=say("ผู้แจ้งและเบอร์โทร", "Reported by, and a phone number"),
        help_text=say("เก็บแยกและปิดผนึก", "Kept apart and sealed"),
    )
    household = forms.CharField(
        max_length=20, required=False, label=say("รหัสครัวเรือน (ถ้าทราบ)", "Household code (if known)")
    )

    def __init__(self, *args: Any, areas: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(load_kinds().values(), key=lambda one: one.rank)
        _choices(self, "kind", [(one.code, say_words(one.name)) for one in kinds])
        _choices(self, "area", [("", say("เลือก", "Choose")), *places_in(areas)])

    def clean_household(self) -> str:
        """Return the code as it is written; raises ValidationError for what is none."""
        text = str(self.cleaned_data["household"]).strip()
        code = read_code(text) if text else ""
        if text and not code:
            raise forms.ValidationError(say("ไม่ใช่รหัสครัวเรือน", "This is no household code"))
        return code

    def told(self) -> Told:
        """Return what was told."""
        read = self.cleaned_data
        return Told(
            read["kind"], read["area"], read["place"], read["what"], read["reporter"], read["safe"], read["household"]
        )


class StepForm(forms.Form):
    """One step: what was done, and which version of the case was on the page."""

    words = forms.CharField(max_length=2000, required=False, label=say("บันทึก", "Note"), widget=paragraph(4))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = needed
        self.fields["words"].error_messages["required"] = NEEDED


class NameForm(forms.Form):
    """Somebody who is to know of a protected case."""

    account = forms.CharField(max_length=150, label=say("ชื่อบัญชี", "Account"), error_messages={"required": NEEDED})


class TurnForm(forms.Form):
    """A turn of duty: who, where, from when to when."""

    post = forms.TypedChoiceField(
        label=say("ตำแหน่ง", "Post"), coerce=int, widget=forms.RadioSelect, error_messages={"required": NEEDED}
    )
    area = forms.ChoiceField(label=say("พื้นที่", "Area"))
    phone = forms.CharField(max_length=40, required=False, label=say("โทรศัพท์สำนักงาน", "The office's telephone"))
    begins_on = DayField(label=say("ตั้งแต่วันที่", "From the day"))
    begins_at = forms.TimeField(
        label=say("เวลา", "From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends_on = DayField(label=say("ถึงวันที่", "To the day"))
    ends_at = forms.TimeField(label=say("เวลา", "To"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, *args: Any, posts: Sequence[Post], areas: Sequence[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "post", [(one.pk, f"{say_words(_title(one))} · {one.user.username}") for one in posts])
        _choices(self, "area", [(code, say_words(words)) for code, words in areas])

    def turn(self) -> Turn:
        """Return the turn."""
        read = self.cleaned_data

        def moment(name: str) -> datetime:
            return timezone.make_aware(datetime.combine(read[f"{name}_on"], read[f"{name}_at"]))

        return Turn(read["post"], read["area"], moment("begins"), moment("ends"), read["phone"])


def _title(post: Post) -> Words:
    return Words(post.title_th, post.title_en or post.title_th)


def _choices(form: forms.Form, name: str, listed: Sequence[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(listed)
