"""Long lists of subjects: sealed files, found by a household at once and by the index later."""

from __future__ import annotations

import pytest
from django.db import transaction

from baansuk.audit import gate, indexing, lists
from baansuk.audit.models import Event, IndexedList, Subject
from baansuk.audit.questions import events_about, subjects_of
from baansuk.thai.words import Refusal

MANY = [("household", f"H-{number:05}") for number in range(gate.MOST_SUBJECTS + 50)]


def export(subjects=MANY) -> Event:
    with transaction.atomic():
        number = gate.write("people.export", by="keeper", subjects=subjects)
    return Event.objects.get(pk=number)


def about(code: str) -> list[int]:
    return [event.pk for event in events_about("household", code, below=2**62, most=50)]


@pytest.mark.django_db
def test_a_long_list_lies_in_a_sealed_file_named_by_its_hash():
    event = export()
    assert (event.listed, Subject.objects.count()) == (len(MANY), 0)
    assert subjects_of(event) == MANY
    kept = lists.path_of(event.list_hash).read_bytes()
    assert b"H-00001" not in kept, "it lists households, so it is sealed as everything in the store is"


@pytest.mark.django_db
def test_a_compact_listing_says_the_same():
    listing = lists.Listing()
    for kind, code in MANY:
        listing.add(kind, code)
    assert (len(listing), list(listing)) == (len(MANY), MANY)
    assert export(listing).list_hash == export(MANY).list_hash
    assert subjects_of(export(lists.Listing(MANY[:3]))) == MANY[:3]
    with pytest.raises(ValueError, match="tabs"):
        listing.add("household", "a\nhousehold\tb")


@pytest.mark.django_db
def test_a_household_finds_its_export_before_and_after_the_list_is_written_out(monkeypatch):
    monkeypatch.setattr(indexing, "ROWS_AT_ONCE", 100)
    event = export()
    assert about("H-00007") == [event.pk]
    assert about("H-0000") == [], "a part of a code is no code"
    assert indexing.index_lists(by="worker") == 1
    assert Subject.objects.filter(event=event.pk).count() == len(MANY)
    assert about("H-00007") == [event.pk]
    assert indexing.index_lists(by="worker") == 0


@pytest.mark.django_db
def test_an_interrupted_index_goes_on_and_doubles_nothing(monkeypatch):
    event = export()
    Subject.objects.bulk_create([Subject(event=event.pk, kind=kind, code=code) for kind, code in MANY[:120]])
    indexing.index_lists(by="worker")
    assert sorted(Subject.objects.filter(event=event.pk).values_list("kind", "code")) == MANY
    assert IndexedList.objects.get().rows == len(MANY)


@pytest.mark.django_db
def test_a_list_that_was_changed_or_is_gone_is_said_and_hides_nothing():
    event = export()
    path = lists.path_of(event.list_hash)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(Refusal):
        subjects_of(event)
    assert about("H-99999") == [event.pk], "an unreadable list may hold anybody"
    path.unlink()
    with pytest.raises(Refusal, match="gone"):
        indexing.index_lists(by="worker")


@pytest.mark.django_db(transaction=True)
def test_case_fault_33_the_act_fails_when_its_list_cannot_be_written(settings, tmp_path):
    (tmp_path / "audit").write_text("a file where the folder should be")
    settings.STORE = tmp_path
    with pytest.raises(gate.NotWritten, match=r"people\.export"):
        export()
    assert not Event.objects.exists()
