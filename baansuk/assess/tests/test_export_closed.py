"""No list leaves while an election is on in any part of its area; the page itself and single households stay open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from baansuk.access.models import ElectionPeriod
from baansuk.access.questions import today
from baansuk.access.tests.cast import sign_in_as
from baansuk.assess.tests.page_fixtures import CODES, make_edition
from baansuk.audit.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    make_edition()
    return sign_in_as("register_keeper")


def election(area, first=0, last=5):
    day = today()
    return ElectionPeriod.objects.create(
        area_code=area, name_th="เลือกตั้ง", name_en="Election", first_day=day + timedelta(days=first),
        last_day=day + timedelta(days=last), set_by="t", set_at=timezone.now(),
    )  # fmt: skip


@pytest.mark.parametrize("area", ["99", "9901", "990101"])
def test_no_list_leaves_while_an_election_touches_its_area(keeper, area):
    election(area)
    answer = keeper.post("/households/export/", {"area": "9901", "measure": "label.mpi_poor"}, follow=True)
    assert answer.redirect_chain == [("/households/?area=9901&measure=label.mpi_poor", 302)]
    assert "ช่วงเลือกตั้งในพื้นที่นี้" in answer.content.decode()
    assert not Event.objects.filter(act__endswith="export").exists()
    assert keeper.get(f"/households/{CODES[0]}/").status_code == 200


@pytest.mark.parametrize(
    "others", [{"area": "9902"}, {"area": "9901", "first": 1}, {"area": "9901", "first": -9, "last": -1}]
)
def test_list_leaves_where_no_election_is_on(keeper, others):
    election(**others)
    answer = keeper.post("/households/export/", {"area": "9901"})
    assert Event.objects.filter(act__endswith="export").exists()
    assert answer["Content-Type"].startswith("application/vnd.openxml")
