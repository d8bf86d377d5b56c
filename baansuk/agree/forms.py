"""What a keeper types of an agreement: its paper, its term, who signed, its steps, parties, amendments and scan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from django import forms

from baansuk.agree.actions import Signed
from baansuk.agree.fields import NEEDED, CodesField, LinesField, TermDayField, paragraph
from baansuk.agree.kinds import TERM_PRECISIONS
from baansuk.agree.models import Party
from baansuk.agree.paper import MOST_BYTES
from baansuk.agree.terms import Term
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Words

Choices = Sequence[tuple[str, str]]
CHOOSE = say("เลือก", "Choose")


def choices_of(listed: Iterable[tuple[str, Words]], *, empty: bool = False) -> list[tuple[str, str]]:
    """Return pairs for a form's choices in the language of the page, perhaps after an empty one."""
    pairs = [(code, say_words(words)) for code, words in listed]
    return [("", CHOOSE), *pairs] if empty else pairs


def both(given: dict[str, Any], name: str) -> Words:
    """Return the two fields ``<name>_th`` and ``<name>_en`` as one sentence."""
    return Words(given.get(f"{name}_th", ""), given.get(f"{name}_en", ""))


class TermFields(forms.Form):
    """The term as its paper prints it."""

    term_precision = forms.ChoiceField(
        label=say("อายุข้อตกลงในเอกสาร", "The term in the paper"),
        choices=[(code, say(words.th, words.en)) for code, words in reversed(list(TERM_PRECISIONS.items()))],
        widget=forms.RadioSelect,
        initial="day",
        help_text=say(
            "ถ้าเอกสารพิมพ์ไว้เพียงปี ระบบอ่านวันสิ้นสุดให้เร็วที่สุด คือ 1 มกราคมของปีนั้น ถ้าไม่ได้พิมพ์ไว้ จะยังไม่ให้สิทธิ์ใด",
            "A year only is read at its earliest end, 1 January of that year. Without a term nothing is granted.",
        ),
    )
    term_from = TermDayField(required=False, label=say("วันเริ่ม", "First day"))
    term_to = TermDayField(required=False, label=say("วันสุดท้าย", "Last day"))
    term_printed_th = forms.CharField(
        required=False,
        max_length=200,
        label=say("อายุตามที่พิมพ์ในเอกสาร", "The term in the words of the paper"),
        help_text=say("เช่น “ระยะเวลา 5 ปี (พ.ศ. 2569-2573)”", "Such as “five years (2569-2573)”"),
    )

    def term(self) -> Term:
        """Return the term that was typed."""
        given = self.cleaned_data
        return Term(given["term_from"], given["term_to"], given["term_precision"])

    def printed(self) -> Words:
        """Return the words of the paper; they are in Thai, whoever reads them."""
        return Words(self.cleaned_data["term_printed_th"], self.cleaned_data["term_printed_th"])


