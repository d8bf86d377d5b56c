"""Where everything a register was made from has been erased there is no register any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from baansuk.assess.tests.page_fixtures import EDITION, make_edition
from baansuk.audit.models import Event
from baansuk.collect.models import Delivery, ErasedFile
from baansuk.people.actions import end_register
from baansuk.people.models import Edition, Household, Person
from baansuk.people.questions import current_edition
from baansuk.runs import actions as runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(db) -> Delivery:
    """A register that was made from one file an hour ago."""
    make_edition()
    made = Delivery.objects.create(
        receipt="R-1", sha256="a" * 64, filename="x.csv", size=1, state="accepted", received_at=timezone.now(), received_by="x"
    )  # fmt: skip
    about = {"deliveries": {str(made.pk): ["people", ""]}}
    Edition.objects.filter(number=EDITION).update(about=about, made_at=timezone.now() - timedelta(hours=1))
    return made


def erase(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state="erased")
    ErasedFile.objects.create(sha256=delivery.sha256, receipt=delivery.receipt, whole=True, at=timezone.now())


def made_again() -> tuple[str, str]:
    run = runs.ask("register", by="keeper")
    taken = runs.take(run.pk)
    assert taken is not None
    done = runs.work(taken)
    return done.state, str(done.result)


def test_a_register_of_which_nothing_is_left_goes_with_its_rows(register):
    erase(register)
    state, said = made_again()
    assert state == "done" and "out of use" in said
    assert current_edition() == 0 and not Household.objects.exists() and not Person.objects.exists()
    assert {"people.end_register", "people.drop_edition"} <= set(Event.objects.values_list("act", flat=True))
    assert made_again()[0] == "failed", "with no register and no file there is nothing to end"


def test_a_register_stays_while_its_files_only_wait(register):
    Delivery.objects.filter(pk=register.pk).update(state="withdrawn")
    assert made_again()[0] == "failed"
    assert current_edition() == EDITION and Household.objects.exists()


def test_ending_a_register_that_was_cut_off_goes_on(register):
    erase(register)
    Edition.objects.filter(number=EDITION).update(state="retired")
    assert made_again()[0] == "done" and not Person.objects.exists()
    assert end_register(by="keeper") == 0
