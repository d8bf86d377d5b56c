"""The rule of two persons: by person and not by account, counting whoever stands in for another as both."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from baansuk.access.actions import create_user
from baansuk.access.models import Post, User
from baansuk.access.person_questions import check_second_person, hand_of, may_approve
from baansuk.access.questions import today
from baansuk.access.tests.cast import user_as, vouch_for
from baansuk.access.two_persons import Hand, check_two_persons, may_be_second
from baansuk.thai.words import Refusal

A, B, BOTH = frozenset({"person:a"}), frozenset({"person:b"}), frozenset({"person:a", "person:b"})


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        (Hand(A), Hand(B), ""),
        (Hand(A), Hand(A), "own_draft"),
        (Hand(A), Hand(BOTH), "own_draft"),
        (Hand(BOTH), Hand(A), "own_draft"),
        (Hand(BOTH), Hand(frozenset({"person:c"})), ""),
        (Hand(A), Hand(B, known=False), "person_unknown"),
        (Hand(A), Hand(A, known=False), "person_unknown"),
        (Hand(A, known=False), Hand(B), "drafter_unknown"),
        (Hand(A, known=False), Hand(A), "own_draft"),
    ],
)
def test_two_persons_are_needed(first, second, refused):
    assert may_be_second(first=first, second=second) is (not refused)
    if refused:
        with pytest.raises(Refusal) as told:
            check_two_persons(first=first, second=second)
        assert told.value.code == refused


def test_refusal_of_ones_own_draft_says_what_must_happen():
    with pytest.raises(Refusal, match="You drafted this, so someone else must approve it"):
        check_two_persons(first=Hand(A), second=Hand(A))


@pytest.fixture
def two(db):
    officer, chair = user_as("amphoe_officer"), user_as("amphoe_chair")
    vouch_for("amphoe_officer", "amphoe_chair")
    return officer, chair


def refused(by, drafted_by, drafted_on=None):
    try:
        check_second_person(by=by, drafted_by=drafted_by, drafted_on=drafted_on or today())
    except Refusal as refusal:
        assert not may_approve(by=by, drafted_by=drafted_by, drafted_on=drafted_on or today())
        return refusal.code
    assert may_approve(by=by, drafted_by=drafted_by, drafted_on=drafted_on or today())
    return ""


def test_another_person_may_approve_and_the_same_one_may_not(two):
    assert refused("amphoe_chair", "amphoe_officer") == ""
    assert refused("amphoe_officer", "amphoe_officer") == "own_draft"


def test_account_without_a_person_cannot_approve_and_its_draft_waits(two):
    create_user(username="second", password="word-of-second-1", partner="CDD", by="t")
    assert refused("second", "amphoe_officer") == "person_unknown"
    assert refused("amphoe_officer", "second") == "drafter_unknown"


def test_closed_account_and_the_command_approve_nothing(two):
    assert refused("command", "amphoe_officer") == "person_unknown"
    assert refused("amphoe_chair", "command") == ""
    User.objects.filter(username="amphoe_chair").update(is_active=False)
    assert refused("amphoe_chair", "amphoe_officer") == "person_unknown"


def stand_in(holder, other, first, last, kind="acting"):
    post = holder.posts.get(stands_for=None)
    return Post.objects.create(
        user=other, role=post.role, partner=post.partner, area_code=post.area_code, title_th="ก", title_en="a",
        valid_from=first, valid_to=last, stands_for=post, stand_in=kind,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["acting", "delegate"])
def test_whoever_stands_in_counts_as_both(two, kind):
    _officer, chair = two
    deputy = create_user(username="deputy", password="word-of-deputy-1", partner="DOPA", by="t")
    vouch_for("deputy")
    stand_in(chair, deputy, today(), today(), kind)
    assert len(hand_of("deputy", [today()]).persons) == 2
    assert refused("deputy", "amphoe_chair") == "own_draft"
    assert refused("amphoe_chair", "deputy") == "own_draft"
    assert refused("deputy", "amphoe_officer") == ""


def test_stand_in_counts_on_the_day_of_the_draft_and_on_the_day_of_the_approval_only(two):
    _officer, chair = two
    deputy = create_user(username="deputy", password="word-of-deputy-1", partner="DOPA", by="t")
    vouch_for("deputy")
    drafted = today() - timedelta(days=30)
    stand_in(chair, deputy, drafted, drafted)
    assert refused("deputy", "amphoe_chair", drafted) == "own_draft"
    assert refused("deputy", "amphoe_chair", drafted + timedelta(days=1)) == ""


def test_stand_in_of_a_stand_in_counts_as_all(two):
    _officer, chair = two
    users = []
    for name in ("first", "second"):
        users.append(create_user(username=name, password=f"word-of-{name}-1", partner="DOPA", by="t"))
    vouch_for("first", "second")
    one = stand_in(chair, users[0], date(2024, 10, 1), None)
    Post.objects.create(
        user=users[1], role=one.role, partner=one.partner, area_code=one.area_code, title_th="ก", title_en="a",
        valid_from=one.valid_from, stands_for=one, stand_in="delegate",
    )  # fmt: skip
    assert len(hand_of("second", [today()]).persons) == 3
    assert refused("second", "amphoe_chair") == "own_draft"
