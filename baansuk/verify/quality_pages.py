"""The page of a round's quality, the draw of the visits from outside, and what they find."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from baansuk.access.scope import Scope
from baansuk.agree.fields import NEEDED
from baansuk.agree.taking import Sheet, once, take
from baansuk.places.questions import names_of
from baansuk.screen.fragments import show
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal, Words
from baansuk.verify import looks, revisit_actions
from baansuk.verify.deciding import subjects_of
from baansuk.verify.doors import keeper, worker
from baansuk.verify.flows import flow_of
from baansuk.verify.forms import RecordForm
from baansuk.verify.models import Case, Round
from baansuk.verify.place_names import place_of
from baansuk.verify.quality_questions import SURNAME_DIGITS, draw_of, quality_of, visited_in
from baansuk.verify.questions import VILLAGE_ONLY, case_for, cases_for, round_for
from baansuk.verify.round_pages import area_asked, crumbs_to, trail_of
from baansuk.verify.village_view import Row, numbers_of, rows_of

MOST_SHOWN = 50


class DrawForm(forms.Form):
    """How many are visited again, and by which public number they are drawn."""

    percent = forms.IntegerField(
        min_value=5, max_value=10, initial=5, label=say("ร้อยละที่เยี่ยมซ้ำ", "Percent visited again")
    )
    seed = forms.CharField(
        min_length=4,
        max_length=60,
        label=say("เลขตั้งต้นที่ประกาศ", "The published seed"),
        help_text=say(
            "เช่น เลขสลากกินแบ่งงวดล่าสุด ใครก็ตรวจซ้ำได้", "Such as the newest lottery number; anybody can check it."
        ),
        error_messages={"required": NEEDED},
    )


def _judge(request: HttpRequest) -> Scope:
    """Whoever is judged by this page does not read it."""
    scope = worker(request)
    if scope.role == VILLAGE_ONLY:
        raise Http404
    return scope


@require_safe
def quality(request: HttpRequest, code: str) -> HttpResponse:
    """Show whether forum, screening and facts agree, and where somebody should look twice."""
    scope = _judge(request)
    found = round_for(scope, code)
    area = area_asked(request, scope, found)
    told = quality_of(scope, found, area)
    draw = draw_of(found)
    again = _drawn(scope, found, area)
    rows = rows_of(again, scope)
    visited = visited_in(found, (one.pk for one in again))
    looks.at_list(numbers_of(rows), by=scope, round=found.code, area=area)
    names = names_of(
        {
            *(one.area_code for one in told.sure),
            *(one.area_code for one in told.surnames),
            *(one.area_code for one in again),
        }
    )
    values = {
        "round": found,
        "area": area,
        "steps": trail_of(found, area, scope, "verify-quality"),
        "quality": told,
        "compared": bool(told.forum_and_screening.of or told.forum_and_facts.of or told.revisits.of),
        "sure": [(place_of(names, one.area_code), one) for one in told.sure[:MOST_SHOWN]],
        "surnames": [(place_of(names, one.area_code), one) for one in told.surnames[:MOST_SHOWN]],
        "near_enough": len(area) >= SURNAME_DIGITS,
        "draw": draw,
        "rows": [(row, place_of(names, row.case.area_code), row.case.pk in visited) for row in rows],
        "visited": len(visited),
        "may_draw": scope.keeps_register and found.state == "open" and draw is None,
    }
    return show(request, "verify/quality.html", values)


def _drawn(scope: Scope, round: Round, area: str) -> list[Case]:
    draw = draw_of(round)
    if draw is None:
        return []
    inside = cases_for(scope, round).filter(area_code__startswith=area, number__in=draw.about["cases"])
    return list(inside.select_related("round")[:MOST_SHOWN])


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the visits from outside by a published seed."""
    scope = keeper(request)
    found = round_for(scope, code)
    form = DrawForm(request.POST or None)

    def act() -> None:
        revisit_actions.draw(round=found, by=scope.username, scope=scope, **form.cleaned_data)

    lead = Words(
        "จับสลากได้ครั้งเดียวต่อรอบ ผลตรวจซ้ำได้ด้วยเลขตั้งต้น", "It is drawn once a round, and can be drawn again by anybody."
    )
    sheet = Sheet(Words("สุ่มเยี่ยมซ้ำ", "Draw the second visits"), Words("จับสลาก", "Draw"), crumbs_to(found), lead)
    return take(request, form, sheet, act, Words("จับสลากแล้ว", "Drawn"), reverse("verify-quality", args=[code]))


@require_http_methods(["GET", "HEAD", "POST"])
def revisit(request: HttpRequest, number: str) -> HttpResponse:
    """Write down what a visit from outside found."""
    scope = _judge(request)
    found = case_for(scope, number)
    made = draw_of(found.round)
    if made is None or found.number not in made.about["cases"]:
        raise Http404
    try:
        revisit_actions.check_from_outside(found, scope.username, scope)
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
        return redirect("verify-quality", found.round.code)
    looks.at_case(subjects_of(found), by=scope)
    # The visit is the one from outside: it cannot ask for another.
    form = RecordForm(
        request.POST or None,
        step=flow_of(found.round.flow).first,
        case=found,
        without=("disputed",),
        initial={"version": found.version},
    )
    word = request.POST.get("once") or once()

    def act() -> None:
        given = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        revisit_actions.revisit(
            case=found, by=scope.username, scope=scope, key=f"visit:{scope.username}:{word}", **given
        )

    [row] = rows_of([found], scope)
    sheet = Sheet(_visited(row), Words("บันทึก", "Record"), _way_to(found), _whom(row))
    return take(
        request, form, sheet, act, Words("บันทึกแล้ว", "Recorded"), reverse("verify-quality", args=[found.round.code])
    )


def _visited(row: Row) -> Words:
    """Which house was visited, for the head of the form."""
    door = row.case.house_no
    if not door:
        return Words("ผลเยี่ยมซ้ำ", "What the second visit found")
    return Words(f"ผลเยี่ยมซ้ำ บ้านเลขที่ {door}", f"What the second visit found: house {door}")


def _whom(row: Row) -> Words:
    """Whom it is about and what it is for; what the village said is not shown to whoever comes from outside."""
    place = place_of(names_of([row.case.area_code]), row.case.area_code)
    lead = Words(
        "ผลนี้ไม่เปลี่ยนมติของหมู่บ้าน ใช้เทียบคุณภาพเท่านั้น", "It changes nothing that the village decided; it is compared with it."
    )
    th, en = (" · ".join(filter(None, (row.name, *said))) for said in ((place.th, lead.th), (place.en, lead.en)))
    return Words(th, en)


def _way_to(case: Case) -> list[tuple[Words, str]]:
    back = Words("คุณภาพของการตรวจ", "Quality of the check")
    return [*crumbs_to(case.round), (back, reverse("verify-quality", args=[case.round.code]))]
