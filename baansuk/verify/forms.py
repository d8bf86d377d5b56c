"""What is typed on the pages of rounds, villages, sessions and cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from baansuk.agree.fields import NEEDED, paragraph
from baansuk.agree.forms import choices_of
from baansuk.places.models import Area
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say, say_words
from baansuk.thai.digits import to_arabic
from baansuk.thai.words import Words
from baansuk.verify.attendance import Attendee
from baansuk.verify.candidates import load_rule_sets
from baansuk.verify.case_actions import ADDED
from baansuk.verify.flows import Step, load_flows
from baansuk.verify.models import Case
from baansuk.verify.orders import Order
from baansuk.verify.outcomes import OUTCOMES, REASONS, offered
from baansuk.verify.rankings import load_topics
from baansuk.verify.session_actions import Call

# Five to nine attend a closed check; the form has room for a few more.
SEATS, USUAL = 9, 6
EMPTY = ("", "—")


def reasons() -> list[tuple[str, str]]:
    """Return the reasons as choices of a form, none first."""
    return [EMPTY, *choices_of(REASONS.items())]


def outcomes_of(step: Step, case: Case) -> list[tuple[str, str]]:
    """Return the outcomes of a step that fit a case as choices of a form, none first."""
    listed = offered(step.outcomes, added=case.origin == ADDED, now=case.outcome)
    return [EMPTY, *((code, say_words(OUTCOMES[code].name)) for code in listed)]


class LeavingForm(forms.Form):
    """How many households without an outcome the one who closes a meeting has ticked to leave."""

    leaving = forms.IntegerField(required=False, min_value=0)

    def count(self) -> int:
        """Return how many, 0 where nothing was ticked."""
        return (self.cleaned_data["leaving"] or 0) if self.is_valid() else 0


class OrderForm(forms.Form):
    """The order and calendar of a round to be opened."""

    code = forms.CharField(
        max_length=20,
        label=say("รหัสรอบ", "Code of the round"),
        help_text=say("เช่น 2569-1", "Such as 2569-1"),
        error_messages={"required": NEEDED},
    )
    title_th = forms.CharField(max_length=200, label=say("ชื่อรอบ", "Title in Thai"), error_messages={"required": NEEDED})
    title_en = forms.CharField(required=False, max_length=200, label=say("ชื่อรอบ (อังกฤษ)", "Title in English"))
    order_no = forms.CharField(max_length=60, label=say("คำสั่งที่", "Order number"), error_messages={"required": NEEDED})
    order_date = DayField(label=say("คำสั่งลงวันที่", "Day of the order"))
    opened_on = DayField(label=say("เปิดรอบวันที่", "First day"))
    closes_on = DayField(label=say("ปิดรอบวันที่", "Last day"))
    flow = forms.ChoiceField(
        label=say("ขั้นตอน", "Who checks in which order"),
        choices=lambda: choices_of((stamp, one.name) for stamp, one in load_flows().items()),
        widget=forms.RadioSelect,
        initial="standard/1",
    )
    rules = forms.ChoiceField(
        label=say("เกณฑ์ของบัญชี", "Rules of the list"),
        choices=lambda: choices_of((stamp, one.name) for stamp, one in load_rule_sets().items()),
        widget=forms.RadioSelect,
        initial="default/1",
    )

    def order(self) -> Order:
        """Return the order that was typed."""
        return Order(**self.cleaned_data)


class HandInForm(forms.Form):
    """A filled workbook."""

    file = forms.FileField(
        label=say("ไฟล์ Excel ที่กรอกแล้ว", "The filled workbook"),
        help_text=say("รับทั้งไฟล์หรือไม่รับเลย ส่งซ้ำได้", "It is taken whole or not at all. Sending it twice does no harm."),
        error_messages={"required": say("เลือกไฟล์", "Choose the file")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


class PhotoForm(forms.Form):
    """The photo of the signed page."""

    file = forms.FileField(
        label=say("ภาพถ่ายหรือสแกนบัญชีที่ลงนาม", "Photo or scan of the signed page"),
        help_text=say(
            "JPEG, PNG หรือ PDF ระบบตัดพิกัดและข้อมูลกล้องออกก่อนเก็บ",
            "JPEG, PNG or PDF. Place and camera are removed before it is kept.",
        ),
        error_messages={"required": say("เลือกไฟล์", "Choose the file")},
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )


class CallForm(forms.Form):
    """When and where a session is held, by which order."""

    kind = forms.ChoiceField(
        label=say("ประชุมแบบใด", "What kind"),
        choices=lambda: choices_of(KINDS.items()),
        widget=forms.RadioSelect,
        initial="closed_check",
    )
    held_on = DayField(label=say("วันประชุม", "Day"))
    place = forms.CharField(max_length=200, label=say("สถานที่", "Place"), error_messages={"required": NEEDED})
    order_no = forms.CharField(
        max_length=60, label=say("ตามคำสั่งที่", "Order number"), error_messages={"required": NEEDED}
    )
    order_date = DayField(required=False, label=say("คำสั่งลงวันที่", "Day of the order"))

    def call(self) -> Call:
        """Return what was typed, without the kind."""
        return Call(**{name: value for name, value in self.cleaned_data.items() if name != "kind"})


KINDS: Mapping[str, Words] = {
    "closed_check": Words("ตรวจสอบแบบปิด (เฉพาะกรรมการ ดูรายชื่อ)", "Closed check (members only, names are seen)"),
    "open_ranking": Words(
        "จัดลำดับเรื่องส่วนรวม (เปิด ไม่พูดถึงบ้านใด)", "Open ranking of shared things (no household is spoken of)"
    ),
}


class AttendanceForm(forms.Form):
    """Who attends: a line each with name, post, whether present, who leads, and which lines of the page are kin."""

    def __init__(self, *args: Any, cases: Sequence[str], people: Sequence[Attendee] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = cases
        places = {case: place for place, case in enumerate(cases, start=1)}
        self.fields["me"] = forms.ChoiceField(
            required=False,
            choices=[EMPTY, *((str(n), str(n)) for n in range(1, SEATS + 1))],
            initial=next((str(n) for n, one in enumerate(people, 1) if one.account), ""),
        )
        self.fields["leads"] = forms.ChoiceField(
            choices=[(str(n), str(n)) for n in range(1, SEATS + 1)],
            initial=next((str(n) for n, one in enumerate(people, 1) if one.chairs), "1"),
        )
        for number in range(1, SEATS + 1):
            one = people[number - 1] if number <= len(people) else Attendee("")
            kin = ", ".join(str(places[case]) for case in one.recused if case in places)
            self.fields[f"name_{number}"] = forms.CharField(required=False, max_length=160, initial=one.name)
            self.fields[f"post_{number}"] = forms.CharField(required=False, max_length=120, initial=one.post)
            self.fields[f"present_{number}"] = forms.BooleanField(required=False, initial=one.present)
            self.fields[f"kin_{number}"] = forms.CharField(required=False, max_length=200, initial=kin)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The fields of each line, for the page."""
        parts = ("name", "post", "present", "kin")
        return [{"number": n} | {part: self[f"{part}_{n}"] for part in parts} for n in range(1, SEATS + 1)]

    @property
    def first_lines(self) -> list[dict[str, Any]]:
        """The lines that are shown at once: as many as usually attend, and all that hold something."""
        return self.lines[: self._shown]

    @property
    def more_lines(self) -> list[dict[str, Any]]:
        """The lines behind “more”."""
        return self.lines[self._shown :]

    @property
    def _shown(self) -> int:
        filled: list[int] = [line["number"] for line in self.lines if line["name"].value() or line["kin"].value()]
        return max([USUAL, *filled])

    def clean(self) -> dict[str, Any]:
        """Read which lines of the page each declared. Adds an error for a number that the page has not."""
        cleaned = super().clean() or {}
        for number in range(1, SEATS + 1):
            parts = [part for part in re.split(r"[\s,;]+|และ", to_arabic(cleaned.get(f"kin_{number}", ""))) if part]
            wrong = [part for part in parts if not (part.isdecimal() and 1 <= int(part[:9]) <= len(self.cases))]
            if wrong:
                self.add_error(f"kin_{number}", self._no_line(wrong[0]))
            else:
                cleaned[f"recused_{number}"] = tuple(self.cases[int(part) - 1] for part in parts)
        return cleaned

    def _no_line(self, typed: str) -> str:
        if not self.cases:
            return say("บัญชีนี้ยังไม่มีบ้าน ให้เว้นช่องนี้ว่าง", "There is no house on the page; leave this empty.")
        last = len(self.cases)
        return say(
            f"“{typed}” ไม่ใช่ลำดับในบัญชี ใส่เลข 1 ถึง {last} ตามช่องลำดับ ไม่ใช่บ้านเลขที่ เช่น 3, 7",
            f"“{typed}” is no number of the page. Give numbers from 1 to {last} as they stand on it, not house numbers: 3, 7.",
        )

    def people(self, account: str) -> list[Attendee]:
        """Return who attends; the line that says "me" is the account that records."""
        given = self.cleaned_data
        return [
            Attendee(
                name=given[f"name_{n}"],
                post=given[f"post_{n}"],
                account=account if given["me"] == str(n) else "",
                present=given[f"present_{n}"],
                chairs=given["leads"] == str(n),
                recused=given[f"recused_{n}"],
            )
            for n in range(1, SEATS + 1)
            if given[f"name_{n}"]
        ]


