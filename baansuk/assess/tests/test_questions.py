"""The household list and the profile of a household: who sees what, in which order, at how many queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import Http404

from baansuk.access.scope import Scope
from baansuk.access.tests.cast import wide_scope
from baansuk.assess import questions
from baansuk.assess.actions import assess
from baansuk.assess.answers import profile_of
from baansuk.assess.models import Mark, Profile
from baansuk.assess.questions import household_codes, households_list, warnings_of
from baansuk.assess.tests import profile_twin
from baansuk.assess.tests.conftest import leave_edition
from baansuk.assess.tests.edition_tables import Row, random_persons
from baansuk.people.models import Edition
from baansuk.people.questions import households_seen, sight_of
from baansuk.people.seen import SeenHousehold
from baansuk.thai.words import Refusal
from tests.kept import written_once


def _assessed() -> list[Row]:
    made = leave_edition(count=400)
    assess(by="register_keeper")
    return made


assessed = written_once(_assessed)


@pytest.fixture
def rows(assessed: list[Row], db: None) -> list[Row]:
    return assessed


def all_pages(scope: Scope, **asked: Any) -> list[str]:
    first = households_list(scope, edition=1, **asked)
    pages = [first, *(households_list(scope, edition=1, page=n, **asked) for n in range(2, first.pages + 1))]
    codes = [row.household.code for page in pages for row in page.rows]
    assert len(codes) == first.total
    return codes


def seen_as(scope: Scope, row: Row) -> SeenHousehold:
    code = row["household_code"]
    return households_seen(sight_of(scope, edition=1), [code])[code]


def inside(rows: list[Row], *prefixes: str) -> list[str]:
    found = [row for row in rows if row["area_code"].startswith(prefixes)]
    return [row["household_code"] for row in sorted(found, key=lambda row: row["list_key"])]


def test_pages_are_whole_stable_and_in_door_order(rows: list[Row], register_keeper: Scope) -> None:
    assert all_pages(register_keeper) == inside(rows, "99")
    assert all_pages(register_keeper, area="990101") == inside(rows, "990101")


@pytest.fixture(params=["found and sorted", "the index walked"])
def both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long list is sorted by another plan than a short one; both must give the same pages."""
    monkeypatch.setattr(questions, "SORTED_IN_MEMORY", 5_000 if request.param == "found and sorted" else 0)


def test_sorted_by_name(rows: list[Row], register_keeper: Scope, both_ways: None) -> None:
    codes = all_pages(register_keeper, area="9901", sort="name")
    assert codes == sorted(inside(rows, "9901"), key=lambda code: code[::-1])


@pytest.mark.parametrize(
    "measure", ["bmn.08", "tpmap.living", "label.mpi_poor", "label.no_list", "list.eef", "none.bmn"]
)
@pytest.mark.parametrize("sort", ["door", "name"])
def test_only_households_under_the_measure(
    rows: list[Row], register_keeper: Scope, measure: str, sort: str, both_ways: None
) -> None:
    persons = random_persons(rows, 11)
    expected = {
        row["household_code"]
        for row in rows
        if row["area_code"].startswith("99")
        and profile_twin.profile(row, [one for one in persons if one["household_code"] == row["household_code"]])[
            "letters"
        ][measure]
        == "F"
    }
    assert set(all_pages(register_keeper, measure=measure, sort=sort)) == expected != set()


def test_an_officer_sees_the_own_amphoe_only(rows: list[Row], amphoe_officer: Scope, stranger: Scope) -> None:
    assert all_pages(amphoe_officer) == inside(rows, "9901")
    assert set(all_pages(amphoe_officer)).isdisjoint(all_pages(stranger))


@pytest.mark.parametrize("area", ["9901", "990101", "99", "55", "9999"])
def test_a_stranger_gets_the_same_answer_as_for_an_area_that_is_not_there(
    rows: list[Row], stranger: Scope, area: str
) -> None:
    with pytest.raises(Http404):
        households_list(stranger, edition=1, area=area)
    with pytest.raises(Http404):
        household_codes(stranger, edition=1, area=area)


def test_figures_only_means_no_list(rows: list[Row], governor_view: Scope) -> None:
    with pytest.raises(Http404):
        households_list(governor_view, edition=1)


