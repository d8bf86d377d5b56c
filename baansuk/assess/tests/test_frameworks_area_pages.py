"""Figures of frameworks by area: exact, or in tens and never what the published figures hide."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baansuk.access.tests.cast import sign_in_as, wide_scope
from baansuk.assess import frameworks_release
from baansuk.assess.frameworks import as_contents, rules_digest, shipped_frameworks
from baansuk.assess.frameworks_letters import lettered
from baansuk.assess.frameworks_release import told_of
from baansuk.assess.models import FrameworkFigure, FrameworkVersion
from baansuk.assess.telling import Telling
from baansuk.assess.tests.measured_fixtures import make_counted
from baansuk.assess.tests.test_pages_measured import cells_of, text_of
from baansuk.people.models import Edition

pytestmark = pytest.mark.django_db
LINES = shipped_frameworks()["income-lines"]
ADDRESS = reverse("framework-figures", args=["income-lines"])
# Households found and passed by amphoe; the second has three, which nobody may be told.
COUNTS = {"9901": (214, 346), "9902": (3, 152)}


def make_figures(counts: dict[str, tuple[int, int]]) -> None:
    """Store an edition judged by the income lines, with the same counts of every measure."""
    make_counted()
    edition = Edition.objects.get(state="current")
    edition.about = {**edition.about, "frameworks": {"income-lines": 1}}
    edition.save()
    FrameworkVersion.objects.create(
        code="income-lines", version=1, state="shipped", origin="shipped", contents=as_contents(LINES),
        rules=rules_digest(LINES), valid_from=dt.date(2017, 1, 1), drafted_by="command", drafted_at=timezone.now(),
    )  # fmt: skip
    whole = tuple(sum(one[place] for one in counts.values()) for place in (0, 1))
    FrameworkFigure.objects.bulk_create(
        FrameworkFigure(
            edition=edition.number, area_code=area, level=len(area), measure=one.measure, households_fail=found,
            households_pass=passed, households_unknown=5, persons_fail=found, persons_all=found + passed,
        )
        for one in lettered(LINES)
        for area, (found, passed) in {**counts, "99": whole, "990101": (100, 120)}.items()
    )  # fmt: skip


def governor() -> Telling:
    scope = wide_scope("governor_view", "99", role="governor_view", sees_persons=False)
    return Telling(scope, Edition.objects.get(state="current"))


def test_whoever_sees_the_households_is_told_exactly() -> None:
    make_figures(COUNTS)
    page = text_of(sign_in_as("register_keeper").get(f"{ADDRESS}?area=99"))
    assert "217" in page
    assert "214" in page, "the areas inside"
    assert "≈" not in page
    assert "นิยาม" in page


def test_whoever_sees_none_is_told_in_tens_down_to_the_amphoe() -> None:
    make_figures(COUNTS)
    browser = sign_in_as("governor_view")
    answer = browser.get(f"{ADDRESS}?area=99")
    assert "≈ 220" in text_of(answer)
    for cell in cells_of(answer):
        assert not re.fullmatch(r"[\d,.]+%?", cell), f"{cell} is told exactly"
    told = told_of(governor(), LINES, ["99", "9901", "9902", "990101"])
    assert {one.found for (_key, area), one in told.items() if area == "9902"} == {None}, "fewer than ten"
    assert {one.known for (_key, area), one in told.items() if area == "990101"} == {None}
    assert "ระดับอำเภอ" in text_of(browser.get(f"{ADDRESS}?area=9901"))
    assert "ตัวเลขตามพื้นที่" in text_of(browser.get(reverse("framework", args=["income-lines"])))


def test_what_could_be_a_hidden_figure_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    make_figures({"9901": (214, 346), "9902": (60, 95)})
    before = told_of(governor(), LINES, ["9901", "9902"])
    assert {one.found for (_key, area), one in before.items() if area == "9902"} == {60}
    true = frameworks_release.hidden_counts
    monkeypatch.setattr(
        frameworks_release, "hidden_counts", lambda reader: (true(reader)[0], {"9902": frozenset({66}), "9901": frozenset({400})})
    )  # fmt: skip
    frameworks_release._rounded.cache_clear()
    after = told_of(governor(), LINES, ["9901", "9902"])
    assert {one.found for (_key, area), one in after.items() if area == "9902"} == {None}
    assert {one.found for (_key, area), one in after.items() if area == "9901"} == {210}
    frameworks_release._rounded.cache_clear()


def test_a_break_stands_where_another_version_is_in_force() -> None:
    make_figures(COUNTS)
    assert "broken-mark" not in sign_in_as("register_keeper").get(ADDRESS).content.decode()
    contents = as_contents(LINES)
    contents["line"][0]["value"][-1]["value"] = "41000"
    contents["framework"]["version"] = 2
    FrameworkVersion.objects.create(
        code="income-lines", version=2, state="approved", origin="edited", contents=contents, rules="x",
        valid_from=dt.date(2020, 1, 1), drafted_by="a", drafted_at=timezone.now(), approved_at=timezone.now(),
    )  # fmt: skip
    page = sign_in_as("governor_view").get(ADDRESS).content.decode()
    assert "broken-mark" in page
    assert "versions/1/" in page, "the definitions are those of the version that judged"


def test_what_does_not_exist_is_absent() -> None:
    make_figures(COUNTS)
    keeper = sign_in_as("register_keeper")
    for wrong in (f"{ADDRESS}?area=98", f"{ADDRESS}?part=shoe", reverse("framework-figures", args=["nothing"])):
        assert keeper.get(wrong).status_code == 404
    assert keeper.get(f"{ADDRESS}?area=9").status_code == 400
    assert "ยังไม่มีตัวเลข" in text_of(keeper.get(reverse("framework-figures", args=["bmn-2565"])))
    stranger = sign_in_as("stranger")
    assert (
        stranger.get(f"{ADDRESS}?area=990101").status_code == stranger.get(f"{ADDRESS}?area=990909").status_code == 404
    )
    assert sign_in_as("volunteer").get(ADDRESS).status_code == 404


def test_more_areas_ask_no_more_questions() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_figures(COUNTS)
    keeper = sign_in_as("register_keeper")
    keeper.get(f"{ADDRESS}?area=99")
    with CaptureQueriesContext(connection) as wide:
        keeper.get(f"{ADDRESS}?area=99")
    with CaptureQueriesContext(connection) as narrow:
        keeper.get(f"{ADDRESS}?area=9902")
    assert len(wide) <= len(narrow) + 1


GEO = reverse("framework-figures-geo", args=["income-lines"])


def drawn(browser: Client, area: str, part: str = "bmn") -> dict[str, dict[str, Any]]:
    """What the map shows of each area, by code."""
    answer = browser.get(GEO, {"area": area, "part": part})
    assert answer.status_code == 200
    features = json.loads(answer.content)["features"]
    return {one["properties"]["code"]: one["properties"] for one in features if "code" in one["properties"]}


def test_the_map_colours_what_is_told_and_hatches_the_rest() -> None:
    make_figures(COUNTS)
    seen = drawn(sign_in_as("register_keeper"), "99")
    assert {code: one["figure"] for code, one in seen.items()} == {"9901": "38.2%", "9902": "1.9%"}
    assert seen["9901"]["step"] > seen["9902"]["step"] > 0
    assert seen["9901"]["detail"] == "214 จาก 560 ครัวเรือนที่ทราบคำตอบ"
    governor = sign_in_as("governor_view")
    told = drawn(governor, "99")
    assert told["9901"]["step"] > 0 and told["9901"]["figure"].startswith("≈ ")
    assert (told["9902"]["step"], told["9902"]["figure"]) == (0, "น้อยกว่า 10")
    assert "3" not in told["9902"]["figure"] + told["9902"]["detail"]
    below = {(one["figure"], one["detail"], one["step"]) for one in drawn(governor, "9901").values()}
    assert below <= {("ไม่แสดง", "ไม่แสดง", 0)}, "nothing below the amphoe for whoever sees no household"


def test_the_map_says_what_its_table_says() -> None:
    make_figures(COUNTS)
    for role in ("register_keeper", "governor_view"):
        browser = sign_in_as(role)
        page = browser.get(ADDRESS, {"area": "99", "part": "bmn"}).content.decode()
        geo = html.unescape(re.search(r'data-geo="([^"]+)"', page)[1])  # type: ignore[index]
        assert geo == f"{GEO}?area=99&part=bmn"
        for code, one in drawn(browser, "99").items():
            row = re.search(rf'<tr data-code="{code}">(.*?)</tr>', page, re.S)[1]  # type: ignore[index]
            assert one["figure"] in row and html.escape(one["address"]) in row
            assert f"swatch-{one['step'] or 'none'}" in row
        legend = page[page.index('class="legend"') :]
        assert ("ไม่แสดง" in legend[: legend.index("</ul>")]) == (role == "governor_view")


def test_a_way_down_ends_at_the_villages() -> None:
    make_figures(COUNTS)
    keeper = sign_in_as("register_keeper")
    assert drawn(keeper, "9901")["990101"]["address"] == f"{ADDRESS}?area=990101&part=bmn#inside"
    assert keeper.get(ADDRESS, {"area": "990101"}).status_code == 200
    assert keeper.get(ADDRESS, {"area": "99010101"}).status_code == 200


def test_outlines_that_did_not_change_are_not_sent_again() -> None:
    make_figures(COUNTS)
    browser = sign_in_as("register_keeper")
    first = browser.get(GEO, {"area": "99"})
    assert browser.get(GEO, {"area": "99"}, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert browser.get(GEO, {"area": "99", "part": "eef"}, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_outlines_are_as_closed_as_the_page() -> None:
    make_figures(COUNTS)
    keeper, stranger = sign_in_as("register_keeper"), sign_in_as("stranger")
    for wrong in (f"{GEO}?area=98", f"{GEO}?part=shoe", reverse("framework-figures-geo", args=["nothing"])):
        assert keeper.get(wrong).status_code == 404
    assert stranger.get(GEO, {"area": "990101"}).status_code == stranger.get(GEO, {"area": "990909"}).status_code == 404
    none_yet = keeper.get(reverse("framework-figures-geo", args=["bmn-2565"]))
    assert json.loads(none_yet.content)["features"] == []
    assert sign_in_as("volunteer").get(GEO).status_code == 404
