"""The form by which a keeper invites somebody: an account name and a post."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator

from baansuk.access.models import Partner
from baansuk.access.roles import ROLES
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Words

NOT_INVITED = ("stranger", "member")


def _roles() -> list[tuple[str, str]]:
    return [(code, say_words(role.name)) for code, role in ROLES.items() if code not in NOT_INVITED]


def _partners() -> list[tuple[str, str]]:
    rows = Partner.objects.order_by("code").values_list("code", "name_th", "name_en")
    return [(code, say_words(Words(th, en))) for code, th, en in rows]


class InvitationForm(forms.Form):
    """Whom to invite, into which post."""

    username = forms.CharField(
        label=say("ชื่อบัญชี", "Account name"),
        help_text=say(
            "ตัวอักษรอังกฤษ ตัวเลข จุด หรือขีด เช่น somchai.k", "English letters, digits, dots or dashes, such as somchai.k"
        ),
        min_length=3,
        max_length=60,
        validators=[ASCIIUsernameValidator()],
        error_messages={"required": say("โปรดตั้งชื่อบัญชี", "Choose an account name")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    partner = forms.ChoiceField(label=say("หน่วยงาน", "Partner"), choices=_partners)
    role = forms.ChoiceField(label=say("บทบาท", "Role"), choices=_roles)
    area_code = forms.RegexField(
        label=say("รหัสพื้นที่ของตำแหน่ง", "Area code of the post"),
        help_text=say(
            "2 หลักคือจังหวัด 4 อำเภอ 6 ตำบล 8 หมู่บ้าน", "2 digits a province, 4 an amphoe, 6 a tambon, 8 a village"
        ),
        regex=r"\A(\d{2}|\d{4}|\d{6}|\d{8})\Z",
        error_messages={"invalid": say("รหัสพื้นที่ต้องเป็นเลข 2 4 6 หรือ 8 หลัก", "An area code has 2, 4, 6 or 8 digits")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    title_th = forms.CharField(label=say("ชื่อตำแหน่งตามคำสั่ง", "Title of the post by the order"), max_length=160)
    title_en = forms.CharField(label=say("ชื่อตำแหน่งภาษาอังกฤษ", "Title in English"), max_length=160, required=False)

    def __init__(self, *given: Any, only_partner: str = "", **named: Any) -> None:
        """``only_partner``: the one partner that a partner's own keeper may name."""
        super().__init__(*given, **named)
        if only_partner:
            partner = self.fields["partner"]
            assert isinstance(partner, forms.ChoiceField)
            partner.choices = [one for one in _partners() if one[0] == only_partner]

    def clean_username(self) -> Any:
        """Return the name in small letters: nobody should fail at the door for a capital."""
        return self.cleaned_data["username"].lower()
