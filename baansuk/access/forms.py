"""The form at the door."""

from __future__ import annotations

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
