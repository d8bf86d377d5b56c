"""What everybody would try first is no password here; anything else may be one, of whatever letters."""

from __future__ import annotations

import pytest

from baansuk.access import sign_in_actions
from baansuk.access.models import User
from baansuk.thai.words import Refusal

SOMYING = User(username="somying.k", partner="MSDHS")


@pytest.mark.parametrize(
    "password",
    [
        *("baansuk2569", "Baansuk-2026!", "บ้านสุข๒๕๖๙บ้านสุข", "Admin@2569", "somying2569", "somying.k", "MSDHS-2569!!"),
        *("Register_Keeper1"[:9] + "2569", "thailand2569", "password", "12345678901", "0900001234", "short1"),
    ],
)
def test_what_everybody_would_try_is_refused(password):
    with pytest.raises(Refusal) as refused:
        sign_in_actions.check_password_strong(password, SOMYING)
    assert refused.value.code == "password_weak"


@pytest.mark.parametrize(
    "password",
    [
        *(
            "four-rivers-one-hill",
            "เรือลำเล็กล่องไปไกล",
            "kfjwmqzp",
            "aaa bbb ccc ddd",
            "ทะเบียนของเราอยู่ริมแม่น้ำ",
            "x" * 9 + "é" * 60,
        ),
        "🦆 สามตัวเดินข้ามถนน",
    ],
)
def test_any_composition_may_be_one(password):
    sign_in_actions.check_password_strong(password, SOMYING)
