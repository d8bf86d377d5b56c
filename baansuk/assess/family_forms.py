"""What somebody writes down while a family tells of itself."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from django import forms

from baansuk.access.questions import today
from baansuk.assess.family_words import LANGUAGES, LONGEST, MOST, Told
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say, say_words

TOO_LONG = say(f"ยาวเกิน {LONGEST} ตัวอักษร สรุปให้สั้นลง", f"Longer than {LONGEST} letters; make it shorter")


class FamilyWordForm(forms.Form):
    """Goal, happiness, rating, language and day; only the day and the language must be given."""

    goal = forms.CharField(
        required=False,
        max_length=LONGEST,
        label=say("ครอบครัวอยากให้ชีวิตเป็นอย่างไร", "What the family wants its life to be"),
        help_text=say("เขียนตามคำของครอบครัว ไม่ต้องแปลเป็นภาษาราชการ", "In the family's own words, not in office language"),
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    happiness = forms.CharField(
        required=False,
        max_length=LONGEST,
        label=say("อะไรทำให้บ้านนี้มีความสุข", "What makes this home happy"),
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    rating = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label=say("ครอบครัวให้คะแนนความสุขของตนเท่าไร (0-10)", "How happy the family says it is (0-10)"),
        help_text=say("ไม่อยากให้คะแนนก็เว้นไว้", "May stay empty"),
    )
    language = forms.ChoiceField(label=say("คุยกันเป็นภาษา", "Language spoken"), initial="thai")
    interpreted = forms.BooleanField(required=False, label=say("มีล่ามช่วยแปล", "Somebody interpreted"))
    told_on = DayField(label=say("วันที่คุย", "Day of the talk"))
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"told_on": today(), "key": token_hex(16), "language": "thai"})
        super().__init__(*args, **kwargs)
        self.fields["rating"].choices = [("", say("ไม่ให้คะแนน", "No rating")), *((n, str(n)) for n in range(MOST + 1))]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["language"].choices = [(code, say_words(words)) for code, words in LANGUAGES.items()]  # type: ignore[attr-defined]  # a ChoiceField

    def told(self) -> Told:
        """Return what was told, after the form was found valid."""
        given = self.cleaned_data
        return Told(
            given["goal"],
            given["happiness"],
            given["rating"],
            given["language"],
            given["interpreted"],
            given["told_on"],
        )
