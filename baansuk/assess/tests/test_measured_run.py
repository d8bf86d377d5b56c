"""What a run counts beyond the figures: moves since the edition before where they may be told apart, and hot spots."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone

from baansuk.assess import measured_run
from baansuk.assess.actions import assess
from baansuk.assess.models import Figure, Headcount, HotSpot, Moved, Overlap
from baansuk.assess.spotting import store_hot_spots
from baansuk.assess.tests.conftest import MakeEdition
from baansuk.assess.tests.edition_tables import random_households
from baansuk.people.models import Edition
from baansuk.places.models import Area, Boundary

pytestmark = pytest.mark.django_db


def _about(number: int) -> dict[str, Any]:
    about: dict[str, Any] = Edition.objects.get(number=number).about["assessed"]
    return about


def _second(make_edition: MakeEdition) -> None:
    make_edition(1, count=120)
    assess(by="register_keeper")
    make_edition(2, households=random_households(150, 12))
    assess(by="register_keeper")


def test_the_edition_before_is_compared_and_then_gone(make_edition: MakeEdition) -> None:
    _second(make_edition)
    assert _about(1)["before"] == {}
    before = _about(2)["before"]
    assert (before["edition"], before["compared"]) == (1, True)
    assert not Headcount.objects.filter(edition=1).exists()
    assert not Overlap.objects.filter(edition=1).exists()
    moves = dict(Moved.objects.filter(edition=2, area_code="", measure="tpmap.1of5").values_list("move", "households"))
    everyone = {
        one["household_code"] for seed, count in ((11, 120), (12, 150)) for one in random_households(count, seed)
    }
    assert sum(moves.values()) == len(everyone)
    for moment, count in (("before", 120), ("now", 150)):
        one = Headcount.objects.get(edition=2, moment=moment, area_code="", measure="tpmap.1of5")
        assert one.poor + one.others + one.unknown == count
    assert _about(2)["lists"] == ["eef", "welfare_card"]


@pytest.mark.parametrize("why", ["other rules", "erased"])
def test_what_is_no_series_is_not_compared(
    make_edition: MakeEdition, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    make_edition(1, count=40)
    assess(by="register_keeper")
    if why == "erased":
        monkeypatch.setattr(measured_run, "shows_erased", lambda edition: edition.number == 1)
    else:
        one = Edition.objects.get(number=1)
        one.about["assessed"]["rules"] = "bmn-2560/1+tpmap/2+labels/1"
        one.save()
    make_edition(2, count=40)
    assess(by="register_keeper")
    assert not Moved.objects.exists()
    assert not Headcount.objects.filter(moment="before").exists()
    assert _about(2)["before"].get("compared") is (None if why == "erased" else False)


def _tambons(found: dict[str, int]) -> None:
    """Five by five square tambons of 200 households that answered."""
    Area.objects.create(code="99", level=2, name_th="สมมุติ", match_key="ส", sort_key="99")
    Area.objects.create(code="9901", level=4, parent_id="99", name_th="เมือง", match_key="ม", sort_key="9901")
    for code, poor in found.items():
        place = int(code[4:]) - 1
        west, south = 100 + place % 5 * 0.1, 15 + place // 5 * 0.1
        ring = [[west, south], [west + 0.1, south], [west + 0.1, south + 0.1], [west, south + 0.1], [west, south]]
        Area.objects.create(code=code, level=6, parent_id="9901", name_th=code, match_key=code, sort_key=code)
        Boundary.objects.create(
            area_id=code, geometry=json.dumps({"type": "Polygon", "coordinates": [ring]}), origin="ส"
        )
        for area in (code, "9901", "99"):
            for measure, count in (("label.mpi_poor", poor), ("all", 200)):
                row, _new = Figure.objects.get_or_create(edition=3, area_code=area, level=len(area), measure=measure)
                row.households_fail += count
                row.households_pass += 200 - count
                row.persons_fail += 3 * count
                row.persons_all += 600
                row.save()


def test_hot_spots_are_found_from_all_figures_and_from_what_is_told(db: None) -> None:
    corner = {f"9901{row * 5 + column + 1:02d}" for row in range(2) for column in range(2)}
    numbers = [f"9901{place + 1:02d}" for place in range(25)]
    # Two of the tambons have so few poor that nobody who does not see them is told.
    _tambons({code: 90 if code in corner else 3 if code in numbers[-2:] else 20 + int(code) % 7 for code in numbers})
    edition = Edition.objects.create(number=3, state="linked", made_at=timezone.now())
    assert store_hot_spots(edition, lambda: None) == 2 * 25 * 6
    spots = {
        told: dict(HotSpot.objects.filter(measure="label.mpi_poor", told=told).values_list("area_code", "kind"))
        for told in (True, False)
    }
    for found in spots.values():
        hot = {code for code, kind in found.items() if kind == "hot"}
        assert "990101" in hot
        assert hot <= corner
    untold = {code for code, kind in spots[True].items() if kind == "untold"}
    assert set(numbers[-2:]) <= untold
    assert "untold" not in spots[False].values()
    before = list(HotSpot.objects.order_by("told", "measure", "area_code").values_list("kind", "moran", "gi", "z"))
    store_hot_spots(edition, lambda: None)
    assert (
        list(HotSpot.objects.order_by("told", "measure", "area_code").values_list("kind", "moran", "gi", "z")) == before
    )


def test_where_there_are_few_tambons_nothing_is_loaded_or_said(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    _tambons(dict.fromkeys([f"9901{place + 1:02d}" for place in range(5)], 40))
    edition = Edition.objects.create(number=3, state="linked", made_at=timezone.now())
    assert store_hot_spots(edition, lambda: None) == 0
