"""Fields of this room's forms: a day as Thais write it, an amount, lines of text, lists of codes."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from baansuk.screen.day_field import DayField
from baansuk.screen.language import say
from baansuk.thai.digits import to_arabic
from baansuk.thai.money import read_money

NEEDED = say("กรอกช่องนี้ก่อน", "Fill this in first")


class TermDayField(DayField):
    """A first or last day of a term; a year alone is taken too, for papers that print no more."""

    def clean(self, value: Any) -> Any:
        """Return the day, the first of January for a year alone."""
        text = to_arabic(str(value or "")).strip().removeprefix("พ.ศ.").strip()
        year = int(text) if re.fullmatch(r"\d{4}", text) else 0
        if 2400 <= year <= 2700:
            return date(year - 543, 1, 1)
        return super().clean(value)


class AmountField(forms.CharField):
    """An amount or a number with at most two decimals, Thai digits and commas allowed; a ``Decimal`` or None."""

    def clean(self, value: Any) -> Any:
        """Return the amount. Raises ValidationError for a text that is none."""
        text = super().clean(value)
        found = read_money(text) if text else None
        if text and not isinstance(found, Decimal):
            raise forms.ValidationError(say("อ่านเป็นตัวเลขไม่ได้ เช่น 1,250 หรือ 40", "This is no number; write 1,250 or 40"))
        return found


class CodesField(forms.CharField):
    """Codes parted by spaces, commas or lines; gives a list without repeats, in the order typed."""

    def clean(self, value: Any) -> Any:
        """Return the codes."""
        text = super().clean(value)
        return list(dict.fromkeys(one for one in re.split(r"[\s,;]+", to_arabic(text or "")) if one))


class LinesField(forms.CharField):
    """One thing a line; gives the lines that say something, without the numbers or dashes put before them."""

    widget = forms.Textarea(attrs={"rows": 5})

    def clean(self, value: Any) -> Any:
        """Return the lines."""
        text = super().clean(value)
        lines = (re.sub(r"^\s*(?:[\d๐-๙]{1,2}[.)]|[-–•])\s*", "", line).strip() for line in (text or "").splitlines())
        return [line for line in lines if line]


def checkboxes(**kwargs: Any) -> forms.MultipleChoiceField:
    """Return a field of checkboxes."""
    return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, **kwargs)


def paragraph(rows: int = 3) -> forms.Textarea:
    """Return a control for a sentence or more."""
    return forms.Textarea(attrs={"rows": rows})
