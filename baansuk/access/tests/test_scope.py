"""What a post lets its holder see: pure rules, tried without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from baansuk.access.classes import CLASSES, HOUSEHOLD
from baansuk.access.roles import ROLES
from baansuk.access.scope import (
    NOBODY,
    Granted,
    PartnerGrant,
    Scope,
    Seat,
    Sitting,
    Urgent,
    chosen_sitting,
    scope_of,
    seats_in_force,
    sittings,
)
from baansuk.access.tests.cast import PLAYERS, grants_for, scope_as
from baansuk.thai.words import Words

TODAY = date(2026, 11, 21)
TITLE = Words("ตำแหน่งสมมติ", "Fictional post")


def seat(number=1, role="tambon_team", area="990101", start=date(2025, 10, 1), end=None):
    return Seat(number, role, "CDD", area, TITLE, start, end)


@pytest.mark.parametrize(
    ("start", "end", "held"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TODAY - timedelta(days=400), TODAY - timedelta(days=1), False),
        (TODAY + timedelta(days=1), None, False),
        (TODAY - timedelta(days=400), TODAY + timedelta(days=400), True),
    ],
)
def test_post_is_in_force_from_its_first_to_its_last_day_inclusive(start, end, held):
    assert seat(start=start, end=end).in_force(TODAY) is held


def test_post_of_a_role_we_do_not_know_gives_nothing():
    assert not seat(role="mayor").in_force(TODAY)


def offered(*seats, grants=None):
    return sittings(seats_in_force(seats, TODAY), grants_for("CDD", "help") if grants is None else grants)


def test_only_seat_with_the_only_purpose_needs_no_choosing():
    assert chosen_sitting(offered(seat(1)), None, None) == Sitting(seat(1), "help")


def test_several_seats_or_purposes_must_be_chosen_from_and_nothing_is_seen_meanwhile():
    old, new = seat(1, start=date(2024, 10, 1)), seat(2)
    assert chosen_sitting(offered(old, new), None, None) is None
    assert chosen_sitting(offered(old, new), 1, "help") == Sitting(old, "help")
    two_purposes = grants_for("CDD", "help") + grants_for("CDD", "plan")
    assert [one.purpose for one in offered(new, grants=two_purposes)] == ["help", "plan"]
    assert chosen_sitting(offered(new, grants=two_purposes), 2, None) is None


def test_chosen_seat_that_has_ended_is_left_at_once():
    ended, held = seat(1, end=TODAY - timedelta(days=1)), seat(2)
    assert chosen_sitting(offered(ended, held), 1, "help") == Sitting(held, "help")
    assert chosen_sitting(offered(ended), 1, "help") is None


def test_seat_of_somebody_else_cannot_be_chosen_by_number():
    assert chosen_sitting(offered(seat(1), seat(2)), 99, "help") is None


def test_purpose_that_no_agreement_grants_is_not_offered():
    assert offered(seat(), grants=grants_for("CDD", "research")) == [Sitting(seat(), "")]
    assert offered(seat(), grants=grants_for("MOPH", "help")) == [Sitting(seat(), "")]
    assert offered(seat(), grants=grants_for("CDD", "help", "98")) == [Sitting(seat(), "")]


@pytest.mark.parametrize(
    ("post_area", "granted_area", "seen"),
    [
        ("99", "9901", ("9901",)),
        ("9901", "99", ("9901",)),
        ("990101", "990101", ("990101",)),
        ("9902", "9901", ()),
        ("99", "", ()),
        ("", "99", ()),
    ],
)
def test_scope_is_where_post_and_grant_overlap(post_area, granted_area, seen):
    sitting = Sitting(seat(area=post_area), "help")
    scope = scope_of("somchai", sitting, grants_for("CDD", "help", granted_area))
    assert scope.areas == scope.areas_of(HOUSEHOLD) == seen
    assert scope.sees_persons is bool(seen)


def test_grants_of_other_purposes_and_partners_do_not_add_up():
    grants = [
        PartnerGrant("CDD", "help", Granted("A", "household", "99")),
        PartnerGrant("CDD", "plan", Granted("A", "health", "99")),
        PartnerGrant("MOPH", "help", Granted("A", "disability", "99")),
    ]
    scope = scope_of("somchai", Sitting(seat(), "help"), grants)
    assert scope.classes_at("99010101") == {"household"}


def test_fact_is_read_only_under_the_agreement_that_brought_it():
    grants = [PartnerGrant("CDD", "help", Granted("A", "health", "99"))]
    scope = scope_of("somchai", Sitting(seat(), "help"), grants)
    assert scope.may_read("health", "99010101", "A")
    assert not scope.may_read("health", "99010101", "B")
    assert not scope.may_read("health", "99010101", "")
    assert not scope.may_read("debt", "99010101", "A")
    assert not scope.may_read("health", "99020101", "A")


def test_only_the_register_keeper_reads_what_came_under_no_agreement():
    assert scope_as("register_keeper").may_read("household", "99010101", "")
    assert not scope_as("amphoe_officer").may_read("household", "99010101", "")


def test_without_any_grant_a_post_sees_no_person_and_no_figure():
    scope = scope_of("somchai", Sitting(seat(), ""))
    assert not scope.sees_persons
    assert not scope.sees_figures
    assert scope.areas == ()


def test_area_inside_another_granted_one_is_not_listed_twice():
    grants = [PartnerGrant("CDD", "help", Granted("A", name, area)) for name in CLASSES for area in ("99", "9901")]
    assert scope_of("s", Sitting(seat(area="99"), "help"), grants).areas == ("99",)


def test_without_a_seat_nothing_is_seen():
    scope = scope_of("somchai", None)
    assert scope == Scope(username="somchai")
    assert not (scope.sees_persons or scope.sees_figures or scope.keeps_register or scope.sees_trail)
    assert not scope.covers("99")


def test_grants_of_two_posts_do_not_add_up():
    held = offered(seat(1, area="990101"), seat(2, area="990202"))
    scope = scope_of("somchai", held[0], grants_for("CDD", "help"))
    assert scope.covers("99020201")
    assert not scope.covers("99010101")


@pytest.mark.parametrize(
    ("area", "inside"),
    [("99", False), ("9901", False), ("990101", True), ("99010103", True), ("990102", False), ("", False)],
)
def test_tambon_covers_itself_and_its_villages_only(area, inside):
    assert scope_as("tambon_team").covers(area) is inside


@pytest.mark.parametrize(
    ("area", "led"), [("99", True), ("9901", True), ("9902", False), ("990101", True), ("99010101", True)]
)
def test_way_down_to_the_own_area_is_known(area, led):
    assert scope_as("tambon_team").leads_to(area) is led


def test_blank_area_is_no_area_and_not_every_area():
    scope = scope_as("tambon_team", area_code="")
    assert scope.areas == ()
    assert not scope.covers("99")
    assert not scope.leads_to("99")


def test_volunteer_sees_the_assigned_houses_and_no_others():
    assert scope_as("volunteer", houses=["H-7K3M-9PX2-C"]).houses == frozenset({"H-7K3M-9PX2-C"})
    assert scope_as("volunteer").houses == frozenset()


def test_whoever_works_case_by_case_is_held_to_single_houses():
    by_houses = {role for role in PLAYERS if scope_as(role).houses is not None}
    assert by_houses == {
        "volunteer", "agency_officer", "social_worker", "technician", "finance", "survey_supervisor",
    }  # fmt: skip
    assert not any(scope_as(role).sees_figures for role in by_houses), "figures are not cut to single houses"


# Who sees what, as the design's table of the cast says it: persons, figures, register, trail.
CAST_TABLE = {
    "volunteer": (True, False, False, False),
    "tambon_team": (True, True, False, False),
    "amphoe_officer": (True, True, False, False),
    "register_keeper": (True, True, True, False),
    "governor_view": (False, True, False, False),
    "auditor": (False, False, False, True),
    "village_head": (True, False, False, False),
    "local_officer": (True, True, False, False),
    "council_coordinator": (False, True, False, False),
    "amphoe_chair": (True, True, False, False),
    "province_planner": (False, True, False, False),
    "agency_officer": (True, False, False, False),
    "social_worker": (True, False, False, False),
    "technician": (True, False, False, False),
    "finance": (True, False, False, False),
    "nonstate_partner": (False, True, False, False),
    "data_protection_officer": (False, False, False, True),
    "survey_supervisor": (True, False, False, False),
    "researcher": (False, True, False, False),
    "member": (False, False, False, False),
    # An officer of another province: no agreement of this one reaches there.
    "stranger": (False, False, False, False),
}
# Which roles see a class of facts when their partner is granted every class there is.
SEEN_BY = {
    "health": {"tambon_team", "amphoe_officer", "amphoe_chair", "register_keeper", "agency_officer", "social_worker"},
    "debt": {"tambon_team", "amphoe_officer", "amphoe_chair", "register_keeper", "social_worker"},
    "ethnicity_status": {"register_keeper", "social_worker"},
    "protection": {"register_keeper", "social_worker"},
}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_sees_what_the_table_says(role):
    scope = scope_as(role)
    seen = (scope.sees_persons, scope.sees_figures, scope.keeps_register, scope.sees_trail)
    assert seen == CAST_TABLE[role]


@pytest.mark.parametrize("field_class", sorted(SEEN_BY))
def test_role_sees_no_more_than_it_may_whatever_its_partner_is_granted(field_class):
    seen = {role for role in ROLES if scope_as(role).areas_of(field_class)}
    assert seen == SEEN_BY[field_class]


def test_whoever_sees_no_person_is_granted_nothing_but_figures():
    for role, (sees_persons, sees_figures, _register, _trail) in CAST_TABLE.items():
        if not sees_persons:
            found = {one.field_class for one in scope_as(role).granted}
            assert found == ({"aggregate"} if sees_figures else set()), role


def test_technician_and_finance_see_no_facts_of_family_or_health():
    for role in ("technician", "finance"):
        found = {one.field_class for one in scope_as(role).granted}
        assert not found & {"health", "disability", "ethnicity_status", "protection", "debt", "economic", "free_text"}
    assert not scope_as("technician").areas_of("identity")


def urgent(area="990201", household=""):
    return Urgent(7, area, household, datetime(2026, 11, 21, 15, tzinfo=UTC))


def test_urgent_look_adds_its_area_to_the_seat_while_it_works_to_help():
    sitting = Sitting(replace(seat(), urgent=urgent()), "help")
    scope = scope_of("somchai", sitting, grants_for("CDD", "help"))
    assert scope.areas_of(HOUSEHOLD) == ("990101", "990201")
    assert scope.urgent == urgent()
    planning = scope_of("somchai", Sitting(sitting.seat, "plan"), grants_for("CDD", "plan"))
    assert planning.areas_of(HOUSEHOLD) == ("990101",)
    assert planning.urgent is None


def test_urgent_look_never_goes_beyond_what_the_partner_is_granted():
    sitting = Sitting(replace(seat(), urgent=urgent("9902")), "help")
    scope = scope_of("somchai", sitting, [*grants_for("CDD", "help", "990101"), *grants_for("MOPH", "help", "9902")])
    assert scope.areas_of(HOUSEHOLD) == ("990101",)
    narrow = [PartnerGrant("CDD", "help", Granted("A", "household", "99"))]
    assert scope_of("somchai", sitting, narrow).classes_at("99020101") == {"household"}
    assert "protection" not in scope_of("somchai", sitting, grants_for("CDD", "help")).classes_at("99020101")


def test_urgent_look_of_a_post_of_assigned_houses_opens_one_house_only():
    social = replace(seat(role="social_worker"), urgent=urgent("99020101", "H-1"))
    scope = scope_of("somchai", Sitting(social, "help"), grants_for("CDD", "help"), houses=["H-2"])
    assert scope.houses == frozenset({"H-1", "H-2"})
    assert scope.areas_of(HOUSEHOLD) == ("990101", "99020101")


def test_stranger_covers_nothing_of_the_province():
    assert not any(scope_as("stranger").covers(area) for area in ("99", "9901", "990101", "99010101"))


def test_nobody_is_nobody():
    assert NOBODY.username == ""
    assert NOBODY.areas == ()
    assert not NOBODY.sees_figures


def test_auditor_sees_no_case_and_case_workers_see_no_trail():
    for role in ROLES.values():
        assert not (role.sees_trail and (role.sees_persons or role.sees_figures)), role.code
