"""Where the poor live beside each other: the map of hot spots, and the communities to look at first with the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from baansuk.assess.geo import collection, feature
from baansuk.assess.map_outlines import outlines_answer
from baansuk.assess.map_words import HIDDEN, few_words
from baansuk.assess.measured import HOT_MEASURES
from baansuk.assess.measured_asked import Asked, read_asked
from baansuk.assess.measured_words import percent_of, same
from baansuk.assess.measures import by_code
from baansuk.assess.measuring.communities import Community, Proposed, propose
from baansuk.assess.models import Figure, HotSpot, Overlap
from baansuk.assess.telling import Told, may_open
from baansuk.places.models import Area, Boundary
from baansuk.places.names import PROVINCE, TAMBON, VILLAGE
from baansuk.places.questions import boundary_origins, current_areas, names_of
from baansuk.screen.fragments import show
from baansuk.screen.language import language
from baansuk.thai.words import Words

# Step of colour, words, and what it means, in the order of the legend; ``untold`` is hatched.
SPOTS: Mapping[str, tuple[int, Words, Words]] = {
    "hot": (5, Words("เข้มข้น", "Hot spot"), Words("จนมาก อยู่ติดกับพื้นที่ที่จนมาก", "Many poor, beside areas with many poor")),
    "high": (3, Words("สูงโดดเดี่ยว", "High alone"), Words("จนมาก แต่รอบข้างจนน้อย", "Many poor, among areas with few")),
    "plain": (1, Words("ไม่ต่าง", "No pattern"), Words("ไม่ต่างจากที่จะเป็นโดยบังเอิญ", "No more than chance would explain")),
    "low": (6, Words("ต่ำโดดเดี่ยว", "Low alone"), Words("จนน้อย แต่รอบข้างจนมาก", "Few poor, among areas with many")),
    "cold": (7, Words("เบาบาง", "Cold spot"), Words("จนน้อย อยู่ติดกับพื้นที่ที่จนน้อย", "Few poor, beside areas with few poor")),
    "untold": (0, Words("บอกไม่ได้", "Cannot say"), Words("ไม่มีตัวเลขที่แสดงได้ ไม่มีเพื่อนบ้าน หรือมีตำบลให้เทียบไม่ถึง 12 แห่ง", "No figure that may be shown, no neighbour, or fewer than 12 tambons to compare")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpotShown:
    """One tambon: its share, what it is beside its neighbours, and the tests behind that where they may be told."""

    code: str
    name: Words
    step: int
    words: Words
    meaning: Words
    share: Words
    gathers: Words
    tests: Words
    address: str


@require_safe
def hot_spots(request: HttpRequest) -> HttpResponse:
    """Show the hot spots of an area on a map and in a table, and the communities proposed."""
    asked = read_asked(request)
    if asked is None:
        return show(request, "assess/no_edition.html")
    rows = _rows(asked)
    counted = {kind: sum(row.words == words for row in rows) for kind, (_step, words, _meaning) in SPOTS.items()}
    proposed = _proposed(asked)
    return show(
        request,
        "assess/hot_spots.html",
        asked.frame("hot-spots")
        | {
            "measure": by_code()[asked.measure],
            "measures": [(by_code()[one].words, asked.address("hot-spots", measure=one), one == asked.measure) for one in HOT_MEASURES],
            "rows": rows,
            "legend": [(step, words, meaning, counted[kind]) for kind, (step, words, meaning) in SPOTS.items() if counted[kind]],
            "geo": asked.address("hot-spots-geo"),
            "origins": boundary_origins(asked.area.code[:PROVINCE], TAMBON),
            "exact": _is_exact(asked),
            "few": few_words(),
            "proposed": [(one, percent_of(one.share), asked.address("measures", area=one.community.code) if may_open(asked.beside.telling.scope, one.community.code) else "") for one in proposed],
        },
    )  # fmt: skip


@require_safe
def hot_spots_geo(request: HttpRequest) -> HttpResponse:
    """Answer the outlines of the tambons with what they are as GeoJSON; unchanged ones cost the browser nothing."""
    asked = read_asked(request)
    if asked is None:
        raise Http404
    rows = {row.code: row for row in _rows(asked)}
    held = Boundary.objects.filter(area__code__in=rows).order_by("-shared", "area_id")
    spots = Area.objects.filter(code__in=rows).values_list("code", "lat", "lon")
    centres = {code: {"lat": lat, "lon": lon} for code, lat, lon in spots if lat is not None and lon is not None}
    features = [
        feature(geometry, _properties(rows[code]) | centres.get(code, {}))
        for code, geometry in held.values_list("area_id", "geometry")
    ]
    return outlines_answer(request, asked.edition.number, collection(features))


def _properties(row: SpotShown) -> dict[str, object]:
    said = language()
    return {
        "code": row.code,
        "name": row.name.in_language(said),
        "short": row.name.in_language(said),
        "figure": row.words.in_language(said),
        "detail": row.meaning.in_language(said),
        "step": row.step,
        "address": row.address,
    }


def _is_exact(asked: Asked) -> bool:
    """Whoever sees every household of the province is shown the spots found from all figures."""
    return asked.beside.telling.exact(asked.measure, asked.area.code[:PROVINCE])


def _rows(asked: Asked) -> list[SpotShown]:
    exact, code = _is_exact(asked), asked.area.code
    held = HotSpot.objects.filter(
        edition=asked.edition.number, measure=asked.measure, told=not exact, area_code__startswith=code[:TAMBON]
    )
    stored = {one.area_code: one for one in held}
    places = current_areas().filter(level=TAMBON, code__startswith=code[:TAMBON]).order_by("sort_key", "code")
    codes = [place.code for place in places]
    names, shares = names_of(codes), _told(asked, asked.measure, codes)
    rows = [_row(asked, one, names[one], stored.get(one), shares.get(one), exact=exact) for one in codes]
    order = list(SPOTS)
    return sorted(rows, key=lambda row: next(place for place, kind in enumerate(order) if SPOTS[kind][1] == row.words))


def _row(asked: Asked, code: str, name: Words, spot: HotSpot | None, share: Told | None, *, exact: bool) -> SpotShown:
    step, words, meaning = SPOTS[spot.kind if spot else "untold"]
    tests = HIDDEN
    if exact and spot and spot.moran is not None and spot.gi is not None and spot.z is not None:
        tests = same(f"p {spot.moran:.4f} · Gi* z {spot.z:+.2f}, p {spot.gi:.4f}".replace("-", "−"))
    gathers = SPOTS[spot.gathers if spot else "untold"][1]
    address = f"{reverse('figures', args=[code])}" if asked.beside.telling.scope.covers(code) else ""
    return SpotShown(code, name, step, words, meaning, _share(share), gathers, tests, address)


def _share(told: Told | None) -> Words:
    if told is None or told.fail is None or told.passed is None:
        return few_words() if told and told.few else HIDDEN
    answered = told.fail + told.passed
    return same(f"{told.fail * 100 / answered:.1f}%") if answered else HIDDEN


def _told(asked: Asked, measure: str, codes: Sequence[str]) -> dict[str, Told]:
    held = Figure.objects.filter(edition=asked.edition.number, measure=measure, area_code__in=codes)
    return {area: one for (_measure, area), one in asked.beside.telling.read(held).items()}


def _proposed(asked: Asked) -> list[Proposed]:
    """Communities are villages inside an amphoe for whoever sees their households, else tambons."""
    code = asked.area.code
    level = VILLAGE if len(code) > PROVINCE and asked.beside.telling.exact("label.mpi_poor", code) else TAMBON
    places = list(current_areas().filter(level=level, code__startswith=code).values_list("code", flat=True))
    names = names_of([*places, *{one[:TAMBON] for one in places}])
    poor = _told(asked, "label.mpi_poor", places)
    dimensions = {one: by_code()[one].words for one in HOT_MEASURES if one.startswith("tpmap.")}
    lacks = {one: _told(asked, one, places) for one in dimensions}
    hot = _hot(asked)
    unhelped = _unhelped(asked, places)
    communities = [
        Community(
            one,
            _full_name(one, names),
            told.fail,
            told.fail + told.passed,
            told.households or told.fail + told.passed,
            {
                name: (found.fail, found.fail + found.passed)
                for name, areas in lacks.items()
                if (found := areas.get(one)) and found.fail is not None and found.passed is not None
            },
            hot=one[:TAMBON] in hot,
            unhelped=unhelped.get(one),
        )
        for one in places
        if (told := poor.get(one)) and told.fail is not None and told.passed is not None
    ]
    return propose(communities, dimensions)


def _full_name(code: str, names: Mapping[str, Words]) -> Words:
    if len(code) <= TAMBON:
        return names[code]
    own, tambon = names[code], names[code[:TAMBON]]
    return Words(f"{own.th} {tambon.th}", f"{own.en}, {tambon.en}")


def _hot(asked: Asked) -> set[str]:
    told = not asked.beside.telling.exact("label.mpi_poor", asked.area.code[:PROVINCE])
    held = HotSpot.objects.filter(edition=asked.edition.number, measure="label.mpi_poor", told=told, kind="hot")
    return set(held.values_list("area_code", flat=True))


def _unhelped(asked: Asked, places: Sequence[str]) -> dict[str, int]:
    """How many of the poor no list of help names, where the reader sees those households."""
    if not asked.beside.sees_overlaps(asked.area.code):
        return {}
    held = Overlap.objects.filter(edition=asked.edition.number, kind="", state="poor", area_code__in=places)
    return {
        area: count for area, mask, count in held.values_list("area_code", "lists", "households") if "1" not in mask
    }
