"""The peer of the list page: what `startproject` gives, signed in, three plain reads and the same template and rows.

No scope, no trail, no figures, no choice of area or measure is read; what the template shows of them is worked out once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from baansuk.access.tests.cast import wide_scope
from baansuk.assess import list_pages, page_questions
from baansuk.assess.asked import ListAsked
from baansuk.assess.list_rows import Judged, carried, rows_of
from baansuk.assess.models import Profile
from baansuk.assess.questions import PAGE_ROWS, households_list
from baansuk.people.models import Household
from baansuk.people.questions import sight_in
from baansuk.people.seen import SeenHousehold
from baansuk.places.models import Area
from baansuk.places.questions import names_of

SCOPE = wide_scope("bench", "99", role="register_keeper")
MIDDLEWARE = [
    # Neither page is to be slower by the luck of how deep it is called.
    "baansuk.engine.stack.in_one_piece",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


@lru_cache(maxsize=1)
def _around() -> dict[str, Any]:
    """What stands around the rows."""
    edition = page_questions.edition_shown()
    assert edition is not None
    area = Area.objects.get(pk="99")
    page = households_list(SCOPE, area="99", edition=edition)
    return list_pages._list_values(SCOPE, edition, area, ListAsked("99", "", "door", 1), page)


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """Read fifty households, their profiles and the names of their areas, and draw the page."""
    values = _around()
    edition = values["edition"]
    sight = sight_in(SCOPE, edition)
    seen = sight.seen_at("99")
    plain = Household.objects.filter(edition=edition.number, list_key__gte="99").order_by("list_key")[:PAGE_ROWS]
    found = [
        SeenHousehold(
            sight, seen, one.code, one.area_code, one.house_no, one.village_no, one.house_code, one.register_kind,
            one.members, one.families, one.head_name, None, None, one.sources,
        )
        for one in plain
    ]  # fmt: skip
    kept = Profile.objects.filter(edition=edition.number, household_code__in=[one.code for one in found])
    judged = {one.household_code: Judged(one.failed, one.unknown, carried(one.labels)) for one in kept}
    rows = rows_of(found, judged, names_of(one.area_code for one in found), page_questions.surveys())
    request.scope = SCOPE  # type: ignore[attr-defined]
    shown = values["slice"]
    page = type(shown)(rows, shown.before, shown.after, shown.first, shown.total)
    return render(request, "assess/households.html", values | {"slice": page})


urlpatterns = [path("bare/", bare), path("", include("baansuk.web.urls"))]
