"""The pages of rounds: which there are, opening one, how far it is, its list made again, the quality of its work."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.scope import Scope
from baansuk.agree.taking import Sheet, take
from baansuk.places.questions import area as area_of
from baansuk.places.questions import path_of, words_of
from baansuk.runs import actions as runs
from baansuk.screen.fragments import show
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal, Words
from baansuk.verify import round_actions
from baansuk.verify.candidates import rules_of
from baansuk.verify.committee_doors import doors_for
from baansuk.verify.doors import keeper, reader
from baansuk.verify.flows import flow_of
from baansuk.verify.forms import OrderForm
from baansuk.verify.models import Round
from baansuk.verify.progress import GROUPS, decided, lines_of, results_of, summed
from baansuk.verify.questions import VILLAGE_ONLY, round_for, rounds_for, works_on_cases

ROOM = Words("ตรวจสอบ", "Verification")


def crumbs_to(round: Round | None = None) -> list[tuple[Words, str]]:
    """Return the way back to the room, and to a round."""
    way = [(ROOM, reverse("verify"))]
    if round is None:
        return way
    return [*way, (Words(round.title_th, round.title_en or round.title_th), reverse("verify-round", args=[round.code]))]


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds of the reader's province; a village head is led to the village's own list."""
    scope = reader(request)
    listed = list(rounds_for(scope))
    own = sorted(scope.areas_of("household"))
    if scope.role == VILLAGE_ONLY and listed and own and len(own[0]) == 8:
        newest = next((one for one in listed if one.state == "open"), None)
        if newest is not None:
            return redirect("verify-village", newest.code, own[0])
    values = {
        "rounds": [(one, flow_of(one.flow)) for one in listed],
        "may_open": scope.keeps_register and scope.sees_persons,
        "may_add": scope.sees_persons and any(one.state == "open" for one in listed),
        "works": works_on_cases(scope),
    }
    return show(request, "verify/rounds.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request: HttpRequest) -> HttpResponse:
    """Open a round under an order, and ask for its list."""
    scope = keeper(request)
    form = OrderForm(request.POST or None)

    def act() -> None:
        opened = round_actions.open_round(order=form.order(), area_code=scope.post_area, by=scope.username, scope=scope)
        _ask_list(opened, scope)

    lead = Words(
        "บัญชีครัวเรือนที่จะตรวจทำจากทะเบียนฉบับปัจจุบัน ใช้เวลาไม่กี่นาที",
        "The candidate list is made from the present register, which takes a few minutes.",
    )
    sheet = Sheet(Words("เปิดรอบตรวจสอบ", "Open a round"), Words("เปิดรอบ", "Open it"), crumbs_to(), lead)
    said = Words("เปิดรอบแล้ว กำลังทำบัญชี", "The round is open; its list is being made")
    return take(request, form, sheet, act, said, reverse("verify"))


def _ask_list(round: Round, scope: Scope) -> None:
    runs.ask("candidates", by=scope.username, partner=scope.partner, arguments={"round": round.code}, seat=scope)


@require_safe
def one_round(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far a round is, area by area."""
    scope = reader(request)
    found = round_for(scope, code)
    area = area_asked(request, scope, found)
    lines = lines_of(scope, found, area)
    place, sums = area_of(area), summed(lines)
    values = {
        "round": found,
        "flow": flow_of(found.flow),
        "rules": rules_of(found.rules),
        "lines": [(one, _address(found, one.area_code, scope)) for one in lines],
        "sums": sums,
        "decided": decided(sums),
        "groups": {group: GROUPS[group] for group in sums},
        "place": words_of(place) if place else None,
        "steps": trail_of(found, area, scope),
        "exact": works_on_cases(scope),
        "may_judge": works_on_cases(scope) and scope.role != VILLAGE_ONLY,
        "results": results_of(scope, found, area),
        "area": area,
        "keeps": scope.keeps_register and scope.sees_persons,
        "may_add": scope.sees_persons,
        "doors": doors_for(scope, found),
    }
    return show(request, "verify/round.html", values)


def area_asked(request: HttpRequest, scope: Scope, found: Round) -> str:
    """Return the area that is asked for, else the widest one that the reader works in."""
    asked = request.GET.get("area", "")
    if asked and not asked.isdecimal():
        raise BadRequest("an area is named by digits")
    reach = sorted(scope.areas_of("household") if works_on_cases(scope) else scope.areas, key=len)
    if asked:
        if not any(asked.startswith(one) or one.startswith(asked) for one in reach) or area_of(asked) is None:
            raise Http404
        return asked
    inside = [one for one in reach if one.startswith(found.area_code)]
    return inside[0] if inside else found.area_code


def _address(round: Round, area: str, scope: Scope) -> str:
    """Where a line leads: to the village's list for whoever works there, to the next level down for all others."""
    if len(area) == 8:
        return reverse("verify-village", args=[round.code, area]) if works_on_cases(scope) else ""
    if len(area) == 6 and not works_on_cases(scope):
        return ""
    return f"{reverse('verify-round', args=[round.code])}?area={area}"


def trail_of(round: Round, area: str, scope: Scope, page: str = "verify-round") -> list[tuple[str, str]]:
    """Return the way down to an area as far as the reader may walk it: names and addresses."""
    address = reverse(page, args=[round.code])
    return [
        (say_words(words_of(one)), f"{address}?area={one.code}")
        for one in path_of(area)
        if scope.leads_to(one.code) or any(one.code.startswith(own) for own in scope.areas_of("household"))
    ]


@require_POST
def make_list(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the round's list to be made again from the present register."""
    scope = keeper(request)
    found = round_for(scope, code)
    _ask_list(found, scope)
    messages.success(
        request, say("กำลังทำบัญชีใหม่ ผลที่ตรวจแล้วไม่เปลี่ยน", "The list is being made again; what was decided stays.")
    )
    return redirect("verify-round", found.code)


@require_POST
def close_round(request: HttpRequest, code: str) -> HttpResponse:
    """Close a round."""
    scope = keeper(request)
    found = round_for(scope, code)
    try:
        round_actions.close_round(round=found, by=scope.username, scope=scope)
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
    else:
        messages.success(request, say("ปิดรอบแล้ว", "The round is closed"))
    return redirect("verify-round", found.code)
