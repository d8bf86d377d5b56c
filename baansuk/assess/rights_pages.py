"""The pages of benefits: what is missed in an area, whom to call on, and the list of benefits with its dates and sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from baansuk.access.middleware import scope_on
from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.assess import looks
from baansuk.assess import page_questions as questions
from baansuk.assess.asked import NotUnderstood, read_area, read_page
from baansuk.assess.doors import (
    WrongAddress,
    area_of_figures,
    area_of_households,
    figures_scope,
    home_of_households,
    persons_scope,
)
from baansuk.assess.list_pages import may_export
from baansuk.assess.map_words import HIDDEN, few_words
from baansuk.assess.rights import Benefit, Benefits
from baansuk.assess.rights_judged import Judged, judged_by
from baansuk.assess.rights_questions import (
    DOUBLE,
    PAGE_ROWS,
    RELIEF,
    UNCLAIMED,
    UNSURE,
    Worklist,
    kind_of_list,
    offices_of,
)
from baansuk.assess.rights_telling import RightTelling, ToldRight
from baansuk.assess.rights_versions import draft, in_force, versions
from baansuk.assess.rights_view import PER, amount_words
from baansuk.assess.telling import may_open
from baansuk.people.models import Edition
from baansuk.places.models import Area
from baansuk.places.questions import children_of, names_of, words_of
from baansuk.screen.figures import show_number
from baansuk.screen.fragments import show
from baansuk.screen.language import language, say_words
from baansuk.screen.pages import numbered
from baansuk.thai.words import Words

NOT_TOLD = Words("–", "–")
KINDS = {
    UNCLAIMED: Words("สิทธิที่อัตรายืนยันแล้ว", "Rights with a confirmed rate"),
    UNSURE: Words("อัตรายังไม่ยืนยัน (ไม่นำไปรวม)", "Rate not confirmed (not added up)"),
    RELIEF: Words("เงินสงเคราะห์ที่ขอได้", "Relief that may be asked for"),
    DOUBLE: Words("ดูเหมือนได้รับซ้ำ", "Seems double"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One benefit of an area in words: who misses it, who receives it, of whom nobody knows, and the baht that is missed."""

    benefit: Benefit
    amount: Words
    unclaimed: Words
    receives: Words
    unknown: Words
    baht: Words
    list_address: str


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Show the benefits that people of an area miss: certain ones, uncertain ones and relief, each apart."""
    scope = figures_scope(request)
    try:
        code = read_area(request.GET.get("area", scope.areas[0]))
    except NotUnderstood as refusal:
        raise WrongAddress(refusal) from refusal
    area = area_of_figures(scope, code)
    edition = questions.edition_shown()
    judged = judged_by(edition) if edition else None
    if edition is None or judged is None:
        return show(request, "assess/no_edition.html")
    telling = RightTelling(scope, edition, judged)
    below = [place for place in children_of(code) if may_open(scope, place.code)]
    told = telling.told([code, *(place.code for place in below)])
    return show(request, "assess/rights.html", _values(telling, area, below, told))


def _values(
    telling: RightTelling, area: Area, below: Sequence[Area], told: dict[str, dict[str, ToldRight]]
) -> dict[str, Any]:
    own, judged = told[area.code], telling.judged
    certain = [one.benefit for one in judged.every if one.benefit.certain and one.benefit.kind == "right"]
    unsure = [one.benefit for one in judged.every if not one.benefit.certain and one.benefit.kind == "right"]
    relief = [one.benefit for one in judged.every if one.benefit.kind == "relief"]
    lists = telling.scope.sees_persons
    return {
        "area": area,
        "name": words_of(area),
        "edition": telling.edition,
        "steps": [
            (say_words(words_of(place)), f"{reverse('rights')}?{urlencode({'area': place.code})}")
            for place in questions.steps_to(telling.scope, area.code)
        ],
        "few": few_words(),
        "exact": all(one.exact for one in own.values()),
        "totals": [(per, PER[per], baht_words(_sum(own, certain, per))) for per in ("month", "year")],
        "groups": [
            (name, [_line(own.get(one.code), one, area, lists=lists) for one in listed])
            for name, listed in zip(("certain", "unsure", "relief"), (certain, unsure, relief), strict=True)
        ],
        "below": [_below(place, told[place.code], certain) for place in below],
        "sees_persons": lists,
    }


def _below(place: Area, told: dict[str, ToldRight], certain: Sequence[Benefit]) -> tuple[Words, str, Words, Words]:
    """Name and address of an area inside, and what is missed there by the month and by the year."""
    address = f"{reverse('rights')}?{urlencode({'area': place.code})}"
    month, year = (baht_words(_sum(told, certain, per)) for per in ("month", "year"))
    return words_of(place), address, month, year


def _sum(told: dict[str, ToldRight], listed: Sequence[Benefit], per: str) -> tuple[Decimal, Decimal | None, bool]:
    """The baht that is missed of several benefits: the least and the most, and whether it is exact."""
    held = [told[one.code] for one in listed if one.per == per and one.code in told]
    most = None if any(one.most is None for one in held) else sum((one.most or Decimal(0) for one in held), Decimal(0))
    return sum((one.least for one in held), Decimal(0)), most, all(one.exact for one in held)


def baht_words(bounds: tuple[Decimal, Decimal | None, bool]) -> Words:
    """Say an amount: as it is, or between which sums it lies; counts in tens make both bounds about."""
    least, most, exact = bounds
    low = _baht(least)
    if exact:
        return low
    if most is None and not least:
        return HIDDEN
    if most is None:
        return Words(f"อย่างน้อยประมาณ {low.th}", f"at least about {low.en}")
    if least == most:
        return Words(f"ประมาณ {low.th}", f"about {low.en}")
    high = _baht(most)
    return Words(f"ประมาณ {low.th}–{high.th}", f"about {low.en}–{high.en}")


def at_most_words(most: Decimal) -> Words:
    """Say what so few can miss together at most, which the sums hold as well; a dash for what pays nothing by itself."""
    if not most:
        return NOT_TOLD
    high = _baht(most)
    return Words(f"ไม่เกิน {high.th}", f"at most {high.en}")


def _baht(amount: Decimal) -> Words:
    return Words(show_number(round(amount), "th"), show_number(round(amount), "en"))


def _line(told: ToldRight | None, benefit: Benefit, area: Area, *, lists: bool) -> Line:
    told = told or ToldRight(0, Decimal(0), Decimal(0), 0, 0, exact=True)
    address = f"{reverse('rights-worklist')}?{urlencode({'area': area.code, 'benefit': benefit.code})}"
    linked = lists and told.exact and bool(told.unclaimed) and not benefit.instead_of
    return Line(
        benefit=benefit,
        amount=amount_words(benefit),
        unclaimed=_count(told.unclaimed, told),
        receives=_count(told.receives, told) if told.exact else NOT_TOLD,
        unknown=_count(told.unknown, told) if told.exact else NOT_TOLD,
        baht=at_most_words(told.most or Decimal(0)) if told.few else baht_words((told.least, told.most, told.exact)),
        list_address=address if linked else "",
    )


def _count(count: int | None, told: ToldRight) -> Words:
    if told.few:
        return few_words()
    if count is None:
        return HIDDEN
    said = Words(show_number(count, "th"), show_number(count, "en"))
    return said if told.exact else Words(f"ประมาณ {said.th}", f"about {said.en}")


@require_safe
def benefits_listed(request: HttpRequest) -> HttpResponse:
    """Show every benefit as it is dated: amounts, clauses, papers, office, source, and what is not confirmed."""
    scope = scope_on(request)
    force = in_force(today())
    waiting = draft() if scope.keeps_register else None
    values = {
        "listed": force.listed,
        "row": force.row,
        "rows": rows_of_benefits(force.listed),
        "keeps": scope.keeps_register,
        "draft": waiting,
        "versions": versions(),
    }
    return show(request, "assess/benefits.html", values)


def rows_of_benefits(listed: Benefits) -> list[tuple[Benefit, Words, Words]]:
    """Return each benefit of a list with its amount and its office in words."""
    return [(one, amount_words(one), listed.office_words(one.office)) for one in listed.benefit]


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """List whom an office has to call on, fifty to a page; the look is written down before the page is drawn."""
    scope = persons_scope(request)
    found = read_worklist(request.GET.dict(), scope)
    if found is None:
        return show(request, "assess/no_edition.html")
    try:
        page = read_page(request.GET.get("page", "1"))
    except NotUnderstood as refusal:
        raise WrongAddress(refusal) from refusal
    cut = numbered(found.rows(), page=page, size=PAGE_ROWS)
    calls = found.calls(cut.rows)
    about = f"rights.{found.kind}.{found.benefit or found.office or 'all'}"
    codes = list(dict.fromkeys(one.household.code for one in calls))
    looks.at_list(codes, by=scope, edition=found.edition.number, area=found.area, measure=about, page=page)
    return show(request, "assess/rights_worklist.html", _list_values(scope, found, cut, calls))


def read_worklist(asked: dict[str, str], scope: Scope) -> Worklist | None:
    """Return what an address asks to list, None while no edition was asked about benefits.

    Http404 outside the scope, BadRequest for what there is not.
    """
    edition = questions.edition_shown()
    judged = judged_by(edition) if edition else None
    try:
        area = read_area(asked["area"]) if asked.get("area") else home_of_households(scope)
        if not asked.keys() <= {"area", "office", "benefit", "kind", "page", "csrfmiddlewaretoken"}:
            raise NotUnderstood("?")
        if area or scope.houses is None:
            area_of_households(scope, area)
        if edition is None or judged is None:
            return None
        return _listed(asked, scope, edition, judged, area)
    except NotUnderstood as refusal:
        raise WrongAddress(refusal) from refusal


def _listed(asked: dict[str, str], scope: Scope, edition: Edition, judged: Judged, area: str) -> Worklist:
    office, benefit, kind = (asked.get(name, "") for name in ("office", "benefit", "kind"))
    if office and office not in {one.code for one in judged.checked.listed.office}:
        raise NotUnderstood("office")
    one = judged.of_code(benefit)
    if benefit and one is None:
        raise NotUnderstood("benefit")
    if kind not in ("", *KINDS):
        raise NotUnderstood("kind")
    if one is not None and kind != DOUBLE:
        kind = kind_of_list(one.benefit)  # a benefit stands on one of the lists only
    return Worklist(scope, edition, judged, area, office, benefit, kind or UNCLAIMED)


def _list_values(scope: Scope, found: Worklist, cut: Any, calls: Any) -> dict[str, Any]:
    names = names_of([*(one.household.area_code for one in calls), found.area])
    offered = found.of_kind
    return {
        "found": found,
        "edition": found.edition,
        "area_name": names.get(found.area),
        "below": children_of(found.area) if found.area and len(found.area) < 8 else [],
        "offices": list(offices_of(found.judged, offered).items()),
        "offered": [one for one in offered if found.office in ("", one.office)],
        "chosen": found.chosen if found.benefit or len(found.chosen) == 1 else [],
        "cut": cut,
        "rows": [(one, names.get(one.household.area_code)) for one in calls],
        "doubles": found.kind == DOUBLE,
        "kinds": list(KINDS.items()),
        "kind_words": KINDS[found.kind],
        "sees_figures": scope.sees_figures and bool(found.area) and may_open(scope, found.area),
        "may_export": may_export(scope) and bool(cut.total),
        "language": language(),
    }
