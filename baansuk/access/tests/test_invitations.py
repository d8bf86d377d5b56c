"""Invitations: a link for one person, once, within three days; nobody else learns the password."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from baansuk.access import invitation_actions, second_factor_actions, token_actions
from baansuk.access.models import Invitation, Partner, Post, User
from baansuk.access.questions import seat_of
from baansuk.access.scope import Sitting
from baansuk.access.second_factors import has_second_factor
from baansuk.access.tests.cast import sign_in, sign_in_as, user_as
from baansuk.access.tests.test_second_factor import SECRET, code_at
from baansuk.audit.models import Event
from baansuk.places.models import Area
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db
POST = {
    "username": "somchai.k", "partner": "CDD", "role": "tambon_team", "area_code": "990101",
    "title_th": "พัฒนากร (สมมติ)", "title_en": "Development worker (fictional)",
}  # fmt: skip
PASSWORD = {"password": "a-quiet-river-9", "again": "a-quiet-river-9"}


@pytest.fixture
def keeper():
    Partner.objects.update_or_create(code="CDD", defaults={"name_th": "พช.", "name_en": "CDD"})
    for code in ("99", "9901", "990101"):
        Area.objects.get_or_create(
            code=code, defaults={"level": len(code), "name_th": code, "match_key": code, "sort_key": code}
        )
    return sign_in_as("register_keeper")


def invited(**parts):
    return invitation_actions.invite(**{**POST, **parts}, by="test")


def open_link(token):
    client = Client()
    answer = client.get(f"/invitation/{token}/")
    assert answer.headers["Location"] == "/invitation/", "what the link carries stands in no address afterwards"
    return client


def acts():
    return list(Event.objects.order_by("pk").values_list("act", flat=True))


def test_keeper_is_shown_the_link_once_and_the_invited_sets_everything(keeper):
    page = keeper.post("/invitations/", POST).content.decode()
    token = re.findall(r"/invitation/([\w-]{43})/", page)[0]
    assert token not in keeper.get("/invitations/").content.decode()
    assert not Invitation.objects.filter(token_hash__contains=token[:8]).exists()
    client = open_link(token)
    assert "somchai.k" in client.get("/invitation/").content.decode()
    answer = client.post("/invitation/", PASSWORD)
    assert answer.headers["Location"] == "/my-sign-in/second-factor/"
    user = User.objects.get(username="somchai.k")
    assert user.posts.get().role == "tambon_team"
    assert client.get("/households/").headers["Location"] == "/my-sign-in/second-factor/"
    assert [act for act in acts() if "invit" in act] == ["access.invite", "access.accept_invitation"]


def test_link_works_once():
    _user, token = invited()
    open_link(token).post("/invitation/", PASSWORD)
    second = open_link(token)
    answer = second.post("/invitation/", {"password": "another-one-77", "again": "another-one-77"})
    assert answer.status_code == 404
    assert User.objects.get(username="somchai.k").check_password("a-quiet-river-9")


def test_looking_at_the_link_uses_nothing_up():
    _user, token = invited()
    for _ in range(3):  # as the previews of chat programs do
        open_link(token).get("/invitation/")
    assert open_link(token).post("/invitation/", PASSWORD).status_code == 302


def test_used_late_and_invented_links_answer_alike():
    used, late = invited()[1], invited(username="other")[1]
    open_link(used).post("/invitation/", PASSWORD)
    Invitation.objects.filter(user__username="other").update(ends_at=timezone.now() - timedelta(seconds=1))
    answers = [open_link(token).get("/invitation/") for token in (used, late, "x" * 43)]
    assert {answer.status_code for answer in answers} == {404}
    # Each page has its own token against forged forms.
    texts = {re.sub(r'(value="|X-CSRFToken": ")\w{64}', "", answer.content.decode()) for answer in answers}
    assert len(texts) == 1
    assert "ลิงก์นี้ใช้ไม่ได้แล้ว" in texts.pop()


def test_invited_account_cannot_come_in_before(client):
    invited()
    for word in ("", "!", "a-quiet-river-9"):
        assert client.post("/sign-in/", {"username": "somchai.k", "password": word}).status_code == 422


@pytest.mark.parametrize("password", ["short1", "12345678901", "password"])
def test_weak_password_is_refused_and_the_link_stays_good(password):
    _user, token = invited()
    client = open_link(token)
    assert client.post("/invitation/", {"password": password, "again": password}).status_code == 422
    assert client.post("/invitation/", PASSWORD).status_code == 302


def test_two_passwords_must_be_the_same():
    _user, token = invited()
    answer = open_link(token).post("/invitation/", {**PASSWORD, "again": "a-quiet-river-8"})
    assert "สองช่องไม่ตรงกัน" in answer.content.decode()


def test_new_link_ends_the_old_password_and_sessions_at_once_and_the_factors_when_used(keeper):
    user = user_as("tambon_team")
    second_factor_actions.add_code_app(user=user, secret=SECRET, code=code_at(time.time()), by="test")
    theirs = Client()
    sign_in(theirs, user)
    assert theirs.get("/about-me/").status_code == 200
    page = keeper.post(f"/invitations/{user.pk}/again/").content.decode()
    token = re.findall(r"/invitation/([\w-]{43})/", page)[0]
    assert theirs.get("/about-me/").status_code == 302, "the session is over"
    assert (
        Client().post("/sign-in/", {"username": "tambon_team", "password": "word-of-tambon_team-1"}).status_code == 422
    )
    assert has_second_factor(user), "kept until the link is used"
    open_link(token).post("/invitation/", PASSWORD)
    assert not has_second_factor(user)


def test_newer_link_ends_the_older():
    user, old = invited()
    invitation_actions.invite_again(user=user, by="test")
    assert open_link(old).get("/invitation/").status_code == 404


def test_nobody_makes_a_link_for_themselves(keeper):
    own = User.objects.get(username="register_keeper")
    keeper.post(f"/invitations/{own.pk}/again/")
    own.refresh_from_db()
    assert own.has_usable_password()


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ({"area_code": "980101"}, "ท่านดูแลตำแหน่งของหน่วยงานและพื้นที่นี้ไม่ได้"),
        ({"area_code": "99010"}, "รหัสพื้นที่ต้องเป็นเลข 2 4 6 หรือ 8 หลัก"),
        ({"username": "REGISTER_keeper"}, "ให้ตำแหน่งแก่ตนเองไม่ได้"),
        ({"role": "stranger"}, "stranger"),
        ({"partner": "NOBODY"}, "NOBODY"),
    ],
)
def test_what_cannot_be_given_is_refused_with_a_sentence(keeper, part, sentence):
    answer = keeper.post("/invitations/", {**POST, **part})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not User.objects.filter(username="somchai.k").exists()


def test_taken_name_leaves_no_half_made_account():
    user_as("auditor")
    with pytest.raises(Refusal):
        invited(username="Auditor")
    with pytest.raises(Refusal):
        invited(role="emperor")
    assert User.objects.count() == 1


@pytest.mark.parametrize("role", ["tambon_team", "governor_view", "auditor", "stranger"])
def test_page_is_not_there_for_others(role):
    client = sign_in_as(role)
    absent = client.get("/no-such-page/")
    assert client.get("/invitations/").status_code == client.post("/invitations/", POST).status_code == 404
    assert client.get("/invitations/").content == absent.content
    assert not User.objects.filter(username="somchai.k").exists()


def test_invited_who_is_signed_in_elsewhere_is_told_to_leave_first():
    _user, token = invited()
    client = sign_in_as("auditor")
    client.get(f"/invitation/{token}/")
    page = client.get("/invitation/")
    assert "ออกจากระบบก่อน" in page.content.decode()


@pytest.fixture
def partner_keeper(keeper):
    """The community development office's own keeper of posts, who keeps no register."""
    Partner.objects.update_or_create(code="MOPH", defaults={"name_th": "สธ.", "name_en": "MOPH"})
    client = sign_in_as("amphoe_officer")
    Post.objects.filter(user__username="amphoe_officer").update(keeps_posts=True)
    return client


