"""A field of a form for a whole day, as Thais write it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from baansuk.screen.language import say
from baansuk.thai.dates import PartialDate, read_date, show_date

DAY_HELP = say("เช่น 1 ต.ค. 2569 หรือ 1/10/2569", "Such as 1 Oct 2569 or 1/10/2026")


class DayField(forms.CharField):
    """A whole day in words or figures, Thai digits or not, Buddhist year or Christian; gives a ``date`` or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", DAY_HELP)
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.error_messages["required"] = say("กรอกวันที่", "Give the day")

    def prepare_value(self, value: Any) -> Any:
        """Show a day that was stored as it is written in Thailand; what was typed stays as it was."""
        return show_date(value) if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        """Return the day. Raises ValidationError for a text that names none."""
        text = super().clean(value)
        found = read_date(text, "per_value") if text else None
        if found is None and not text:
            return None
        if not isinstance(found, PartialDate) or found.precision not in self.precisions():
            raise forms.ValidationError(self.unreadable())
        return found.date

    def precisions(self) -> tuple[str, ...]:
        """How exactly a day must be named."""
        return ("day",)

    def unreadable(self) -> str:
        """What to say of a text that names no day."""
        return say(
            "อ่านเป็นวันที่ไม่ได้ ใช้รูปแบบ วัน เดือน ปี เช่น 1 ต.ค. 2569",
            "This is no day; write day, month, year, such as 1 Oct 2569",
        )
