"""Sealed values: bound to their column and row, opened by older keys too."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baansuk.thai.words import Refusal
from baansuk.vault import house, values

WHERE = "people_person.id_sealed"
HOUSE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def refused(*arguments):
    with pytest.raises(Refusal) as caught:
        values.unseal(*arguments)
    return caught.value.code


@HOUSE
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]))))
def test_many_texts_come_back_in_order(vault, texts):
    rows = [f"code-{number}" for number in range(len(texts))]
    sealed = values.seal_all(texts, WHERE, rows)
    assert values.unseal_all(sealed, WHERE, rows) == texts
    assert [values.unseal(one, WHERE, row) for one, row in zip(sealed, rows, strict=True)] == texts


def test_a_value_opens_only_in_its_column_and_row(vault):
    sealed = values.seal("1234567890123", WHERE, "P-1")
    assert sealed.startswith("v1.v-")
    assert "1234567890123" not in sealed
    assert values.unseal(sealed, WHERE, "P-1") == "1234567890123"
    assert refused(sealed, WHERE, "P-2") == "value_damaged"
    assert refused(sealed, "people_factsheet.sealed", "P-1") == "value_damaged"
    assert values.seal("1234567890123", WHERE, "P-1") != sealed


def test_an_empty_value_stays_empty(vault):
    assert values.seal("", WHERE) == ""
    assert values.unseal("", WHERE) == ""
    assert values.key_id_of("") == ""


def test_every_edit_is_found(vault):
    sealed = values.seal("สมมติ", WHERE, "P-1")
    for at in range(len(sealed)):
        wrong = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
        assert refused(wrong, WHERE, "P-1") in {"value_damaged", "key_missing", "key_wrong"}
    for length in range(1, len(sealed)):
        assert refused(sealed[:length], WHERE, "P-1") in {"value_damaged", "key_missing", "key_wrong"}


def test_another_spelling_of_the_same_bytes_is_an_edit(vault):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for text in ("1", "12", "123"):
        sealed = values.seal(text, WHERE, "P-1")
        last = len(sealed.rstrip("=")) - 1
        for letter in letters.replace(sealed[last], ""):
            assert refused(sealed[:last] + letter + sealed[last + 1 :], WHERE, "P-1") == "value_damaged"
        assert refused(sealed[:-1] + "\n" + sealed[-1], WHERE, "P-1") == "value_damaged"


def test_older_keys_open_their_values_until_they_are_destroyed(vault):
    old = values.seal("1", WHERE)
    house.keyring().new_values_key()
    new = values.seal("1", WHERE)
    assert values.key_id_of(old) != values.key_id_of(new)
    assert values.unseal_all([old, new], WHERE) == ["1", "1"]
    house.keyring().destroy(values.key_id_of(old))
    assert refused(old, WHERE) == "key_destroyed"
    assert values.unseal(new, WHERE) == "1"


def test_as_many_rows_as_values_are_wanted(vault):
    with pytest.raises(ValueError):
        values.seal_all(["1", "2"], WHERE, ["only one"])