def test_partners_own_keeper_invites_into_the_partner_and_its_area(partner_keeper):
    assert "somchai.k" in partner_keeper.post("/invitations/", POST).content.decode()
    assert User.objects.get(username="somchai.k").posts.get().partner == "CDD"


@pytest.mark.parametrize(
    "parts", [{"partner": "MOPH"}, {"area_code": "99"}, {"role": "register_keeper"}, {"role": "amphoe_chair"}]
)
def test_partners_own_keeper_gives_no_post_of_others_and_none_that_is_more(partner_keeper, parts):
    answer = partner_keeper.post("/invitations/", {**POST, **parts})
    assert answer.status_code == 422
    assert not User.objects.filter(username="somchai.k").exists()


def test_partners_own_keeper_finds_no_account_of_another_partner(partner_keeper):
    other, _token = invited(username="malee.s", partner="MOPH")
    assert "malee.s" not in partner_keeper.get("/invitations/").content.decode()
    assert partner_keeper.post(f"/invitations/{other.pk}/again/").status_code == 404


def test_new_link_ends_the_tokens_of_the_account(keeper):
    user, _token = invited()
    post = user.posts.get()
    made, _key = token_actions.make(user=user, sitting=Sitting(seat_of(post), "help"), name="x", days=1, by="test")
    invitation_actions.invite_again(user=user, by="test")
    made.refresh_from_db()
    assert made.revoked_at is not None
