"""The card on which a keeper gives a delivery the agreement it came under."""

from __future__ import annotations

import pytest

from baansuk.access.tests.cast import sign_in_as
from baansuk.agree.tests.house import drafted, in_force
from baansuk.audit.models import Event
from baansuk.collect.models import Delivery
from baansuk.collect.tests.files import row
from baansuk.collect.tests.page_tools import OTHERS, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(receive):
    """A delivery whose agreement nobody has recorded."""
    made = receive([row()])
    Delivery.objects.filter(pk=made.pk).update(agreement="UNKNOWN-1")
    return f"/registers/deliveries/{made.receipt}/"


def test_the_keeper_is_sent_to_record_an_agreement_where_there_is_none(waiting):
    shown = text_of(sign_in_as("register_keeper").get(waiting))
    assert "ยังไม่มีข้อตกลง" in shown
    assert "บันทึกข้อตกลงก่อน" in shown


def test_a_signed_agreement_is_assigned_once(waiting):
    in_force("MOU-1")
    drafted("MOU-2", "NETWORK")
    keeper = sign_in_as("register_keeper")
    shown = text_of(keeper.get(waiting))
    assert 'value="MOU-1"' in shown
    assert 'value="MOU-2"' not in shown, "a draft is no agreement yet"
    for chosen in ("", "MOU-2", "NEVER"):
        assert keeper.post(f"{waiting}assign/", {"agreement": chosen}).status_code == 422
    for _ in range(2):
        assert keeper.post(f"{waiting}assign/", {"agreement": "MOU-1"})["Location"] == waiting
    assert Delivery.objects.get().agreement == "MOU-1"
    assert Event.objects.filter(act="collect.assign_agreement").count() == 1
    shown = text_of(keeper.get(waiting))
    assert 'id="assign"' not in shown
    assert 'href="/agreements/MOU-1/"' in shown


def test_an_agreement_once_assigned_is_not_changed(waiting):
    in_force("MOU-1")
    in_force("MOU-2", "NETWORK")
    keeper = sign_in_as("register_keeper")
    keeper.post(f"{waiting}assign/", {"agreement": "MOU-1"})
    answer = keeper.post(f"{waiting}assign/", {"agreement": "MOU-2"})
    assert answer.status_code == 422
    assert "เปลี่ยนไม่ได้" in text_of(answer)
    assert Delivery.objects.get().agreement == "MOU-1"


@pytest.mark.parametrize("role", OTHERS)
def test_for_all_others_there_is_no_such_page(role, waiting):
    in_force("MOU-1")
    client = sign_in_as(role)
    answer = client.post(f"{waiting}assign/", {"agreement": "MOU-1"})
    assert (answer.status_code, text_of(answer)) == (404, text_of(client.get("/no/such/page/")))
    assert Delivery.objects.get().agreement == "UNKNOWN-1"
