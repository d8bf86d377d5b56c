"""The page of every cut-off: its figures are those of counting by hand, and whoever sees no household is told none."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone

from baansuk.access.tests.cast import sign_in_as
from baansuk.assess.curve_pages import _counted
from baansuk.assess.frameworks import as_contents, integer_weights, rules_digest, shipped_frameworks
from baansuk.assess.frameworks_letters import parts_of
from baansuk.assess.measured import frameworks, poverties
from baansuk.assess.measured_curves import draw, points_of
from baansuk.assess.models import FrameworkVersion, Headcount, Profile, Standing
from baansuk.assess.tests import measured_twin as twin
from baansuk.assess.tests.measured_fixtures import Row, make_counted
from baansuk.assess.tests.page_fixtures import EDITION
from baansuk.assess.tests.test_pages_measured import text_of
from baansuk.people.models import Edition, Household

TPMAP, BMN = frameworks()
ADDRESS = "/measures/curves/"


def make_profiles() -> list[Row]:
    """Store the households that the counted figures were made of."""
    _was, now = make_counted()
    _counted.cache_clear()
    Profile.objects.filter(edition=EDITION).delete()
    Household.objects.filter(edition=EDITION).delete()
    Household.objects.bulk_create(
        Household(
            edition=EDITION, code=one["household_code"], area_code=one["area_code"],
            list_key=f"{one['area_code']}{place:06d}", name_key="x",
        )
        for place, one in enumerate(now)
    )  # fmt: skip
    Profile.objects.bulk_create(
        Profile(
            edition=EDITION, household_code=one["household_code"], indicator_set="x",
            answers=one["answers"], dimensions=one["dimensions"],
        )
        for one in now
    )  # fmt: skip
    return now


def by_hand(rows: list[Row], code: str, area: str) -> dict[Fraction, tuple[int, int, Fraction]]:
    scores = [twin.score(one, code) for one in rows if one["area_code"].startswith(area)]
    known = [one for one in scores if one is not None]
    return {
        k: (sum(one >= k for one in known), len(known), sum((one for one in known if one >= k), Fraction(0)))
        for k in set(known)
        if k
    }


@pytest.mark.django_db
@pytest.mark.parametrize("framework", [TPMAP, BMN], ids=["tpmap", "bmn"])
def test_figures_are_those_of_counting_every_household(framework):
    rows = make_profiles()
    for area in ("99", "9901", "990102"):
        points = _counted(EDITION, None, area, framework.code)
        assert {one.k: (one.poor, one.used, one.score) for one in points} == by_hand(rows, framework.code, area)
        assert [one.k for one in points] == sorted(one.k for one in points)
        assert all(one.h * one.a == one.m0 for one in points)


@pytest.mark.django_db
def test_listed_cutoffs_say_what_the_register_counted():
    make_profiles()
    for poverty in poverties().values():
        points = _counted(EDITION, None, "99", poverty.framework.code)
        stored = Headcount.objects.get(edition=EDITION, moment="now", area_code="99", measure=poverty.code)
        first = next(one for one in points if one.k >= poverty.k)
        assert (first.poor, first.used) == (stored.poor, stored.poor + stored.others)


@pytest.mark.django_db
def test_a_keeper_sees_the_picture_and_the_same_figures_below():
    make_profiles()
    keeper = sign_in_as("register_keeper")
    answer = keeper.get(ADDRESS, {"area": "99"})
    page, points = answer.content.decode(), _counted(EDITION, None, "99", "tpmap")
    assert page.count('<svg class="curve"') == 2
    assert page.count("curve-cutoff") == 2 * len(TPMAP.cutoffs)
    for one in points:
        assert f"{float(one.m0):.4f}" in text_of(answer)
    assert page.count("ใช้ในทะเบียน") == len(TPMAP.cutoffs)
    assert f"area=99&amp;by={next(iter(poverties()))}" in page
    assert "ตกตั้งแต่" not in page, "one picture holds all cut-offs"


@pytest.mark.django_db
def test_whoever_sees_no_household_is_told_no_cutoff_that_is_not_listed():
    make_profiles()
    for role in ("governor_view", "province_planner"):
        page = sign_in_as(role).get(ADDRESS, {"area": "99"}).content.decode()
        assert '<svg class="curve"' not in page and "เห็นครัวเรือนทุกหลัง" in page
        assert not re.search(r"\d\.\d{4}", page[page.index("<main") :])
    stranger = sign_in_as("stranger")
    assert stranger.get(ADDRESS, {"area": "990101"}).status_code == 404
    assert sign_in_as("register_keeper").get(ADDRESS, {"area": "98"}).status_code == 404
    assert sign_in_as("volunteer").get(ADDRESS).status_code == 404


def test_a_step_stands_where_the_score_is_attained():
    """Half the households lack one of five dimensions, a tenth lacks all: two steps, and nothing between."""
    points = points_of(TPMAP, {"FPPPP": 4, "FFFFF": 1, "PPPPP": 5, "UPPPP": 7, "": 3})
    assert [(one.k, one.poor, one.used) for one in points] == [(Fraction(1, 5), 5, 10), (Fraction(1), 1, 10)]
    assert [one.m0 for one in points] == [Fraction(9, 50), Fraction(1, 10)]
    picture = draw(points, ("h",), [Fraction(1, 5)])
    assert picture.curves["h"] == "M46 48.3H112L112 177.7H376", "from nought up to each score, then down"
    assert picture.marks == [112.0]
    assert points_of(TPMAP, {"PPPPP": 5, "UUUUU": 2}) == []


@pytest.mark.django_db
def test_a_weighted_framework_has_its_curves_too():
    """Of the index over TPMAP's indicators, from the letters that the run stored; complete cases."""
    rows = make_profiles()
    mpi = shipped_frameworks()["mpi-bmn"]
    edition = Edition.objects.get(state="current")
    edition.about = {**edition.about, "frameworks": {"mpi-bmn": 1}}
    edition.save()
    FrameworkVersion.objects.create(
        code="mpi-bmn", version=1, state="shipped", origin="shipped", contents=as_contents(mpi),
        rules=rules_digest(mpi), valid_from=dt.date(2017, 1, 1), drafted_by="command", drafted_at=timezone.now(),
    )  # fmt: skip
    places = [int(one.code.removeprefix("bmn_")) - 1 for one in mpi.indicator]
    weights, common = integer_weights(mpi)
    scores = []
    for place, one in enumerate(rows):
        letters = "".join(one["answers"][at] for at in places)
        rest = "P" * (len(parts_of(mpi)) - len(letters))
        text = f"other:FF mpi-bmn:{letters}{rest} last:P" if place % 50 else "other:FF last:P"
        Standing.objects.create(
            edition=EDITION,
            household_code=one["household_code"],
            list_key=f"{one['area_code']}{place:06d}",
            letters=text,
        )
        if place % 50 and "U" not in letters:
            lacked = zip(weights.values(), letters, strict=True)
            scores.append(Fraction(sum(weight for weight, letter in lacked if letter == "F"), common))
    address = reverse("framework-curves", args=["mpi-bmn"])
    said = text_of(sign_in_as("register_keeper").get(address, {"area": "99"}))
    first = min(one for one in scores if one)
    poor = [one for one in scores if one >= first]
    assert f"{first} ({float(first) * 100:.1f}%)" in said
    assert f"{len(poor) / len(scores) * 100:.1f}%" in said and f"{float(sum(poor) / len(scores)):.4f}" in said
    assert f"{len(scores)} หลัง" in said
    assert "เห็นครัวเรือนทุกหลัง" in text_of(sign_in_as("governor_view").get(address, {"area": "99"}))
    assert sign_in_as("stranger").get(address, {"area": "990101"}).status_code == 404
    assert sign_in_as("amphoe_officer").get(reverse("framework-curves", args=["capitals"])).status_code == 404
