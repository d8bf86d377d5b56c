"""Posts by appointment order: one holder a day, standing in, handing over, and who may give what."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest

from baansuk.access import person_actions, post_actions
from baansuk.access.actions import assign_houses, create_user, end_post, give_post
from baansuk.access.blind import person_index
from baansuk.access.models import AssignedHouse, Post, PostHandOver, User
from baansuk.access.person_actions import check_number, record_person
from baansuk.access.post_actions import hand_over, let_stand_in
from baansuk.access.post_questions import post_kept, post_seen, posts_kept
from baansuk.access.post_rules import check_may_give, check_may_keep
from baansuk.access.questions import presence_of, today
from baansuk.access.tests.cast import FROM, scope_as, user_as, vouch_for
from baansuk.audit.models import Event
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def account(name, **others):
    return create_user(username=name, password=f"word-of-{name}-1", partner="CDD", by="t", **others)


@pytest.fixture
def officer():
    return user_as("amphoe_officer")


@pytest.fixture
def successor():
    return account("successor")


def refusal_of(action, **named):
    posts, rows = list(Post.objects.order_by("pk").values()), Event.objects.count()
    with pytest.raises(Refusal) as told:
        action(**named)
    assert list(Post.objects.order_by("pk").values()) == posts, "something was lost"
    assert Event.objects.count() == rows
    assert told.value.words.th and told.value.words.en
    return told.value.code


def same_post(officer, user, **others):
    post = officer.posts.get()
    return {
        "user": user, "role": post.role, "partner": post.partner, "area_code": post.area_code,
        "title_th": post.title_th, "title_en": post.title_en, "by": "t", **others,
    }  # fmt: skip


def test_post_with_two_holders_is_refused_with_a_sentence(officer, successor):
    assert refusal_of(give_post, **same_post(officer, successor)) == "post_held"
    spaced = f" {officer.posts.get().title_th.replace(' ', '  ')} "
    assert refusal_of(give_post, **same_post(officer, successor, title_th=spaced)) == "post_held"


def test_post_may_be_given_again_the_day_after_it_ended(officer, successor):
    end_post(post=officer.posts.get(), last_day=today(), by="t")
    assert refusal_of(give_post, **same_post(officer, successor)) == "post_held"
    assert give_post(**same_post(officer, successor, valid_from=today() + DAY)).user == successor


def test_post_that_ended_cannot_be_made_longer_into_the_next_holders_days(officer, successor):
    post = officer.posts.get()
    end_post(post=post, last_day=today(), by="t")
    give_post(**same_post(officer, successor, valid_from=today() + 10 * DAY))
    assert end_post(post=post, last_day=today() + 9 * DAY, by="t").valid_to == today() + 9 * DAY
    assert refusal_of(end_post, post=post, last_day=today() + 10 * DAY, by="t") == "post_held"


def test_order_that_names_several_people_gives_each_the_post_once(successor):
    team = user_as("tambon_team")
    assert give_post(**same_post(team, successor)).user == successor
    assert refusal_of(give_post, **same_post(team, successor)) == "post_held"


def test_other_title_place_or_partner_is_another_post(officer, successor):
    for other in ({"title_th": "คนที่สอง"}, {"area_code": "9902"}, {"partner": "DOPA"}):
        give_post(**same_post(officer, successor, **other))


def hand(post, to, **others):
    return {"post": post, "to": to, "last_day": today(), "order_number": "ที่ 12/2569", "by": "t", **others}


def test_handing_over_leaves_the_old_holder_today_and_the_new_one_from_tomorrow(officer, successor, monkeypatch):
    post = officer.posts.get()
    made = hand_over(**hand(post, successor, note="แฟ้มอยู่ที่ตู้ 3"))
    assert presence_of(officer, post.pk, "help").scope.sees_persons
    assert not presence_of(successor, made.new_id, "help").scope.sees_persons
    tomorrow = today() + DAY
    monkeypatch.setattr("baansuk.access.questions.today", lambda: tomorrow)
    assert not presence_of(officer, post.pk, "help").scope.sees_persons
    assert presence_of(successor, made.new_id, "help").scope.sees_persons
    assert (made.new.order_number, made.note) == ("ที่ 12/2569", "แฟ้มอยู่ที่ตู้ 3")
    event = Event.objects.get(act="access.hand_over")
    assert "ตู้" not in str(event.about), "a note is no part of the trail"


def test_houses_and_the_end_of_the_post_go_along_and_the_pack_counts_them(successor):
    volunteer = user_as("volunteer", houses=["H-1", "H-2"])
    post = volunteer.posts.get()
    end = today() + 90 * DAY
    end_post(post=post, last_day=end, by="t")
    made = hand_over(**hand(post, successor))
    assert set(made.new.assigned_houses.values_list("household_code", flat=True)) == {"H-1", "H-2"}
    assert made.new.valid_to == end
    assert made.pack["houses"] == 2
    assert AssignedHouse.objects.filter(post=post).count() == 2, "what the old holder had is still known"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"last_day": -1}, "day_passed"),
        ({"last_day": 90}, "outside_the_post"),
        ({"order_number": " "}, "order_missing"),
    ],
)
def test_handing_over_with_wrong_days_or_no_order_changes_nothing(officer, successor, change, code):
    post = officer.posts.get()
    end_post(post=post, last_day=today() + 90 * DAY, by="t")
    if "last_day" in change:
        change = {"last_day": today() + change["last_day"] * DAY}
    assert refusal_of(hand_over, **hand(post, successor, **change)) == code


def test_post_is_handed_over_once_to_somebody_else_who_can_come_in(officer, successor):
    post = officer.posts.get()
    assert refusal_of(hand_over, **hand(post, officer)) == "no_other_holder"
    User.objects.filter(pk=successor.pk).update(is_active=False)
    successor.refresh_from_db()
    assert refusal_of(hand_over, **hand(post, successor)) == "no_other_holder"
    User.objects.filter(pk=successor.pk).update(is_active=True)
    successor.refresh_from_db()
    hand_over(**hand(post, successor))
    assert refusal_of(hand_over, **hand(post, account("third"))) == "handed_over_already"
    assert PostHandOver.objects.count() == 1


def stand(post, to, first=0, last=10, **others):
    days = {"first": today() + first * DAY, "last": today() + last * DAY}
    return {"post": post, "to": to, "stand_in": "acting", "order_number": "ที่ 7/2569", "by": "t", **days, **others}


def test_whoever_acts_holds_the_post_beside_its_holder_and_sees_what_it_sees(officer, successor):
    post = officer.posts.get()
    held = let_stand_in(**stand(post, successor))
    assert presence_of(successor, held.pk, "help").scope.areas == presence_of(officer, post.pk, "help").scope.areas
    assert held.title_th.startswith("รักษาราชการแทน ")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"last": 91}, "outside_the_post"),
        ({"first": -2000}, "outside_the_post"),
        ({"first": 5, "last": 4}, "days_turned"),
        ({"stand_in": "forever"}, "stand_in_unknown"),
        ({"order_number": ""}, "order_missing"),
    ],
)
def test_standing_in_lies_inside_the_days_of_the_post(officer, successor, change, code):
    post = officer.posts.get()
    end_post(post=post, last_day=today() + 90 * DAY, by="t")
    assert refusal_of(let_stand_in, **stand(post, successor, **change)) == code


def test_two_cannot_act_for_one_post_on_one_day_but_a_delegate_may_stand_beside(officer, successor):
    post, third = officer.posts.get(), account("third")
    let_stand_in(**stand(post, successor))
    assert refusal_of(let_stand_in, **stand(post, third, 10, 20)) == "acting_already"
    let_stand_in(**stand(post, third, 11, 20))
    let_stand_in(**stand(post, third, stand_in="delegate"))


def test_standing_in_is_not_passed_on_and_not_for_oneself(officer, successor):
    post = officer.posts.get()
    assert refusal_of(let_stand_in, **stand(post, officer)) == "stand_in_own"
    held = let_stand_in(**stand(post, successor))
    assert refusal_of(let_stand_in, **stand(held, account("third"))) == "stand_in_of_stand_in"
    assert refusal_of(hand_over, **hand(held, account("fourth"))) == "not_ones_own_post"


def test_standing_in_ends_with_the_post(officer, successor):
    post = officer.posts.get()
    now = let_stand_in(**stand(post, successor))
    let_stand_in(**stand(post, successor, 20, 30))
    end_post(post=post, last_day=today(), by="t")
    now.refresh_from_db()
    assert now.valid_to == today()
    assert Post.objects.filter(stands_for=post).count() == 1, "one that had not begun never was"
    assert refusal_of(end_post, post=now, last_day=today() + DAY, by="t") == "outside_the_post"


def test_keeper_of_the_register_keeps_all_posts_of_the_area_and_others_only_those_of_their_partner(officer):
    keeper, chief = scope_as("register_keeper"), scope_as("amphoe_officer")
    check_may_keep(keeper, "CDD", "990101")
    with pytest.raises(Refusal):
        check_may_keep(keeper, "CDD", "98")
    with pytest.raises(Refusal):
        check_may_keep(chief, "CDD", "9901")
    own = give_post(**same_post(officer, account("clerk"), title_th="ผู้ดูแลบัญชี", keeps_posts=True))
    scope = presence_of(own.user, own.pk, "help").scope
    assert scope.keeps_posts and not scope.keeps_register
    check_may_keep(scope, "CDD", "990101")
    for partner, area in (("MOPH", "9901"), ("CDD", "9902"), ("CDD", "99")):
        with pytest.raises(Refusal):
            check_may_keep(scope, partner, area)
    assert {post.partner for post in posts_kept(scope)} == {"CDD"}


def may_give(scope, **change):
    asked = {
        "username": "x",
        "role": "tambon_team",
        "partner": scope.partner,
        "area_code": "990101",
        "keeps_posts": False,
    }
    try:
        check_may_give(scope, **{**asked, **change})
    except Refusal as refusal:
        return refusal.code
    return ""


def test_nobody_gives_a_post_to_themselves_or_one_that_is_more_than_their_own(officer):
    keeper = scope_as("register_keeper")
    assert may_give(keeper) == ""
    assert may_give(keeper, username=keeper.username) == "own_post"
    own = give_post(**same_post(officer, account("clerk"), title_th="ผู้ดูแลบัญชี", keeps_posts=True))
    clerk = presence_of(own.user, own.pk, "help").scope
    assert may_give(clerk) == ""
    for more in ({"keeps_posts": True}, {"role": "register_keeper"}, {"role": "amphoe_chair"}):
        assert may_give(clerk, **more) == "more_than_oneself"
        assert may_give(keeper, **more) == ""


def test_post_of_others_is_like_none(officer):
    from django.http import Http404

    stranger = user_as("stranger")
    post = officer.posts.get()
    assert post_seen(scope_as("amphoe_officer"), officer, post.pk) == post
    assert post_kept(scope_as("register_keeper"), post.pk) == post
    for number in (post.pk, 987654):
        with pytest.raises(Http404):
            post_seen(scope_as("stranger"), stranger, number)
        with pytest.raises(Http404):
            post_kept(scope_as("amphoe_officer"), number)


NUMBER, OTHER = "1234567890121", "3100600000005"


def test_person_is_kept_as_a_blind_index_that_no_row_can_be_read_back_from(officer):
    reading = check_number("๑-2345-67890-12-1")
    record_person(user=officer, kind=reading.kind, digits=reading.digits, by="keeper")
    assert officer.person_index == person_index("thai_id", NUMBER)
    assert officer.person_known_by == "keeper"
    assert NUMBER not in str(list(User.objects.values())) + str(list(Event.objects.values()))


def test_person_has_one_account(officer, successor):
    record_person(user=officer, kind="thai_id", digits=NUMBER, by="keeper")
    with pytest.raises(Refusal) as told:
        record_person(user=successor, kind="thai_id", digits=NUMBER, by="keeper")
    assert told.value.code == "person_taken"
    successor.refresh_from_db()
    assert successor.person_index is None


def test_keeper_may_set_right_what_a_keeper_recorded_but_not_what_sign_on_proved(officer):
    record_person(user=officer, kind="thai_id", digits=NUMBER, by="keeper")
    record_person(user=officer, kind="thai_id", digits=OTHER, by="keeper")
    User.objects.filter(pk=officer.pk).update(person_known_by="sign_on")
    officer.refresh_from_db()
    with pytest.raises(Refusal) as told:
        record_person(user=officer, kind="thai_id", digits=NUMBER, by="keeper")
    assert told.value.code == "person_other"


def test_nobody_vouches_for_themselves_and_a_wrong_number_is_refused(officer):
    with pytest.raises(Refusal) as told:
        record_person(user=officer, kind="thai_id", digits=NUMBER, by=officer.username)
    assert told.value.code == "own_person"
    for text in ("1234567890123", "", "สมชาย", "12"):
        with pytest.raises(Refusal):
            check_number(text)


TRIED = {
    "hand_over": lambda post, to: hand_over(**hand(post, to)),
    "let_stand_in": lambda post, to: let_stand_in(**stand(post, to)),
    "record_person": lambda post, to: record_person(user=to, kind="thai_id", digits=NUMBER, by="t"),
}


def test_every_action_is_tried_below():
    written = {
        name
        for module in (post_actions, person_actions)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith(("_", "check_")) and function.__module__ == module.__name__
    }
    assert written == set(TRIED)


@pytest.mark.parametrize("name", sorted(TRIED))
def test_every_action_leaves_a_row_in_the_trail_or_does_not_happen(name, officer, successor, monkeypatch):
    post = officer.posts.get()
    before = list(Post.objects.values()), list(User.objects.values())

    def no_trail(*_, **__):
        raise RuntimeError("the trail cannot be written")

    with monkeypatch.context() as patched:
        patched.setattr("baansuk.audit.gate.write", no_trail)
        with pytest.raises(RuntimeError):
            TRIED[name](post, successor)
    assert (list(Post.objects.values()), list(User.objects.values())) == before
    assert PostHandOver.objects.count() == 0
    rows = Event.objects.count()
    post.refresh_from_db()
    TRIED[name](post, successor)
    assert Event.objects.count() > rows


def test_houses_of_the_holder_are_seen_by_whoever_acts(successor):
    volunteer = user_as("volunteer", houses=["H-1"])
    vouch_for("volunteer")
    held = let_stand_in(**stand(volunteer.posts.get(), successor))
    assert presence_of(successor, held.pk, "help").scope.houses == frozenset({"H-1"})
    assign_houses(post=volunteer.posts.get(), households=["H-2"], by="t")
    assert held.valid_from >= FROM
