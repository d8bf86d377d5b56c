"""What an auditor types to search the trail; it is turned into codes before it stands in an address."""

from __future__ import annotations

import ipaddress
from typing import Any

from django import forms

from baansuk.access.models import Partner
from baansuk.agree.forms import choices_of
from baansuk.protect.trail_asked import LONGEST, event_of, subject_code
from baansuk.protect.trail_kinds import KINDS, OUTCOMES, SOURCES, SUBJECTS, by_kind
from baansuk.protect.trail_names import acts
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say, say_words
from baansuk.thai.digits import to_arabic
from baansuk.thai.words import Words

ANY = Words("ทั้งหมด", "All")
PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


def _act_choices() -> list[Any]:
    """The acts under their kinds; each kind can be asked for as a whole."""
    words = acts()
    groups: list[Any] = [("", say_words(ANY))]
    for kind, listed in by_kind(words).items():
        whole = (kind, say_words(Words(f"{KINDS[kind].th} (ทั้งกลุ่ม)", f"{KINDS[kind].en} (all of these)")))
        groups.append((say_words(KINDS[kind]), [whole, *((act, say_words(words[act])) for act in listed)]))
    return groups


def _partner_choices() -> list[tuple[str, str]]:
    rows = Partner.objects.order_by("code")
    named = [(one.code, Words(f"{one.name_th} ({one.code})", f"{one.name_en} ({one.code})")) for one in rows]
    return choices_of([("", ANY), *named])


class TrailForm(forms.Form):
    """A search of the trail: everything that is said must fit."""

    account = forms.CharField(
        required=False, max_length=150, label=say("บัญชีผู้ใช้", "Account"), widget=forms.TextInput(attrs=PLAIN)
    )
    partner = forms.ChoiceField(required=False, label=say("หน่วยงาน", "Office"), choices=_partner_choices)
    act = forms.ChoiceField(required=False, label=say("การกระทำ", "Act"), choices=_act_choices)
    outcome = forms.ChoiceField(
        required=False, label=say("ผล", "Outcome"), choices=lambda: choices_of([("", ANY), *OUTCOMES.items()])
    )
    kind = forms.ChoiceField(
        required=False,
        label=say("เกี่ยวกับ", "About"),
        choices=lambda: choices_of([("", ANY), *SUBJECTS.items()]),
    )
    code = forms.CharField(
        required=False, max_length=80, label=say("รหัสของสิ่งนั้น", "Its code"), widget=forms.TextInput(attrs=PLAIN)
    )
    source = forms.ChoiceField(
        required=False, label=say("เข้าทาง", "Came by"), choices=lambda: choices_of([("", ANY), *SOURCES.items()])
    )
    address = forms.CharField(
        required=False,
        max_length=45,
        label=say("หมายเลขเครื่อง (IP)", "Machine (IP address)"),
        widget=forms.TextInput(attrs=PLAIN | {"inputmode": "decimal"}),
    )
    begins = DayField(required=False, label=say("ตั้งแต่วันที่", "From"))
    ends = DayField(required=False, label=say("ถึงวันที่", "To"), help_text="")

    def clean_account(self) -> str:
        """Return the number of an event of the account."""
        return self._event("account", "actor", say("ไม่พบบัญชีนี้ในร่องรอย", "This account is not in the trail"))

    def clean_address(self) -> str:
        """Return the number of an event from the machine."""
        typed = to_arabic(self.cleaned_data["address"]).strip()
        try:
            self.cleaned_data["address"] = str(ipaddress.ip_address(typed)) if typed else ""
        except ValueError as error:
            raise forms.ValidationError(say("ไม่ใช่หมายเลขเครื่อง เช่น 192.0.2.1", "No address; write 192.0.2.1")) from error
        return self._event("address", "address", say("ไม่พบเครื่องนี้ในร่องรอย", "This machine is not in the trail"))

    def _event(self, name: str, column: str, absent: str) -> str:
        typed = str(self.cleaned_data[name]).strip()
        if not typed:
            return ""
        number = event_of(column, typed)
        if number is None:
            raise forms.ValidationError(absent)
        return str(number)

    def clean(self) -> dict[str, Any]:
        """Ask for kind and code together, and for days in their order, no more than a year of them."""
        given: dict[str, Any] = super().clean() or {}
        kind, typed = given.get("kind", ""), given.get("code", "")
        if kind and not typed:
            self.add_error("code", say("กรอกรหัส", "Give the code"))
        elif typed and not kind:
            self.add_error("kind", say("เลือกว่าเป็นรหัสของอะไร", "Choose what it is the code of"))
        elif typed:
            given["code"] = subject_code(kind, typed)
            if not given["code"]:
                self.add_error(
                    "code", say("ไม่ใช่รหัส ค้นด้วยชื่อหรือเลขประจำตัวไม่ได้", "No code; names and id numbers find nothing")
                )
        begins, ends = given.get("begins"), given.get("ends")
        if begins and ends and begins > ends:
            self.add_error("ends", say("วันสุดท้ายอยู่ก่อนวันแรก", "The last day is before the first"))
        elif begins and ends and not typed and ends - begins > LONGEST:
            self.add_error("begins", say("ค้นได้ครั้งละไม่เกินหนึ่งปี", "At most a year at a time"))
        return given

    def said(self) -> dict[str, str]:
        """Return what stands for the question in an address."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in given.items()}
