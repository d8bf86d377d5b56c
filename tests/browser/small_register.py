"""Puts a small hand-made register into a running house, unless one is there already, and tells a household of it."""

from __future__ import annotations

import pytest

from tests.browser.conftest import House

FILL = """
import django; django.setup()
from django.db import transaction
from baansuk.access.models import Post
from baansuk.access.actions import assign_houses
from baansuk.assess.models import Profile
from baansuk.assess.tests.page_fixtures import make_edition
from baansuk.people.models import Edition
if not Edition.objects.filter(state="current").exists():
    with transaction.atomic():
        make_edition()
edition = Edition.objects.get(state="current").number
lacking = Profile.objects.filter(edition=edition, failed__gt=0, labels__contains="target_poor:F")
from baansuk.people.models import Household
code = Household.objects.filter(edition=edition, area_code__startswith="990101",
                                code__in=lacking.values("household_code")).order_by("list_key").first().code
assign_houses(post=Post.objects.filter(role="volunteer").latest("pk"), households=[code], by="test")
print(code)
"""


@pytest.fixture(scope="module")
def lacking_household(house: House) -> str:
    """Return the code of a household of tambon 990101 that lacks something; the demonstration's volunteer is sent there."""
    return house.once(FILL).strip()
