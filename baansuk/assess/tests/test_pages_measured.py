"""The pages of exact measures: what they say, and that whoever sees no household is told nothing small."""

from __future__ import annotations

import html
import json
import re
from fractions import Fraction

import pytest

from baansuk.access.tests.cast import sign_in_as, wide_scope
from baansuk.assess.measured import poverties
from baansuk.assess.measured_telling import Beside
from baansuk.assess.measuring.moves import State
from baansuk.assess.models import Headcount, HotSpot
from baansuk.assess.telling import Telling
from baansuk.assess.tests import measured_twin as twin
from baansuk.assess.tests.measured_fixtures import LISTS, make_counted, make_spots
from baansuk.people.models import Edition

pytestmark = pytest.mark.django_db
PAGES = ("/measures/", "/measures/changes/", "/measures/lists/", "/measures/hot-spots/")


def text_of(answer):
    assert answer.status_code == 200
    page = answer.content.decode()
    said = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    return " ".join(html.unescape(said).split())


def cells_of(answer):
    """Every number that stands in a cell, a statistic or the picture."""
    page = answer.content.decode()
    found = re.findall(r'<(?:td class="num"|dd|p class="stat-value"|text class="upset-count"[^>]*)>([^<]*)<', page)
    return [html.unescape(one).strip() for one in found]


def test_whoever_sees_the_households_is_told_exactly():
    _was, now = make_counted()
    keeper = sign_in_as("register_keeper")
    scores = [score for one in now if (score := twin.score(one, "tpmap")) is not None]
    poor = [score for score in scores if score >= Fraction(1, 5)]
    page = text_of(keeper.get("/measures/?area=99"))
    assert f"{len(poor) / len(scores) * 100:.1f}% H " in page
    assert f"{float(sum(poor) / len(poor)) * 100:.1f}% A " in page
    assert f"{float(sum(poor) / len(scores)):.4f} M0 " in page
    assert "ไม่มีความคลาดเคลื่อนจากการสุ่ม" in page
    assert "≈" not in page
    assert f"ไม่นับ เพราะมีข้อที่ไม่ทราบ {len(now) - len(scores)}" in page


def test_whoever_sees_none_is_told_in_tens():
    make_counted()
    governor = sign_in_as("governor_view")
    for address in ("/measures/?area=99", "/measures/?area=9901", "/measures/?area=990101&by=bmn.1of40"):
        answer = governor.get(address)
        assert "≈" in text_of(answer)
        for cell in cells_of(answer):
            assert not re.fullmatch(r"[\d,.]+%?", cell), f"{cell} is told exactly"
            if match := re.fullmatch(r"≈ ([\d,]+)", cell):
                assert int(match.group(1).replace(",", "")) % 10 == 0
    assert "พื้นที่ภายใน" not in text_of(governor.get("/measures/?area=990101")), "no village level"


def test_no_small_count_is_told():
    make_counted(count=240)
    edition = Edition.objects.get(state="current")
    governor = sign_in_as("governor_view")
    for address in (f"{page}?area={area}" for page in PAGES for area in ("99", "9901", "990201")):
        counted = [int(cell) for cell in cells_of(governor.get(address)) if re.fullmatch(r"\d+", cell)]
        assert all(count >= 10 for count in counted), address
    nobody = Beside(Telling(wide_scope("governor_view", "99", role="governor_view", sees_persons=False), edition))
    for poverty in poverties().values():
        for area, one in nobody.poor(poverty, ["99", "9901", "9902", "990101", "990102", "990201"]).items():
            true = Headcount.objects.get(moment="now", area_code=area, measure=poverty.code, edition=edition.number)
            assert one.poor is None or (true.poor >= 10 and one.poor % 10 == 0 and abs(one.poor - true.poor) <= 5)


def test_what_changed_is_split_exactly():
    was, now = make_counted()
    keeper = sign_in_as("register_keeper")
    page = text_of(keeper.get("/measures/changes/?area=99"))
    m0 = []
    for households in (was, now):
        scores = [score for one in households if (score := twin.score(one, "tpmap")) is not None]
        m0.append(sum(score for score in scores if score >= Fraction(1, 5)) / len(scores))
    change = f"{float(m0[1] - m0[0]):+.4f}".replace("-", "−")
    assert change in page
    left = sum(
        twin.state(one, "tpmap.1of5") == State.POOR
        and twin.state(next(two for two in now if two["household_code"] == one["household_code"]), "tpmap.1of5") == State.NOT
        for one in was
    )  # fmt: skip
    assert left > 0
    assert f"พ้นความจน {left} " in page
    assert "อำเภอเมืองสมมุติ" in page, "the split by area inside"
    told = text_of(sign_in_as("governor_view").get("/measures/changes/?area=99"))
    assert "มาจากพื้นที่ใด" not in told


