"""A run links what came under an agreement in force, says how many deliveries waited, and refuses where none may be used."""

from __future__ import annotations

import pytest

from baansuk.agree.example_actions import load_sample
from baansuk.collect import actions as collect
from baansuk.collect.tests.conftest import areas, known, receive, source  # noqa: F401 - fixtures
from baansuk.collect.tests.files import ID_2, PEOPLE, row
from baansuk.link import actions
from baansuk.people.models import Edition
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db
ROWS = [row(), row(nr="2", id=ID_2, name="นายสอง ตัวอย่าง", house="5")]


@pytest.fixture
def delivery(receive):  # noqa: F811
    """An accepted delivery whose declaration names SAMPLE-2569, which is not recorded."""
    return collect.accept(receive(ROWS), by="keeper")


def test_nothing_is_linked_while_no_agreement_holds(delivery):
    with pytest.raises(Refusal, match="/agreements/") as told:
        actions.link(by="keeper")
    assert told.value.code == "no_agreement_in_force"
    assert Edition.objects.count() == 0


def test_an_edition_says_how_many_waited(delivery, receive):  # noqa: F811
    load_sample(by="keeper")
    text = (PEOPLE % "text").replace("SAMPLE-2569", "MOU-9").replace('code = "people"', 'code = "others"')
    collect.declare(text, by="keeper")
    collect.accept(receive(ROWS, source="others", filename="others.csv"), by="keeper")
    number = actions.link(by="keeper")
    about = Edition.objects.get(number=number).about
    assert about["waiting_for_agreement"] == 1
    assert set(about["deliveries"]) == {str(delivery.pk)}


def test_without_any_file_it_says_that_files_are_missing(db):
    with pytest.raises(Refusal) as told:
        actions.link(by="keeper")
    assert told.value.code == "nothing_accepted"
