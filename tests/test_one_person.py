"""A person is one person at the door and in the register."""

from __future__ import annotations

import pytest

from baansuk.access.blind import person_index
from baansuk.people.blind import blind_index


@pytest.mark.parametrize(("kind", "number"), [("thai_id", "1000000000010"), ("zero_number", "0000000000019")])
def test_account_is_bound_by_the_index_under_which_the_register_knows_the_person(kind, number):
    assert person_index(kind, number) == blind_index(kind, number)
