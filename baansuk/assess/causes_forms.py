"""What somebody writes down while a family says why, and what a mentor confirms; a form short enough for a phone."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from django import forms

from baansuk.access.questions import today
from baansuk.assess.causes_actions import REASON_NEEDED, SAYS, CauseSaid
from baansuk.assess.causes_view import CausesOf
from baansuk.assess.family_words import LANGUAGES, LONGEST
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say, say_words

CAUSE = "cause_"


class CauseForm(forms.Form):
    """One choice for each cause of what the household lacks, each of which may be skipped, and words."""

    def __init__(self, shown: CausesOf, *args: Any, mentor: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"said_on": today(), "key": token_hex(16), "language": "thai"})
        super().__init__(*args, **kwargs)
        choices = [("", say("ข้าม", "Skip")), *((code, say_words(words)) for code, words in SAYS.items())]
        for lack in shown.lacks:
            for one in lack.causes:
                label = say(f"{lack.words.th}: {one.cause.th}", f"{lack.words.en}: {one.cause.en}")
                self.fields[CAUSE + one.cause.code] = forms.ChoiceField(required=False, label=label, choices=choices)
        self.fields["words"] = forms.CharField(
            # Whoever confirms or puts aside says why; a family may stay silent.
            required=mentor,
            max_length=LONGEST,
            error_messages={"required": say(REASON_NEEDED.th, REASON_NEEDED.en)},
            label=say("เหตุผล เห็นอะไรตอนเยี่ยมบ้าน", "The reason: what was seen at the visit")
            if mentor
            else say("ครอบครัวบอกว่าเพราะอะไร (ตามคำของครอบครัว)", "Why, in the family's own words"),
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        if not mentor:
            languages = [(code, say_words(words)) for code, words in LANGUAGES.items()]
            self.fields["language"] = forms.ChoiceField(label=say("คุยกันเป็นภาษา", "Language spoken"), choices=languages)
            self.fields["interpreter"] = forms.CharField(
                required=False, max_length=120, label=say("ชื่อล่าม (ถ้ามี)", "Interpreter's name, if any")
            )
        self.fields["said_on"] = DayField(label=say("วันที่คุย", "Day of the talk"))
        self.fields["key"] = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def said(self) -> CauseSaid:
        """Return what was said, after the form was found valid."""
        given = self.cleaned_data
        answers = {name.removeprefix(CAUSE): value for name, value in given.items() if name.startswith(CAUSE) and value}
        return CauseSaid(
            answers, given["words"], given.get("language", ""), given.get("interpreter", ""), given["said_on"]
        )