class VotesForm(forms.Form):
    """How many votes each shared thing got."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, words in load_topics().items():
            self.fields[code] = forms.IntegerField(
                required=False, min_value=0, max_value=9_999, label=say(words.th, words.en)
            )

    def votes(self) -> dict[str, int]:
        """Return the votes by topic, of those that got one."""
        return {code: count for code, count in self.cleaned_data.items() if count}


class RecordForm(forms.Form):
    """What a step found of one household."""

    outcome = forms.ChoiceField(label=say("ผล", "Outcome"), error_messages={"required": NEEDED})
    reason = forms.ChoiceField(required=False, label=say("เหตุผล", "Reason"), choices=reasons)
    because = forms.CharField(
        required=False,
        max_length=1000,
        label=say("คำอธิบาย", "In words"),
        help_text=say("เก็บแบบเข้ารหัส ไม่ต้องเขียนโรคหรือหนี้", "Kept sealed. No illness and no debt."),
        widget=paragraph(2),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, step: Step, case: Case, without: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [one for one in outcomes_of(step, case) if one[0] not in without]
        self.fields["outcome"].choices = listed  # type: ignore[attr-defined]  # a ChoiceField


class ObjectionForm(forms.Form):
    """Why somebody objects."""

    reason = forms.ChoiceField(label=say("เหตุผล", "Reason"), choices=reasons, error_messages={"required": NEEDED})
    because = forms.CharField(
        max_length=1000,
        label=say("ผู้คัดค้านกล่าวว่า", "What the objection says"),
        help_text=say("ไม่ต้องบอกว่าใครคัดค้าน", "Who objects need not be said."),
        widget=paragraph(3),
        error_messages={"required": NEEDED},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class MissedForm(forms.Form):
    """A household that no list has: no name, number or house number is required."""

    area_code = forms.ChoiceField(label=say("หมู่บ้าน", "Village"), error_messages={"required": NEEDED})
    house_no = forms.CharField(required=False, max_length=40, label=say("บ้านเลขที่", "House number"))
    name = forms.CharField(
        required=False,
        max_length=160,
        label=say("ชื่อที่เรียกกัน", "The name they go by"),
        help_text=say("เก็บแบบเข้ารหัส", "Kept sealed"),
    )
    words = forms.CharField(
        required=False,
        max_length=1000,
        label=say("จุดสังเกต หรือสิ่งที่ทราบ", "Where the house stands, or what is known"),
        help_text=say("ไม่ต้องเขียนโรค หนี้ หรือสถานะของใคร", "No illness, debt or status of anybody"),
        widget=paragraph(3),
    )

    def __init__(self, *args: Any, villages: Iterable[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.code, f"{one.parent.name_th if one.parent else ''} · {one.name_th}") for one in villages]
        self.fields["area_code"].choices = named  # type: ignore[attr-defined]  # a ChoiceField
