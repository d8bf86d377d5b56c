"""A request goes from one post to another with its due day, is never left with a post that nobody holds, and the trail tells."""

from __future__ import annotations

from datetime import timedelta

import pytest

from baansuk.access.models import Post
from baansuk.access.questions import today
from baansuk.access.tests.cast import sign_in_as
from baansuk.audit.models import Event
from baansuk.protect import request_actions
from baansuk.protect.handing_actions import hand_to
from baansuk.protect.handing_questions import owners
from baansuk.protect.request_questions import opened
from baansuk.protect.tests.conftest import take_in
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db


def test_a_request_is_handed_on_with_its_due_day_and_the_trail_tells(dpo, keeper):
    made = take_in(dpo)
    handed = hand_to(request=made, post=keeper.post, note="ลาคลอด", scope=dpo, by=dpo.username)
    assert (handed.owner_post, handed.due_on, handed.state) == (keeper.post, made.due_on, "received")
    event = Event.objects.get(act="protect.hand_request")
    assert event.actor == dpo.username and event.about == {"from_post": dpo.post, "to_post": keeper.post}
    seen = opened(handed)
    assert seen.owner_post is not None and seen.owner_post.pk == keeper.post and seen.owner_held
    assert "ลาคลอด" in seen.steps[-1].note and "ลาคลอด" not in str(event.about)
    request_actions.check_identity(request=handed, how="card", scope=keeper, by=keeper.username)


@pytest.mark.parametrize("case", ["its own", "another role", "over", "to come", "closed account", "absent"])
def test_it_goes_to_no_post_that_could_not_answer_it(case, dpo, keeper):
    made, post = take_in(dpo), Post.objects.get(pk=keeper.post)
    if case == "another role":
        post.role = "tambon_team"
    elif case == "over":
        post.valid_to = today() - timedelta(days=1)
    elif case == "to come":
        post.valid_from = today() + timedelta(days=1)
    elif case == "closed account":
        post.user.is_active = False
        post.user.save()
    post.save()
    number = {"its own": dpo.post, "absent": 10**9}.get(case, post.pk)
    with pytest.raises(Refusal) as refused:
        hand_to(request=made, post=number, note="", scope=dpo, by=dpo.username)
    assert refused.value.code == ("owner_already" if case == "its own" else "post_gone")
    made.refresh_from_db()
    assert made.owner_post == dpo.post and made.steps.count() == 1
    assert not Event.objects.filter(act="protect.hand_request").exists()


def test_a_closed_request_has_nobody_to_be_handed_to(dpo, keeper):
    made = request_actions.withdraw(request=take_in(dpo), scope=dpo, by="x")
    with pytest.raises(Refusal) as refused:
        hand_to(request=made, post=keeper.post, note="", scope=dpo, by="x")
    assert refused.value.code == "request_closed"


def test_the_officer_sees_an_owner_who_left_and_hands_the_request_on_by_the_page(keeper):
    client = sign_in_as("data_protection_officer")
    made = take_in(keeper)
    Post.objects.filter(pk=keeper.post).update(valid_to=today() - timedelta(days=1))
    own = owners().get()
    page = client.get(f"/protection/requests/{made.number}/").content.decode()
    assert "วันนี้ไม่มีผู้ดำรงตำแหน่ง" in page and f"/protection/requests/{made.number}/hand/" in page
    address = f"/protection/requests/{made.number}/hand/"
    assert own.user.username in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"post": own.pk, "note": "รับต่อ"}).status_code == 302
    made.refresh_from_db()
    page = client.get(f"/protection/requests/{made.number}/").content.decode()
    assert made.owner_post == own.pk and "รับต่อ" in page and "วันนี้ไม่มีผู้ดำรงตำแหน่ง" not in page


@pytest.mark.parametrize("role", ["stranger", "auditor", "tambon_team"])
def test_others_find_no_such_page(role, dpo):
    made = take_in(dpo)
    client = sign_in_as(role)
    assert client.get(f"/protection/requests/{made.number}/hand/").status_code == 404
    assert client.post(f"/protection/requests/{made.number}/hand/", {"post": dpo.post}).status_code == 404
