"""Words that everybody would try first in a password of this house, and so may not be most of one."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

# The product, the programme, who runs it, and what people in such an office call themselves.
WORDS = (
    *("baansuk", "bansuk", "บ้านสุข", "admin", "administrator", "password", "passw0rd", "รหัสผ่าน", "welcome", "qwerty"),
    *("register", "ทะเบียน", "poverty", "ความยากจน", "province", "จังหวัด", "amphoe", "อำเภอ", "tambon", "ตำบล"),
    *("officer", "เจ้าหน้าที่", "volunteer", "อสม", "governor", "ผู้ว่า", "thailand", "ประเทศไทย", "tpmap", "thaid"),
)
# So many letters must be left once all such words are gone.
LEAST_LEFT = 6


def left_of(password: str, known: list[str]) -> int:
    """Return how many letters and digits remain without the words that all would try, the year and ``known``."""
    rest = password.lower()
    for word in sorted((*WORDS, *(one.lower() for one in known if len(one) >= 3)), key=len, reverse=True):
        rest = rest.replace(word, "")
    # A year, of either era, is what most people add when they are told to add something.
    rest = re.sub(r"(?:20|25)\d\d", "", rest)
    return sum(letter.isalnum() for letter in rest)


class WordsValidator:
    """Refuses a password that is little more than the account's name, its office, or a word of this house."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for such a password."""
        known = [str(getattr(user, name, "") or "") for name in ("username", "partner")]
        parts = [part for one in known for part in re.split(r"[^0-9A-Za-z\u0e00-\u0e7f]+", one)]
        if left_of(password, [*known, *parts]) < min(LEAST_LEFT, len(password)):
            raise ValidationError("too like a word of this house", code="password_of_this_house")

    def get_help_text(self) -> str:
        """Say the rule, as Django asks."""
        return "Not the name of the account, of the office, or of this house."