def test_assigned_houses_are_the_only_ones(rows: list[Row], both_ways: None) -> None:
    houses = frozenset(inside(rows, "990101")[:3])
    volunteer = wide_scope("volunteer", "990101", houses=houses)
    assert set(all_pages(volunteer)) == set(all_pages(volunteer, sort="name")) == houses
    assert set(all_pages(volunteer, measure="list.bmn")) <= houses


def test_the_number_of_queries_does_not_depend_on_the_rows(
    rows: list[Row], register_keeper: Scope, django_assert_num_queries: Any
) -> None:
    for asked in ({}, {"measure": "bmn.08"}, {"area": "99010101"}, {"page": 2}, {"sort": "name", "measure": "bmn.08"}):
        with django_assert_num_queries(5):
            page = households_list(register_keeper, edition=1, **asked)
            assert page.rows and page.rows[0].profile is not None
            assert page.rows[0].profile.answers


def test_a_page_is_a_range_of_an_index(rows: list[Row]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan is SQLite's")
    query = Mark.objects.filter(questions._key_range("9901"), edition=1, measure="bmn.08").order_by("list_key")[:50]
    plan = query.explain()
    assert "SEARCH" in plan and "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"page": 0}, "no_such_page"),
        ({"page": 99}, "no_such_page"),
        ({"measure": "bmn.99"}, "no_such_measure"),
        ({"measure": "'; drop table"}, "no_such_measure"),
        ({"sort": "income"}, "no_such_sort"),
    ],
)
def test_what_does_not_exist_is_refused_in_a_sentence(
    rows: list[Row], register_keeper: Scope, asked: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        households_list(register_keeper, edition=1, **asked)
    assert refused.value.code == code
    assert refused.value.words.th and refused.value.words.en


def test_an_empty_list_is_one_empty_page(rows: list[Row], register_keeper: Scope) -> None:
    page = households_list(register_keeper, edition=1, area="9977", measure="bmn.08")
    assert (page.rows, page.number, page.pages, page.total) == ([], 1, 1, 0)


def test_an_export_streams_what_the_pages_show(rows: list[Row], amphoe_officer: Scope) -> None:
    streamed = [code for code, _area in household_codes(amphoe_officer, edition=1, measure="bmn.08")]
    assert streamed == all_pages(amphoe_officer, measure="bmn.08")


def test_a_profile_names_what_fails_and_the_facts_behind_it(rows: list[Row], register_keeper: Scope) -> None:
    row = next(row for row in rows if row["bmn_08"] == "fail" and row["bmn_22"] == "fail")
    found = profile_of(seen_as(register_keeper, row))
    assert found is not None
    failed = {answer.indicator.number: answer for answer in found.failed}
    assert failed[8].fields == ("bmn_08",)
    assert "income_person_year" in failed[22].fields
    living = next(one for one in found.dimensions if one.dimension.code == "living")
    assert living.letter == "F" and failed[8].indicator in living.failing
    assert next(one for one in found.labels if one.label.code == "mpi_poor").carries is True


def test_not_known_stays_not_known(rows: list[Row], register_keeper: Scope) -> None:
    row = next(row for row in rows if all(row[f"bmn_{n:02d}"] is None for n in range(1, 32)))
    found = profile_of(seen_as(register_keeper, row))
    assert found is not None
    assert (len(found.failed), found.unknown) == (0, 31)
    assert next(one for one in found.labels if one.label.code == "mpi_poor").carries is None


def test_a_household_not_yet_assessed_has_no_profile(rows: list[Row], register_keeper: Scope) -> None:
    household = seen_as(register_keeper, rows[0])
    Profile.objects.filter(household_code=household.code).delete()
    assert profile_of(household) is None


def test_warnings_are_sentences_with_counts(rows: list[Row]) -> None:
    found = warnings_of(Edition.objects.get(number=1))
    assert len(found) == 2
    assert all(words.th and words.en and count > 0 for words, count in found)
    assert "zero divisor" in found[1][0].en


def test_an_edition_not_yet_assessed_warns_of_nothing(db: None) -> None:
    assert warnings_of(Edition(number=9)) == []
