"""Showing a full number: only by name, with a reason, and never without its line in the trail."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import Http404
from django.utils import timezone

from baansuk.access.tests.cast import AGREEMENT, wide_scope
from baansuk.audit import gate
from baansuk.audit.models import Event, Subject
from baansuk.people.codes import issue
from baansuk.people.models import Edition, Household, Membership, Person, RecordLink
from baansuk.people.number_actions import REASONS, full_number
from baansuk.people.sealed import seal_numbers
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db
NUMBER = "3000000000129"
OFFICER = wide_scope("officer", "9901", role="amphoe_officer")


@pytest.fixture
def person() -> Person:
    """Somebody in the amphoe with a number, in the current edition."""
    about = {"deliveries": {"1": ["bmn", AGREEMENT]}}
    Edition.objects.create(number=1, state="current", made_at=timezone.now(), about=about)
    home, code = issue("household", 1)[0], issue("person", 1)[0]
    Household.objects.create(edition=1, code=home, area_code="99010101", list_key="99010101000001", name_key="a")
    Membership.objects.create(edition=1, person_code=code, household_code=home, kind="lives", source="bmn", main=True)
    RecordLink.objects.create(
        edition=1, record_id=1_100_000_001, person_code=code, household_code=home, rule="id",
        household_rule="person", source="bmn", delivery=1, row=1, table="people",
    )  # fmt: skip
    return Person.objects.create(
        edition=1, code=code, household_code=home, area_code="99010101", given_name="ทดสอบ", name_key="a", id_kind="thai_id",
        id_masked="xxxxxxxxx0129", id_sealed=seal_numbers([NUMBER], [code])[0], sources="bmn",
    )  # fmt: skip


def refused(scope, code, because="with_the_person"):
    with pytest.raises(Refusal) as caught:
        full_number(scope, code, because=because)
    return caught.value.code


def test_the_number_is_given_with_a_reason_and_the_trail_names_person_and_household(person):
    assert full_number(OFFICER, person.code, because="with_the_person") == NUMBER
    event = Event.objects.get(act="people.full_number")
    assert (event.actor, event.about) == ("officer", {"because": "with_the_person"})
    assert set(Subject.objects.filter(event=event.pk).values_list("kind", "code")) == {
        ("person", person.code),
        ("household", person.household_code),
    }
    assert NUMBER not in str(event.__dict__)


@pytest.mark.parametrize("because", ["", "curious", "ดูเฉย ๆ"])
def test_without_a_reason_of_the_list_there_is_none(person, because):
    assert refused(OFFICER, person.code, because) == "reason_unknown"
    assert not Event.objects.filter(act="people.full_number").exists()


def test_without_the_class_identity_there_is_none(person):
    granted = frozenset(one for one in OFFICER.granted if one.field_class != "identity")
    scope = replace(OFFICER, granted=granted)
    assert refused(scope, person.code) == "identity_not_granted"


def test_for_a_stranger_the_person_does_not_exist(person):
    with pytest.raises(Http404):
        full_number(wide_scope("stranger", "9902", role="amphoe_officer"), person.code, because="law")


def test_whoever_has_no_number_here_has_none(person):
    Person.objects.update(id_sealed="")
    assert refused(OFFICER, person.code) == "no_number"


def test_a_number_moved_from_another_person_is_not_shown(person):
    Person.objects.update(id_sealed=seal_numbers([NUMBER], ["P-OTHER"])[0])
    assert refused(OFFICER, person.code) == "value_damaged"
    assert Event.objects.filter(act="people.full_number").exists()


def test_when_the_trail_cannot_be_written_the_number_is_not_given(person, monkeypatch):
    def broken(*arguments, **named):
        raise OSError("full")

    monkeypatch.setattr(gate, "write", broken)
    with pytest.raises(OSError):
        full_number(OFFICER, person.code, because="law")


def test_every_reason_has_words():
    assert all(words.th and words.en for words in REASONS.values())
