"""Sealing anew: by a new key of values, for an older database, and to the end though it was cut short."""

from __future__ import annotations

import json

import pytest

from baansuk.audit.models import Event
from baansuk.people import sealing_actions
from baansuk.people.models import FactSheet, Person
from baansuk.people.sealed import open_number, open_sheet, seal_numbers, sheet_columns
from baansuk.vault import house
from baansuk.vault.values import key_id_of

pytestmark = pytest.mark.django_db
CODES = [f"P-{number}" for number in range(5)]
FACTS = [["", 1_100_000_002, "2026-01-23", {"bmn_01": "fail"}]]


@pytest.fixture
def values(tmp_path):
    """Five numbers and two sheets sealed by the first key of a house of its own, one sheet older than sealing."""
    before = house.places()
    house.configure(tmp_path / "keys", tmp_path / "private")
    for code, sealed in zip(CODES, seal_numbers([f"number of {code}" for code in CODES], CODES), strict=True):
        Person.objects.create(edition=1, code=code, household_code="H", area_code="99", name_key="a", id_sealed=sealed)
    Person.objects.create(edition=1, code="P-none", household_code="H", area_code="99", name_key="a")
    for code, name, facts, sealed in sheet_columns(("H", name, json.dumps(FACTS)) for name in ("health", "economic")):
        FactSheet.objects.create(
            edition=1, household_code=code, field_class=name, facts=json.loads(facts), sealed=sealed
        )
    FactSheet.objects.create(edition=1, household_code="OLD", field_class="disability", facts=FACTS)
    yield
    house.configure(before.keys, before.private, master=before.master, store_sealed=before.store_sealed)


def used() -> set[str]:
    sealed = [*Person.objects.exclude(id_sealed="").values_list("id_sealed", flat=True)]
    sealed += FactSheet.objects.exclude(sealed="").values_list("sealed", flat=True)
    return {key_id_of(one) for one in sealed}


def all_open() -> bool:
    numbers = all(
        open_number(one.id_sealed, one.code) == f"number of {one.code}" for one in Person.objects.filter(code__in=CODES)
    )
    return numbers and all(
        open_sheet(one.household_code, one.field_class, one.facts, one.sealed) == FACTS
        for one in FactSheet.objects.all()
    )


def test_an_older_sheet_is_sealed_and_what_is_sealed_stays(values):
    before = list(Person.objects.values_list("id_sealed", flat=True))
    assert sealing_actions.seal_anew(by="command") == 1
    assert FactSheet.objects.get(household_code="OLD").facts == []
    assert FactSheet.objects.get(field_class="economic").facts == FACTS
    assert list(Person.objects.values_list("id_sealed", flat=True)) == before
    assert all_open()
    assert sealing_actions.seal_anew(by="command") == 0


def test_a_new_key_seals_all_and_then_the_old_may_go(values):
    sealing_actions.seal_anew(by="command")
    [old] = used()
    new = sealing_actions.new_values_key(by="command")
    assert used() == {old} and new != old and all_open()
    assert sealing_actions.seal_anew(by="command") == 7
    assert used() == {new} and all_open()
    house.keyring().destroy(old)
    assert all_open()


def test_cut_short_it_goes_on_with_the_same_key(values, monkeypatch):
    sealing_actions.seal_anew(by="command")
    new = sealing_actions.new_values_key(by="command")
    monkeypatch.setattr(sealing_actions, "ROWS_AT_ONCE", 2)

    def cut(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sealing_actions.seal_anew(by="command", told=cut)
    assert len(used()) == 2 and all_open()
    assert sealing_actions.new_values_key(by="command") == new
    sealing_actions.seal_anew(by="command")
    assert used() == {new} and all_open()
    assert Event.objects.filter(act="people.new_values_key").count() == 1
