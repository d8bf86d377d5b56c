"""What a keeper records of a consent: to what, in which language, how it was explained, before which witness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from baansuk.access.classes import CLASSES, PERSONAL, PURPOSES
from baansuk.agree.fields import NEEDED, checkboxes
from baansuk.agree.forms import choices_of
from baansuk.people.consent_rules import EXPLAINED, GIVERS, HOLDABLE, LANGUAGES, NEVER, PARTNER, USES, Given
from baansuk.people.number_actions import REASONS
from baansuk.protect.forms import choice
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say
from baansuk.thai.words import Words


class ConsentForm(forms.Form):
    """One consent; ``partners`` are the non-state partners that it can be given to, code and name."""

    use = choice(USES, say("ยินยอมเรื่อง", "Agrees to"))
    to = forms.ChoiceField(required=False, label=say("ภาคีที่ยินยอมให้เห็น", "The partner that may see"))
    purpose = forms.ChoiceField(
        required=False,
        label=say("เพื่อ", "For"),
        choices=lambda: choices_of(((name, PURPOSES[name]) for name in HOLDABLE), empty=True),
    )
    classes = checkboxes(
        required=False,
        label=say("ข้อมูลที่ยินยอมให้เห็น", "Facts that may be seen"),
        help_text=say("ชื่อและหมู่บ้านเห็นด้วยเสมอ", "The name and the village are always among them"),
        choices=lambda: choices_of((name, CLASSES[name]) for name in PERSONAL if name not in NEVER),
    )
    given_by = choice(GIVERS, say("ผู้ให้ความยินยอม", "Who agrees"), initial="self")
    given_on = DayField(label=say("วันที่ให้ความยินยอม", "Day"))
    language = forms.ChoiceField(
        label=say("ภาษาที่ใช้อธิบาย", "Language in which it was explained"), choices=lambda: choices_of(LANGUAGES.items())
    )
    explained = choice(EXPLAINED, say("อธิบายอย่างไร", "How it was explained"))
    witness = forms.CharField(
        max_length=160,
        label=say("พยาน", "Witness"),
        help_text=say("คนที่ไม่ใช่ผู้ขอความยินยอม เก็บแบบเข้ารหัส", "Somebody else than who asked for it; kept sealed"),
        error_messages={"required": NEEDED},
    )

    def __init__(self, *args: Any, partners: Iterable[tuple[str, Words]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices_of(partners, empty=True)

    def clean(self) -> dict[str, Any]:
        """Ask for partner, purpose and classes where a partner is to see, and take none elsewhere."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("use") != PARTNER:
            return {**given, "to": "", "purpose": "", "classes": []}
        for name in ("to", "purpose", "classes"):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, say("เลือกข้อนี้ด้วย", "Choose this as well"))
        return given

    def given(self) -> Given:
        """Return what was agreed to."""
        read = self.cleaned_data
        return Given(
            use=read["use"],
            given_on=read["given_on"],
            language=read["language"],
            explained=read["explained"],
            witness=read["witness"],
            given_by=read["given_by"],
            partner=read["to"],
            purpose=read["purpose"],
            classes=tuple(read["classes"]),
        )


class NumberForm(forms.Form):
    """Why a full id number is looked at."""

    because = choice(REASONS, say("เหตุผล", "Reason"))


def named(listed: Sequence[tuple[str, Words]]) -> list[tuple[str, Words]]:
    """Return partners as choices, each with its code, which tells two of one name apart."""
    return [(code, Words(f"{name.th} ({code})", f"{name.en} ({code})")) for code, name in listed]
