"""The forms at the door: name and password, the second step, a new password, a security key."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from baansuk.screen.language import say


class SignInForm(forms.Form):
    """Name and password, as typed; whether they fit is for the page to find out."""

    username = forms.CharField(
        label=say("ชื่อบัญชี", "Account name"),
        max_length=150,
        error_messages={"required": say("โปรดพิมพ์ชื่อบัญชี", "Type the account name")},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=say("รหัสผ่าน", "Password"),
        strip=False,
        max_length=200,
        error_messages={"required": say("โปรดพิมพ์รหัสผ่าน", "Type the password")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """A one-time or recovery code as typed, or the answer of a security key, which a script fills in."""

    code = forms.CharField(
        label=say("รหัส 6 หลัก หรือรหัสสำรอง", "6-digit code, or a recovery code"),
        max_length=40,
        error_messages={"required": say("โปรดพิมพ์รหัส", "Type the code")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
                "spellcheck": "false",
            }
        ),
    )
    credential = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def clean_credential(self) -> Any:
        """Return the answer of a key as it was sent, None when no key was used."""
        return _read_answer(self.cleaned_data["credential"])

    def clean(self) -> dict[str, Any]:
        """Whoever uses a key types no code."""
        if self.cleaned_data.get("credential"):
            self.errors.pop("code", None)
        return self.cleaned_data


class KeyForm(forms.Form):
    """A new security key: what its owner calls it, and its answer."""

    name = forms.CharField(
        label=say("เรียกกุญแจนี้ว่า", "Call this key"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    credential = forms.CharField(max_length=20_000, widget=forms.HiddenInput)

    def clean_credential(self) -> Any:
        """Return the answer of the key as it was sent."""
        return _read_answer(self.cleaned_data["credential"])


def _read_answer(text: str) -> Any:
    if not text:
        return None
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise forms.ValidationError(say("เครื่องตอบไม่ครบ โปรดลองอีกครั้ง", "The device's answer is incomplete; try again"))
    return answer


class AppCodeForm(forms.Form):
    """The first code of a new code app."""

    code = forms.CharField(
        label=say("รหัส 6 หลักที่แอปแสดง", "The 6 digits that the app shows"),
        max_length=20,
        error_messages={"required": say("โปรดพิมพ์รหัสที่แอปแสดง", "Type the code that the app shows")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=say("รหัสผ่านใหม่", "New password"),
        help_text=say(
            "อย่างน้อย 8 ตัวอักษร ไม่ใช่ตัวเลขล้วน และไม่ใช่ชื่อบัญชีหรือชื่อหน่วยงาน หลายคำต่อกันจำง่ายและเดายาก",
            "At least 8 characters, not only digits, not the name of the account or the office. Several words in a row are easy to remember and hard to guess.",
        ),
        strip=False,
        max_length=200,
        error_messages={"required": say("โปรดพิมพ์รหัสผ่านใหม่", "Type the new password")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=say("พิมพ์รหัสผ่านใหม่อีกครั้ง", "The new password once more"),
        strip=False,
        max_length=200,
        error_messages={"required": say("โปรดพิมพ์อีกครั้ง", "Type it once more")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Say when the two differ."""
        typed = self.cleaned_data
        if not self.errors and typed["password"] != typed["again"]:
            self.add_error("again", say("สองช่องไม่ตรงกัน", "The two are not the same"))
        return typed


class PasswordForm(forms.Form):
    """The password that is in use, as a proof."""

    password = forms.CharField(
        label=say("รหัสผ่านที่ใช้อยู่", "The password in use"),
        strip=False,
        max_length=200,
        error_messages={"required": say("โปรดพิมพ์รหัสผ่าน", "Type the password")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