def test_across_rules_stands_a_break():
    make_counted(before={"edition": 6, "as_of": "", "rules": "bmn-2560/1+tpmap/2+labels/1", "compared": False})
    page = text_of(sign_in_as("register_keeper").get("/measures/changes/?area=99"))
    assert "เทียบกันไม่ได้" in page
    assert "พ้นความจน" not in page


def test_the_first_edition_has_nothing_to_compare_with():
    make_counted(before={})
    assert "ยังไม่มีทะเบียนฉบับก่อนให้เทียบ" in text_of(sign_in_as("register_keeper").get("/measures/changes/?area=99"))


def test_the_lists_and_how_they_aim():
    _was, now = make_counted()
    answer = sign_in_as("register_keeper").get("/measures/lists/?area=99")
    poor = [one for one in now if twin.state(one, "tpmap.1of5") == State.POOR]
    off = [one for one in poor if not one["on_welfare_card"]]
    page = text_of(answer)
    assert f"{len(off) / len(poor) * 100:.1f}%" in page
    persons = sum(one["persons"] for one in off) / sum(one["persons"] for one in poor)
    assert f"{persons * 100:.1f}%" in page
    assert "ครัวเรือนจนทั้งหมด" in page
    drawn = [int(one.replace(",", "")) for one in re.findall(r'upset-count"[^>]*>([\d,]+)<', answer.content.decode())]
    assert drawn == sorted(drawn, reverse=True)
    pupils = [one for one in poor if one["on_eef"] and not one["on_welfare_card"]]
    assert len(pupils) in drawn
    assert len(LISTS) + 2 == answer.content.decode().count('class="upset-number"')


def test_whoever_sees_none_is_told_overlaps_down_to_the_amphoe():
    make_counted()
    governor = sign_in_as("governor_view")
    page = text_of(governor.get("/measures/lists/?area=9901"))
    assert "ไม่แสดง" in page
    assert "ตกหล่นและรั่วไหลในครัวเรือนแบบใด" not in page
    assert "ดูได้ถึงระดับอำเภอ" in text_of(governor.get("/measures/lists/?area=990101"))


def test_hot_spots_by_what_each_may_know():
    make_counted()
    make_spots(told={"990201": "untold"}, exact={"990101": "hot", "990201": "cold"})
    keeper, governor = sign_in_as("register_keeper"), sign_in_as("governor_view")
    page = text_of(keeper.get("/measures/hot-spots/?area=99"))
    assert "เข้มข้น จนมาก อยู่ติดกับพื้นที่ที่จนมาก · 1 ตำบล" in page
    assert "p 0.0012" in page
    told = text_of(governor.get("/measures/hot-spots/?area=99"))
    assert "จนมาก อยู่ติดกับ" not in told
    assert "p 0.0012" not in told
    spots = json.loads(keeper.get("/measures/hot-spots/areas.geojson?area=99").content)["features"]
    assert {one["properties"]["code"]: one["properties"]["step"] for one in spots} == {
        "990101": 5,
        "990102": 1,
        "990201": 7,
    }
    # The first tambon has the most poor, and the sentence says how many and of how many.
    assert re.search(r"ชุมชนที่เสนอให้ดูก่อน.*ตำบลในเมืองสมมุติ .*จน \d+ จาก \d+ ครัวเรือน", page)


def test_unchanged_outlines_cost_nothing():
    make_counted()
    make_spots({}, {})
    keeper = sign_in_as("register_keeper")
    first = keeper.get("/measures/hot-spots/areas.geojson?area=9901")
    again = keeper.get("/measures/hot-spots/areas.geojson?area=9901", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (first.status_code, again.status_code) == (200, 304)
    HotSpot.objects.update(kind="hot")
    assert (
        keeper.get("/measures/hot-spots/areas.geojson?area=9901", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_page_before_there_is_anything(page):
    keeper = sign_in_as("register_keeper")
    assert keeper.get(f"{page}?area=99").status_code == 404, "no area is held yet"
    make_counted()
    assert keeper.get(page).status_code == 200
    for wrong in ("area=9", "by=nothing", "measure=all", "what=1"):
        assert keeper.get(f"{page}?{wrong}").status_code == 400
    assert keeper.get(f"{page}?area=98").status_code == 404
    stranger = sign_in_as("stranger")
    assert stranger.get(f"{page}?area=990101").status_code == stranger.get(f"{page}?area=990909").status_code == 404
    Headcount.objects.all().delete()
    assert keeper.get(f"{page}?area=99").status_code == 200
