"""Exact measures at the machines' door: the same as the pages tell, with the same disclosure."""

from __future__ import annotations

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
