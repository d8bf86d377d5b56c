"""Whose hand an account is: its own person, and everybody in whose stead it acts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from baansuk.access.models import Post, User
from baansuk.access.questions import today
from baansuk.access.two_persons import Hand, check_two_persons, may_be_second


def hand_of(username: str, days: Iterable[date]) -> Hand:
    """Return whose hand an account is, or was, on any of these days.

    A name that is no account (``command``) is a hand of its own: whoever works at the machine itself, and can approve
    nothing. An account that nobody has vouched for counts as itself.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        return Hand(frozenset({_by_name(username)}), known=True)
    persons = {_person_of(user)}
    for day in set(days):
        stood_for = User.objects.filter(posts__in=_stood_for(user, day))
        persons.update(_person_of(other) for other in stood_for)
    return Hand(frozenset(persons), known=user.person_index is not None)


def check_second_person(*, by: str, drafted_by: str, drafted_on: date) -> None:
    """Raise Refusal unless ``by`` may approve today what ``drafted_by`` drafted or asked for on a day.

    Both days count for both: a stand-in that ended between them was still one.
    """
    first, second = _both(by, drafted_by, drafted_on)
    check_two_persons(first=first, second=second)


def may_approve(*, by: str, drafted_by: str, drafted_on: date) -> bool:
    """Say whether ``by`` may approve today what ``drafted_by`` drafted on a day."""
    first, second = _both(by, drafted_by, drafted_on)
    return may_be_second(first=first, second=second)


def _both(by: str, drafted_by: str, drafted_on: date) -> tuple[Hand, Hand]:
    days = (drafted_on, today())
    second = hand_of(by, days)
    is_user = User.objects.filter(username=by, is_active=True).exists()
    return hand_of(drafted_by, days), second if is_user else Hand(second.persons, known=False)


def _person_of(user: User) -> str:
    return f"person:{user.person_index}" if user.person_index else _by_name(user.username)


def _by_name(username: str) -> str:
    return f"account:{username}"


def _stood_for(user: User, day: date) -> list[int]:
    """Return the posts in whose stead a user holds one on a day, through stand-ins of stand-ins."""
    wanted, found = {user.pk}, set[int]()
    while wanted:
        held = Post.objects.filter(user__in=wanted, valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))
        standing = held.exclude(stands_for=None).exclude(stands_for__in=found)
        whole = Post.objects.filter(pk__in=standing.values("stands_for"))
        new = list(whole.values_list("pk", "user_id"))
        found.update(post for post, _holder in new)
        wanted = {holder for _post, holder in new}
    return sorted(found)
