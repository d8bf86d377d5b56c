"""What a person says of a token that they make: for which program, in which of their seats, for how long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from baansuk.access.tokens import MOST_DAYS
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Words

DAYS = (30, 60, MOST_DAYS)


class TokenForm(forms.Form):
    """``offered`` are the keys and words of the sittings that the maker may choose among."""

    name = forms.CharField(
        max_length=80,
        label=say("ชื่อโปรแกรม", "Name of the program"),
        help_text=say("เช่น ระบบทะเบียนของ อบจ. อย่าใส่ชื่อบุคคล", "Such as: PAO register. Not a person's name."),
        error_messages={"required": say("ตั้งชื่อตามโปรแกรมที่จะใช้", "Name it after the program")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sitting = forms.ChoiceField(
        label=say("ทำงานในตำแหน่งและวัตถุประสงค์", "Works in this post, for this purpose"),
        error_messages={"required": say("เลือกตำแหน่ง", "Choose a post")},
    )
    days = forms.TypedChoiceField(
        label=say("ใช้ได้นาน", "Valid for"),
        coerce=int,
        choices=[(str(days), say(f"{days} วัน", f"{days} days")) for days in DAYS],
        error_messages={"required": say("เลือกจำนวนวัน", "Choose how long")},
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, Words]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = bool(offered)
        sitting = self.fields["sitting"]
        assert isinstance(sitting, forms.ChoiceField)
        sitting.choices = [(key, say_words(words)) for key, words in offered]