class AgreementForm(TermFields):
    """An agreement as a draft; ``partners`` are those that can be its host or parties, code and name."""

    code = forms.CharField(
        max_length=40,
        label=say("รหัสข้อตกลง", "Code of the agreement"),
        help_text=say(
            "อักษรอังกฤษตัวใหญ่ ตัวเลข ขีดกลาง เช่น MOU-2569 ใช้อ้างอิงในทุกไฟล์ที่รับภายใต้ข้อตกลงนี้",
            "Capital letters, digits, hyphens, such as MOU-2569; every file received under it names this code",
        ),
        error_messages={"required": NEEDED},
    )
    title_th = forms.CharField(
        max_length=400, label=say("ชื่อข้อตกลง", "Title in Thai"), error_messages={"required": NEEDED}
    )
    title_en = forms.CharField(required=False, max_length=400, label=say("ชื่อภาษาอังกฤษ", "Title in English"))
    host = forms.ChoiceField(label=say("เจ้าภาพ", "Host"), error_messages={"required": NEEDED})
    area_code = forms.CharField(
        max_length=8,
        label=say("รหัสพื้นที่", "Area code"),
        help_text=say("จังหวัด 2 หลัก อำเภอ 4 หลัก ตำบล 6 หลัก", "Province 2 digits, amphoe 4, tambon 6"),
        error_messages={"required": NEEDED},
    )
    parties = CodesField(
        required=False,
        label=say("ภาคีอื่น", "Other parties"),
        help_text=say(
            "รหัสภาคี เว้นวรรคระหว่างรหัส เพิ่มทีหลังจากหน้าข้อตกลงก็ได้",
            "Their codes, with spaces between; they can be added later from its page",
        ),
        widget=paragraph(2),
    )
    objectives_th = LinesField(
        required=False, label=say("วัตถุประสงค์", "Objectives in Thai"), help_text=say("บรรทัดละข้อ", "One a line")
    )
    objectives_en = LinesField(required=False, label=say("วัตถุประสงค์ภาษาอังกฤษ", "Objectives in English"))
    field_order = ("code", "title_th", "title_en", "host", "area_code", "parties", "objectives_th", "objectives_en")

    def __init__(self, *args: Any, partners: Iterable[tuple[str, Words]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partner_codes = [code for code, _ in partners]
        host = self.fields["host"]
        assert isinstance(host, forms.ChoiceField)
        host.choices = choices_of(partners, empty=True)

    def clean_parties(self) -> list[str]:
        """Refuse a code that is no partner's."""
        asked: list[str] = [code.upper() for code in self.cleaned_data["parties"]]
        unknown = [code for code in asked if code not in self.partner_codes]
        if unknown:
            names = ", ".join(unknown)
            raise forms.ValidationError(
                say(
                    f"ไม่มีภาคีรหัส {names} ตรวจรหัส หรือบันทึกภาคีก่อน",
                    f"There is no partner {names}; check the code, or record the partner first",
                )
            )
        return asked

    def objectives(self) -> list[Words]:
        """Return the objectives, in both languages where both were typed."""
        pairs = zip_longest(self.cleaned_data["objectives_th"], self.cleaned_data["objectives_en"], fillvalue="")
        return [Words(th, en or th) for th, en in pairs if th or en]


class ChangeDraftForm(AgreementForm):
    """What of a draft can still be corrected: all but its code, host and parties."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("code", "host", "parties"):
            del self.fields[name]


class SignForm(forms.Form):
    """The day and place of signing, and the office that signed for each party; never a person's name."""

    signed_on = DayField(label=say("วันที่ลงนาม", "Day of signing"))
    place_th = forms.CharField(required=False, max_length=200, label=say("สถานที่", "Place"))
    place_en = forms.CharField(required=False, max_length=200, label=say("สถานที่ (อังกฤษ)", "Place in English"))
    chair = forms.CharField(
        required=False, max_length=200, label=say("ประธานในพิธี (ตำแหน่ง)", "Presided over by (the office)")
    )
    witnesses = LinesField(
        required=False,
        label=say("สักขีพยาน (ตำแหน่ง)", "Witnesses (their offices)"),
        help_text=say("บรรทัดละตำแหน่ง ไม่ใส่ชื่อบุคคล", "One office a line; no person's name"),
        widget=paragraph(2),
    )

    def __init__(self, *args: Any, parties: Iterable[Party] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signing = {f"office_{number}": party for number, party in enumerate(parties, 1)}
        for name, party in self.signing.items():
            label = say(party.signed_as.th, party.signed_as.en)
            self.fields[name] = forms.CharField(required=False, max_length=200, label=label)

    def offices(self) -> list[Any]:
        """The fields of the parties' offices, to be drawn together."""
        return [self[name] for name in self.signing]

    def signatures(self) -> list[Signed]:
        """Return who signed, by office."""
        given = self.cleaned_data
        signed = [
            Signed(Words(given[name], ""), party.partner_id) for name, party in self.signing.items() if given[name]
        ]
        witnesses = [Signed(Words(one, ""), kind="witness") for one in given["witnesses"]]
        chair = [Signed(Words(given["chair"], ""), kind="chair")] if given["chair"] else []
        return [*signed, *witnesses, *chair]


class StepForm(forms.Form):
    """The next step of an agreement's life, with the reason for it."""

    act = forms.ChoiceField(
        choices=[(one, one) for one in ("bring_into_force", "suspend", "resume", "end", "withdraw")],
        error_messages={"required": NEEDED},
    )
    because = forms.CharField(
        required=False,
        max_length=500,
        label=say("เหตุผล", "Why"),
        widget=paragraph(2),
        error_messages={"required": say("ต้องเขียนเหตุผล", "A reason is needed")},
    )

    def __init__(self, *args: Any, halts: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].required = halts


class AmendForm(TermFields):
    """A later paper that changes an agreement, perhaps its term."""

    signed_on = DayField(label=say("วันที่ลงนามฉบับแก้ไข", "Day on which the amendment was signed"))
    words_th = forms.CharField(
        label=say("แก้ไขอะไร", "What it changes"),
        max_length=2000,
        widget=paragraph(),
        error_messages={"required": NEEDED},
    )
    words_en = forms.CharField(
        required=False,
        label=say("แก้ไขอะไร (อังกฤษ)", "What it changes, in English"),
        max_length=2000,
        widget=paragraph(2),
    )
    new_term = forms.BooleanField(required=False, label=say("ฉบับแก้ไขนี้เปลี่ยนอายุข้อตกลง", "It changes the term"))
    field_order = ("signed_on", "words_th", "words_en", "new_term")

    def changed_term(self) -> Term | None:
        """Return the new term, None where the amendment leaves it."""
        return self.term() if self.cleaned_data["new_term"] else None


class JoinForm(forms.Form):
    """A partner that joins, from the beginning or from a day on."""

    body = forms.ChoiceField(label=say("ภาคี", "Partner"), error_messages={"required": NEEDED})
    joined = DayField(
        required=False,
        label=say("เข้าร่วมตั้งแต่", "From"),
        help_text=say("เว้นว่างถ้าเป็นภาคีตั้งแต่แรก", "Leave it empty for a party from the beginning"),
    )

    def __init__(self, *args: Any, partners: Iterable[tuple[str, Words]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        assert isinstance(body, forms.ChoiceField)
        body.choices = choices_of(partners, empty=True)


class LeaveForm(forms.Form):
    """The last day of a party, with the reason."""

    last_day = DayField(label=say("วันสุดท้าย", "Last day"))
    because = forms.CharField(
        max_length=500, label=say("เหตุผล", "Why"), widget=paragraph(2), error_messages={"required": NEEDED}
    )


class AccountForm(forms.Form):
    """What one report says of the signing; what it does not say stays empty."""

    teller_th = forms.CharField(
        max_length=200,
        label=say("แหล่งที่เล่า", "Who tells it"),
        help_text=say(
            "เช่น สำนักข่าวหรือรายงานของหน่วยงาน ไม่ใส่ชื่อบุคคล", "A news office or an agency's report; no person's name"
        ),
        error_messages={"required": NEEDED},
    )
    teller_en = forms.CharField(
        required=False, max_length=200, label=say("แหล่งที่เล่า (อังกฤษ)", "Who tells it, in English")
    )
    told_on = DayField(required=False, label=say("รายงานเมื่อ", "Told on"))
    bodies = forms.IntegerField(
        required=False, min_value=0, max_value=100_000, label=say("จำนวนหน่วยงาน", "How many bodies")
    )
    people = forms.IntegerField(
        required=False, min_value=0, max_value=10_000_000, label=say("จำนวนผู้ร่วมงาน", "How many people")
    )
    words_th = forms.CharField(
        required=False, max_length=2000, label=say("รายงานว่าอย่างไร", "What it says"), widget=paragraph()
    )
    words_en = forms.CharField(
        required=False,
        max_length=2000,
        label=say("รายงานว่าอย่างไร (อังกฤษ)", "What it says, in English"),
        widget=paragraph(2),
    )


class PaperForm(forms.Form):
    """The scanned paper; what it is, its content tells."""

    file = forms.FileField(
        label=say("เอกสารที่สแกน", "The scanned paper"),
        help_text=say(
            f"PDF, JPEG หรือ PNG ไม่เกิน {MOST_BYTES // 1_000_000} MB",
            f"PDF, JPEG or PNG, at most {MOST_BYTES // 1_000_000} MB",
        ),
        error_messages={
            "required": say("เลือกไฟล์ก่อน", "Choose a file first"),
            "empty": say("ไฟล์นี้ว่างเปล่า", "This file is empty"),
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )
