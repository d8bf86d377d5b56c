"""Exact measures at the machines' door: the same as the pages tell, with the same disclosure."""

from __future__ import annotations

from fractions import Fraction

import pytest

from baansuk.assess.tests import measured_twin as twin
from baansuk.assess.tests.measured_fixtures import make_counted, make_groups
from baansuk.web.tests.api_tools import ROOT, program_as

pytestmark = pytest.mark.django_db
ADDRESS = f"{ROOT}/exact-measures/tpmap.1of5/99"


def test_a_program_of_the_keeper_is_told_exactly() -> None:
    _was, now = make_counted()
    make_groups(now)
    keeper = program_as("register_keeper")
    answer = keeper.get(f"{ADDRESS}?split=sex").json()
    scores = [score for one in now if (score := twin.score(one, "tpmap")) is not None]
    poor = [score for score in scores if score * 5 >= 1]
    assert answer["measured"]["exact"]
    assert (answer["measured"]["poor"], answer["measured"]["used"]) == (len(poor), len(scores))
    assert answer["measured"]["m0"] == float(sum(poor) / len(scores))
    assert sum(one["part_of_m0"] for one in answer["measured"]["lacks"]) == pytest.approx(1, abs=1e-12)
    assert answer["rules"].startswith("bmn-2560/")
    assert answer["split_unit"] == "person"
    assert [one["code"] for one in answer["groups"]] == ["female", "male", ""]
    assert "ethnicity" in answer["splits"]


def test_a_program_that_sees_figures_only_is_told_in_tens() -> None:
    _was, now = make_counted()
    make_groups(now)
    governor = program_as("governor_view")
    answer = governor.get(f"{ADDRESS}?split=sex").json()
    assert not answer["measured"]["exact"]
    assert answer["measured"]["poor"] % 10 == 0
    assert answer["splits"] == ["sex", "age", "list"]
    for group in answer["groups"]:
        assert (group["measured"]["poor"] or 0) % 10 == 0
        assert all(one["poor_with_it"] is None for one in group["measured"]["lacks"])
    assert governor.get(f"{ADDRESS}?split=ethnicity").json()["groups"] == []


def test_what_does_not_exist_is_absent() -> None:
    make_counted()
    keeper = program_as("register_keeper")
    for address in ("nothing/99", "tpmap.1of5/98", "tpmap.1of5/99?split=shoe"):
        assert keeper.get(f"{ROOT}/exact-measures/{address}").status_code == 404
    assert keeper.get(f"{ROOT}/exact-measures").json()[0]["code"] == "tpmap.1of5"
    assert program_as("stranger").get(f"{ROOT}/exact-measures/tpmap.1of5/990101").status_code == 404


def test_what_moved_the_index_sums_to_its_change() -> None:
    was, now = make_counted()
    answer = program_as("register_keeper").get(f"{ADDRESS}/change").json()
    m0 = []
    for rows in (was, now):
        scores = [score for one in rows if (score := twin.score(one, "tpmap")) is not None]
        m0.append(sum((score for score in scores if score * 5 >= 1), Fraction(0)) / len(scores))
    assert (answer["before"]["m0"], answer["now"]["m0"]) == (float(m0[0]), float(m0[1]))
    change = pytest.approx(float(m0[1] - m0[0]), abs=1e-12)
    assert answer["m0_change"] == change != pytest.approx(0)
    assert answer["factors"]["incidence"] + answer["factors"]["intensity"] == change
    assert sum(one["part"] for one in answer["lacks"]) == change
    assert sum(one["within"] + one["share"] for one in answer["areas"]) == change
    assert {one["code"] for one in answer["areas"]} >= {"9901", "9902"}
    moves = {one["move"]: one["households"] for one in answer["moves"]}
    assert moves["left"] + moves["stayed_poor"] + moves["lost_poor"] + moves["gone_poor"] == answer["before"]["poor"]


def test_changes_in_tens_name_no_area_inside() -> None:
    make_counted()
    answer = program_as("governor_view").get(f"{ADDRESS}/change").json()
    assert not answer["now"]["exact"] and answer["now"]["poor"] % 10 == 0 and answer["areas"] == []
    assert all(
        one["households"] is None or one["households"] >= 10 or one["households"] == 0 for one in answer["moves"]
    )


def test_no_change_is_told_across_a_break_or_without_an_edition_before() -> None:
    make_counted(before={"edition": 6, "rules": "bmn-2560/0+tpmap/1+labels/1", "compared": False})
    keeper = program_as("register_keeper")
    answer = keeper.get(f"{ADDRESS}/change").json()
    assert "no trend" in answer["broken"]["en"] and answer["m0_change"] is None and answer["moves"] == []
    make_counted(before={})
    first = keeper.get(f"{ADDRESS}/change").json()
    assert (first["edition_before"], first["broken"], first["now"]) == (None, None, None)
    assert keeper.get(f"{ROOT}/exact-measures/tpmap.1of5/98/change").status_code == 404
    assert program_as("stranger").get(f"{ROOT}/exact-measures/tpmap.1of5/990101/change").status_code == 404
