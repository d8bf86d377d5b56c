"""What was done lately under one's own account, and by who stands in for one's post: so that a stolen account is noticed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from baansuk.access.models import Post
from baansuk.audit.models import Event
from baansuk.audit.questions import Asked
from baansuk.audit.searching import read_place, search
from baansuk.protect.trail_folds import Fold, by_day, folded
from baansuk.protect.trail_names import Names, words_of_act, words_of_source
from baansuk.screen.pages import Slice
from baansuk.thai.words import Words

DAYS = 90
MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what was done, in which post, by which door and from which machine. Whom it touched is not told."""

    fold: Fold[Event]
    act: Words
    post: Words
    source: Words


def stand_ins(username: str, since: date) -> list[Post]:
    """Return the posts in which others stood in for a post of this account since a day, the newest first."""
    mine = Post.objects.filter(stands_for__user__username=username).exclude(user__username=username)
    lasting = mine.filter(valid_to__isnull=True) | mine.filter(valid_to__gte=since)
    return list(lasting.select_related("user", "stands_for").order_by("-valid_from", "-pk"))


def page_of(username: str, stand_in: Post | None, begins: date, *, after: str) -> Slice[tuple[date, list[Line]]]:
    """Return a page of one's own events, or of those of a stand-in in the post of the stand-in alone, by day."""
    if stand_in is None:
        asked = Asked(actor=username, begins=begins)
    else:
        asked = Asked(actor=stand_in.user.username, post=stand_in.pk, begins=begins)
    found = search(asked, after=read_place(after), most=MOST)
    days = [(day, of_day) for day, of_day in by_day(folded(found.events, _same))]
    names = Names(found.events)
    rows = [(day, _lines(of_day, names)) for day, of_day in days]
    return Slice(rows=rows, after=str(found.next or ""))


def _same(event: Event) -> tuple[object, ...]:
    return (event.act, event.outcome, event.post, event.source, event.address)


def _lines(folds: Sequence[Fold[Event]], names: Names) -> list[Line]:
    return [
        Line(one, words_of_act(one.newest.act), names.post(one.newest), words_of_source(one.newest.source))
        for one in folds
    ]
