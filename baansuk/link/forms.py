"""What is asked of whoever decides on pairs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from baansuk.link.reasons import DECISIONS, REASONS, WITHDRAWN, belongs
from baansuk.screen.language import say, say_words

# A file of decisions is kept in the page between preview and confirmation.
LARGEST_FILE = 1_000_000


class JudgeForm(forms.Form):
    """A decision and its reason."""

    decision = forms.ChoiceField(
        choices=[(code, code) for code in DECISIONS],
        error_messages={"required": say("เลือกคำตัดสิน", "Choose a decision")},
    )
    reason = forms.ChoiceField(
        choices=[(code, code) for listed in REASONS.values() for code, _words in listed],
        error_messages={"required": say("เลือกเหตุผล", "Choose a reason")},
    )

    def clean(self) -> dict[str, str]:
        """A reason of another decision is none."""
        found: dict[str, str] = self.cleaned_data
        decision, reason = found.get("decision", ""), found.get("reason", "")
        if decision and reason and not belongs(decision, reason):
            self.add_error("reason", say("เลือกเหตุผลของคำตัดสินที่เลือก", "Choose a reason that fits the decision"))
        return found


class WithdrawForm(forms.Form):
    """Why a decision is taken back."""

    because = forms.ChoiceField(choices=[(code, code) for code in WITHDRAWN])


class FileForm(forms.Form):
    """A file of decisions to look at."""

    file = forms.FileField(
        label=say("ไฟล์ CSV", "CSV file"), error_messages={"required": say("เลือกไฟล์ก่อน", "Choose a file first")}
    )

    def clean_file(self) -> UploadedFile[Any]:
        """No more than a page can hold."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(say("ไฟล์ใหญ่เกิน 1 MB ให้แบ่งไฟล์", "The file is larger than 1 MB; divide it"))
        return file


class ConfirmForm(forms.Form):
    """The text of a file that was looked at and is confirmed."""

    text = forms.CharField(max_length=LARGEST_FILE, strip=False)


def decision_choices(chosen: str, reason: str) -> list[dict[str, object]]:
    """Return decisions with their reasons as the page draws them, in the order of their keys, as they were chosen."""
    return [
        {
            "code": code,
            "words": say_words(words),
            "key": place,
            "chosen": code == chosen,
            "reasons": [
                {"code": name, "words": say_words(said), "key": number, "chosen": name == reason}
                for number, (name, said) in enumerate(REASONS[code], 1)
            ],
        }
        for place, (code, words) in enumerate(DECISIONS.items(), 1)
    ]
