"""H, A and M0 by groups of people on the page of levels: exact, in tens, or not offered at all, by what the reader may see."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from baansuk.access.classes import CLASSES
from baansuk.access.models import Grant
from baansuk.access.tests.cast import grant, sign_in_as, wide_scope
from baansuk.assess.measured import poverties
from baansuk.assess.measured_group_telling import groups_of, splits_offered
from baansuk.assess.measured_groups import SPLITS
from baansuk.assess.measured_telling import Beside
from baansuk.assess.measuring.moves import State
from baansuk.assess.models import GroupHeadcount
from baansuk.assess.telling import Telling
from baansuk.assess.tests import measured_twin as twin
from baansuk.assess.tests.measured_fixtures import make_counted, make_groups
from baansuk.assess.tests.test_pages_measured import cells_of, text_of
from baansuk.people.models import Edition

pytestmark = pytest.mark.django_db
POVERTY = poverties()["tpmap.1of5"]


def beside(role: str, *areas: str, sees_persons: bool = True) -> Beside:
    scope = wide_scope(role, *areas, role=role, sees_persons=sees_persons)
    return Beside(Telling(scope, Edition.objects.get(state="current")))


def test_persons_are_counted_with_the_score_of_their_household() -> None:
    _was, now = make_counted()
    members = make_groups(now)
    homes = {one["household_code"]: one for one in now}
    women = [
        score
        for one in members
        if one["sex"] == "female" and (score := twin.score(homes[one["household_code"]], "tpmap")) is not None
    ]
    poor = [score for score in women if score >= Fraction(1, 5)]
    page = text_of(sign_in_as("register_keeper").get("/measures/?area=99&split=sex"))
    expected = (f"{len(poor) / len(women) * 100:.1f}%", f"{float(sum(poor) / len(poor)) * 100:.1f}%", f"{float(sum(poor) / len(women)):.4f}")  # fmt: skip
    assert f"หญิง {' '.join(expected)} {len(poor):,} {len(women):,}" in page
    assert "หน่วยที่นับคือคน" in page, "what a person's poverty means stands on the page"
    assert "พื้นที่ภายใน" not in page


def test_parts_of_m0_add_up_to_the_whole() -> None:
    _was, now = make_counted()
    make_groups(now)
    groups = groups_of(beside("register_keeper", "99"), POVERTY, SPLITS["age"], "99")
    assert sum(one.share_of_m0 or 0 for one in groups) == 1
    assert [one.code for one in groups] == ["child", "adult", "elderly"]


def test_lists_are_counted_by_household() -> None:
    _was, now = make_counted()
    make_groups(now)
    poor = [one for one in now if twin.state(one, POVERTY.code) == State.POOR and one["on_eef"]]
    [on] = [one for one in groups_of(beside("register_keeper", "99"), POVERTY, SPLITS["list"], "99") if one.code == "on:eef"]  # fmt: skip
    assert on.poor.poor == len(poor)
    page = text_of(sign_in_as("register_keeper").get("/measures/?area=99&split=list"))
    assert "หน่วยที่นับคือครัวเรือน" in page


def test_whoever_sees_no_household_is_told_in_tens_and_never_what_the_law_protects() -> None:
    _was, now = make_counted()
    make_groups(now)
    governor = sign_in_as("governor_view")
    page = governor.get("/measures/?area=99&split=sex")
    assert "≈" in text_of(page)
    for cell in cells_of(page):
        assert not re.fullmatch(r"[\d,.]+%?", cell), f"{cell} is told exactly"
    offered = [one.code for one in splits_offered(beside("governor_view", "99", sees_persons=False), POVERTY, "99")]
    assert offered == ["sex", "age", "list"]
    for asked in ("disability", "ethnicity"):
        told = text_of(governor.get(f"/measures/?area=99&split={asked}"))
        assert "ไทใหญ่สมมุติ" not in told
        assert "มีความพิการ" not in told
    # A tambon is below what is told of groups: the areas inside would be next, and there are none to tell.
    assert "กลุ่มอายุ" not in text_of(governor.get("/measures/?area=990101&split=age"))


def test_no_small_group_is_told() -> None:
    _was, now = make_counted()
    make_groups(now[:240], persons=1)
    told = set()
    nobody = beside("governor_view", "99", sees_persons=False)
    for split in SPLITS.values():
        for area in ("99", "9901", "9902"):
            for one in groups_of(nobody, POVERTY, split, area):
                true = GroupHeadcount.objects.get(area_code=area, split=split.code, part=one.code, measure=POVERTY.code)
                assert one.poor.lacks == {}
                told.add(one.poor.poor is not None)
                if one.poor.poor is not None:
                    assert true.poor >= 10
                    assert one.poor.poor % 10 == 0
                if one.poor.h is not None:
                    assert true.others >= 10
    assert told == {True, False}


def test_ethnicity_only_where_the_grant_allows() -> None:
    _was, now = make_counted()
    make_groups(now)
    keeper = sign_in_as("register_keeper")
    assert "ไทใหญ่สมมุติ" in text_of(keeper.get("/measures/?area=99&split=ethnicity"))
    partner = Grant.objects.filter(field_class="ethnicity_status").values_list("partner", flat=True)[0]
    Grant.objects.filter(field_class="ethnicity_status").delete()
    page = text_of(keeper.get("/measures/?area=99&split=ethnicity"))
    assert "ไทใหญ่สมมุติ" not in page
    assert "ชาติพันธุ์" not in page, "what is not granted is not offered"
    grant(partner, "register", classes=set(CLASSES) & {"ethnicity_status"})
    assert "ไทใหญ่สมมุติ" in text_of(keeper.get("/measures/?area=99&split=ethnicity"))
    # Status shown to many makes the stateless fear being found: a tambon team is never offered it.
    assert "ชาติพันธุ์" not in text_of(sign_in_as("tambon_team").get("/measures/?area=990101&split=ethnicity"))


def test_a_split_that_is_none_is_refused_and_the_stranger_finds_nothing() -> None:
    _was, now = make_counted()
    make_groups(now)
    assert sign_in_as("register_keeper").get("/measures/?area=99&split=shoe").status_code == 400
    assert sign_in_as("stranger").get("/measures/?area=990101&split=sex").status_code == 404
