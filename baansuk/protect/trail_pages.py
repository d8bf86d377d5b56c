"""Who looked: at a household, for its keeper and on paper for the household; and what was done under one's own account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from baansuk.access.middleware import scope_on
from baansuk.access.scope import Scope
from baansuk.assess.household_view import address_words
from baansuk.audit import gate
from baansuk.audit.questions import LARGEST
from baansuk.people.questions import household_for
from baansuk.people.seen import SeenHousehold
from baansuk.places.questions import names_of
from baansuk.protect import trail_house, trail_mine
from baansuk.protect.doors import keeper
from baansuk.screen.fragments import show
from baansuk.screen.pages import Slice
from baansuk.thai.words import Words


@require_safe
def household(request: HttpRequest, code: str) -> HttpResponse:
    """Show who touched a household, the newest first; this look is written down as well."""
    scope = keeper(request)
    found = household_for(scope, code)
    days, after = trail_house.lines_about(code, below=_below(request.GET.get("before")))
    _write("audit.look", code, scope)
    values = {**_place(found), "days": days, "slice": Slice(rows=days, after=str(after or ""))}
    values |= {"most": trail_house.MOST, "first": not request.GET.get("before")}
    return _kept_here(show(request, "protect/trail_household.html", values))


@require_safe
def household_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Show the same for the household itself, ready to be printed: by month, office and purpose, no officer named."""
    scope = keeper(request)
    found = household_for(scope, code)
    sheet = trail_house.sheet_for(code, timezone.localdate())
    _write("protect.print_looks", code, scope, times=sheet.times)
    return _kept_here(show(request, "protect/trail_paper.html", {**_place(found), "sheet": sheet}))


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show what was done in the last days under one's own account, or by who stands in for one's post."""
    scope = scope_on(request)
    begins = timezone.localdate() - timedelta(days=trail_mine.DAYS)
    stand_ins = trail_mine.stand_ins(scope.username, begins)
    chosen = next((one for one in stand_ins if str(one.pk) == request.GET.get("post")), None)
    page = trail_mine.page_of(scope.username, chosen, begins, after=request.GET.get("after", ""))
    values = {"stand_ins": stand_ins, "chosen": chosen, "page_of": page, "begins": begins}
    return _kept_here(show(request, "protect/trail_mine.html", values))


def _place(found: SeenHousehold) -> dict[str, Any]:
    names = names_of([found.area_code]) if found.area_code else {}
    # The village stands in the address already.
    places: list[Words] = [names[code] for code in sorted(names, key=len, reverse=True) if len(code) < 8]
    return {"household": found, "address": address_words(found), "places": places}


def _below(asked: str | None) -> int:
    """Read the number of the last event of the page before; anything else is the first page."""
    number = int(asked) if asked and asked.isascii() and asked.isdecimal() and len(asked) < 19 else LARGEST
    return number or LARGEST


@transaction.atomic
def _write(act: str, code: str, scope: Scope, **about: Any) -> None:
    gate.write(act, by=scope.username, partner=scope.partner, subjects=[("household", code)], about=about)


def _kept_here(answer: HttpResponse) -> HttpResponse:
    """Let no copy of a page about somebody stay in a shared machine's browser."""
    answer["Cache-Control"] = "no-store"
    return answer
