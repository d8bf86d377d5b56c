"""What is typed on the pages of the signing steps: a decision, an appeal, an order, a meeting and its papers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from baansuk.agree.fields import NEEDED, CodesField, paragraph
from baansuk.agree.forms import choices_of
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say, say_words
from baansuk.verify.attendance import Attendee
from baansuk.verify.checklist import load_checklist
from baansuk.verify.committees import DUTIES, Named
from baansuk.verify.deciding import Said
from baansuk.verify.flows import Flow, Step
from baansuk.verify.meeting_actions import Appointed, Came
from baansuk.verify.meetings import Record, appeal_steps
from baansuk.verify.outcomes import OUTCOMES, REASONS, offered
from baansuk.verify.screening import load_rules

# A committee of an amphoe names about nine; the form has room for some more.
SEATS = 12
NONE = ("", "—")


def _reasons(*, empty: bool = True) -> list[tuple[str, str]]:
    return [*([NONE] if empty else []), *choices_of(REASONS.items())]


class DecideForm(forms.Form):
    """One decision of a queue: what is proposed, signed or sent back, with what was ticked and why."""

    act = forms.ChoiceField(choices=[(one, one) for one in ("propose", "sign", "send_back")])
    version = forms.IntegerField()
    once = forms.CharField(max_length=40)
    outcome = forms.ChoiceField(required=False, label=say("ผล", "Outcome"))
    reason = forms.ChoiceField(required=False, label=say("เหตุผล", "Reason"))
    because = forms.CharField(required=False, max_length=1000, label=say("อธิบายเพิ่ม", "In words"), widget=paragraph(2))
    to = forms.ChoiceField(required=False, label=say("ส่งกลับไปขั้น", "Send it back to"))
    ticked = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, step: Step, flow: Flow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agree = ("", say("ตามขั้นก่อน", "As the step before"))
        listed = [(code, say_words(OUTCOMES[code].name)) for code in step.outcomes if OUTCOMES[code].result]
        choose(self, "outcome", [agree, *listed])
        # A queue draws one form for all its rows: each row shows the choices that fit its case.
        self.of_listed, self.of_added = (
            [one for one in (agree, *listed) if not one[0] or one[0] in offered(step.outcomes, added=added)]
            for added in (False, True)
        )
        choose(self, "reason", _reasons())
        back = [one for one in flow.steps if one.code in step.may_return_to]
        choose(self, "to", [(one.code, say_words(one.name)) for one in reversed(back)])
        choose(self, "ticked", [(one.code, one.code) for one in load_checklist().at(step.code)])

    def said(self) -> Said:
        """Return why."""
        return Said(self.cleaned_data["reason"], self.cleaned_data["because"])


class ReasonForm(forms.Form):
    """Why an appeal or an opening anew, and who is to hear it."""

    to = forms.ChoiceField(
        label=say("ผู้พิจารณา", "Who hears it"), widget=forms.RadioSelect, error_messages={"required": NEEDED}
    )
    reason = forms.ChoiceField(label=say("เหตุผล", "Reason"), error_messages={"required": NEEDED})
    because = forms.CharField(required=False, max_length=2000, label=say("คำบอกเล่า", "In words"), widget=paragraph(4))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, flow: Flow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "to", [(code, say_words(flow.step(code).name)) for code in appeal_steps(flow)])
        choose(self, "reason", _reasons())

    def said(self) -> Said:
        """Return why."""
        return Said(self.cleaned_data["reason"], self.cleaned_data["because"])


class AppointForm(forms.Form):
    """The order that appoints a committee: its name, number, day and members."""

    name = forms.CharField(
        max_length=200, label=say("ชื่อคณะกรรมการ", "Name of the committee"), error_messages={"required": NEEDED}
    )
    order_no = forms.CharField(max_length=60, label=say("คำสั่งที่", "Order number"), error_messages={"required": NEEDED})
    order_date = DayField(label=say("ลงวันที่", "Dated"))
    office = forms.CharField(max_length=200, required=False, label=say("ส่วนราชการ", "Office"))
    phone = forms.CharField(max_length=60, required=False, label=say("โทรศัพท์", "Telephone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, SEATS + 1):
            self.fields[f"name_{place}"] = forms.CharField(max_length=160, required=False, label=say("ชื่อ", "Name"))
            self.fields[f"post_{place}"] = forms.CharField(max_length=160, required=False, label=say("ตำแหน่ง", "Post"))
            self.fields[f"account_{place}"] = forms.CharField(
                max_length=150, required=False, label=say("บัญชี", "Account")
            )
            self.fields[f"duty_{place}"] = forms.ChoiceField(
                choices=lambda: choices_of(DUTIES.items()), initial="member", label=say("หน้าที่", "Duty")
            )

    def seats(self) -> list[tuple[int, list[Any]]]:
        """Return the controls of each member."""
        return [
            (place, [self[f"{name}_{place}"] for name in ("name", "post", "account", "duty")])
            for place in range(1, SEATS + 1)
        ]

    def heads(self) -> list[Any]:
        """Return the controls above the members."""
        return [self[name] for name in ("name", "order_no", "order_date", "office", "phone")]

    def order(self) -> Appointed:
        """Return what the order says; a line without a name is no member."""
        read = self.cleaned_data
        members = [
            Named(read[f"name_{n}"], read[f"post_{n}"], read[f"account_{n}"], read[f"duty_{n}"])
            for n in range(1, SEATS + 1)
            if read[f"name_{n}"]
        ]
        return Appointed(read["name"], read["order_no"], read["order_date"], members, read["office"], read["phone"])

    @staticmethod
    def of_members(members: Sequence[Named]) -> dict[str, str]:
        """Return members as the form begins with them."""
        return {
            f"{name}_{place}": getattr(one, name)
            for place, one in enumerate(members, 1)
            for name in ("name", "post", "account", "duty")
        }


class CallForm(forms.Form):
    """When and where a committee sits."""

    held_on = DayField(label=say("วันประชุม", "Day of the meeting"))
    place = forms.CharField(max_length=200, label=say("สถานที่", "Place"), error_messages={"required": NEEDED})


class AttendForm(forms.Form):
    """Who came, and who declared a tie to which cases."""

    def __init__(self, *args: Any, people: Sequence[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        ties = [NONE, *((one.code, say_words(one.name)) for one in load_rules().ties.values())]
        for place, one in enumerate(people, 1):
            self.fields[f"present_{place}"] = forms.BooleanField(
                required=False, initial=one.present, label=say("มา", "Present")
            )
            self.fields[f"cases_{place}"] = CodesField(
                required=False, initial=" ".join(one.recused), label=say("ไม่ร่วมพิจารณาเรื่อง", "Steps aside from")
            )
            self.fields[f"tie_{place}"] = forms.ChoiceField(
                required=False, choices=ties, initial=one.interest, label=say("เพราะ", "Because")
            )

    def lines(self) -> list[tuple[Attendee, Any, Any, Any]]:
        """Return each member with the controls."""
        return [
            (one, self[f"present_{place}"], self[f"cases_{place}"], self[f"tie_{place}"])
            for place, one in enumerate(self.people, 1)
        ]

    def came(self) -> Came:
        """Return who came and what was declared; a case without a kind of tie counts as a serious cause."""
        read = self.cleaned_data
        places = range(1, len(self.people) + 1)
        recused: Mapping[int, tuple[tuple[str, ...], str]] = {
            place: (tuple(code.upper() for code in read[f"cases_{place}"]), read[f"tie_{place}"] or "serious")
            for place in places
            if read[f"cases_{place}"]
        }
        return Came(frozenset(place for place in places if read[f"present_{place}"]), recused)


HOUR = re.compile(r"\d{1,2}[.:]\d{2}")


class RecordForm(forms.Form):
    """What stands in the minutes beside the resolutions."""

    began = forms.RegexField(
        HOUR, label=say("เริ่มประชุม (น.)", "Started at"), help_text=say("เช่น 09.30", "Such as 09.30")
    )
    ended = forms.RegexField(HOUR, label=say("เลิกประชุม (น.)", "Ended at"), help_text=say("เช่น 12.00", "Such as 12.00"))
    chair_told = forms.CharField(
        required=False, label=say("วาระ 1 ประธานแจ้ง", "1. Announcements by the chair"), widget=paragraph(2)
    )
    last_minutes = forms.CharField(
        required=False, label=say("วาระ 2 รับรองรายงานครั้งก่อน", "2. Minutes of the last meeting"), widget=paragraph(2)
    )
    to_know = forms.CharField(
        required=False, label=say("วาระ 3 เรื่องเพื่อทราบ", "3. For information"), widget=paragraph(2)
    )
    other = forms.CharField(required=False, label=say("วาระ 5 เรื่องอื่น ๆ", "5. Other business"), widget=paragraph(2))

    def record(self) -> Record:
        """Return what was written."""
        return Record(**self.cleaned_data | {"began": _dotted(self, "began"), "ended": _dotted(self, "ended")})


def _dotted(form: forms.Form, name: str) -> str:
    return str(form.cleaned_data[name]).replace(":", ".")


class LetterForm(forms.Form):
    """The number of a paper in the office's register, and the scan once it is signed."""

    number = forms.CharField(max_length=60, required=False, label=say("เลขที่หนังสือ", "Letter number"))
    dated = DayField(required=False, label=say("ลงวันที่", "Dated"))
    scan = forms.FileField(required=False, label=say("ฉบับลงนาม (PDF หรือภาพ)", "The signed paper (PDF or picture)"))


def choose(form: forms.Form, name: str, listed: Sequence[tuple[str, Any]]) -> None:
    """Set the choices of a field."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(listed)
