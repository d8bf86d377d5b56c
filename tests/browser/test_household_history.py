"""The page of a household with a history and a member of two houses, on a phone and at a desk."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PHONE, House
from tests.browser.small_register import lacking_household  # noqa: F401  # a fixture

pytestmark = pytest.mark.browser
TOLD = """
import django; django.setup()
from baansuk.people.models import Household, HouseholdEvent, Membership, Person
code = "{code}"
mine = Household.objects.get(code=code)
if not HouseholdEvent.objects.filter(edition=mine.edition).exists():
    beside = Household.objects.filter(edition=mine.edition, area_code__startswith="990101").exclude(code=code).first()
    for kind, other, persons in (("split_to", beside.code, 2), ("went_from", "H-AWAY-AWAY-A", 1), ("merged", "H-OLD1-OLD1-O", None)):
        HouseholdEvent.objects.create(edition=mine.edition, household_code=code, kind=kind, other_code=other,
                                      persons=persons, found_in=mine.edition)
    for lives, registered in ((mine, beside), (beside, mine)):
        person = Person.objects.filter(edition=mine.edition, household_code=lives.code).first()
        Membership.objects.create(edition=mine.edition, person_code=person.code, household_code=registered.code,
                                  kind="registered", source="bmn", main=False)
"""


@pytest.mark.parametrize("language", ["th", "en"])
def test_history_and_two_houses_are_readable(language, page_as, looked_at_both, house: House, lacking_household):  # noqa: F811
    house.once(TOLD.replace("{code}", lacking_household))
    page = page_as("tambon_team", width=PHONE, language=language)
    page.goto(f"/households/{lacking_household}/")
    assert page.locator("#history li").count() == 3
    assert page.locator("#history a").count() == 1
    page.locator("#members details summary").click()
    looked_at_both(page, f"household-history-{language}")
