"""The scope written twice: PostgreSQL's policies and the code's own rules give the same rows, through the ORM too."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from baansuk.access.classes import CLASSES, PURPOSES
from baansuk.access.models import AssignedHouse, Emergency, Grant, Post, User
from baansuk.access.questions import presence_of
from baansuk.access.roles import ROLES
from baansuk.access.row_security import act_as, acting, pieces_for
from baansuk.access.row_tests import PROTECTED, WRITTEN
from baansuk.access.scope import NOBODY, Scope, Urgent
from baansuk.access.tests.cast import purpose_of, sign_in_as, user_as
from baansuk.assess.models import Mark, Profile
from baansuk.assess.tests.page_fixtures import CODES, HOUSES, make_edition
from baansuk.people import questions
from baansuk.people.models import FactSheet, Household, Membership, NameWord, Person, RecordLink
from tests.kept import written_once
from tests.three_roles import ON_POSTGRES, PAGES, signed_in_as

pytestmark = pytest.mark.django_db
on_postgres = pytest.mark.skipif(not ON_POSTGRES, reason="row-level security is PostgreSQL's")
ROWS = (Household, Person, NameWord, Membership, RecordLink, FactSheet, Mark, Profile)
TODAY = dt.date.today()  # noqa: DTZ011 - any day does
# Tables of these two rooms that hold no row of a person: numbers of editions, codes, facts and counts of areas.
# What a family says of itself is sealed, stands by the code of its household, and is written from a page.
# What persons decided about the use of their facts is there by code only, and is asked by the functions that decide sight.
OPEN_TABLES = {
    "people_edition",
    "people_issuedcode",
    "people_areafact",
    "assess_familyword",
    "assess_causeword",
    "assess_benefitsversion",
    "assess_causefigure",
    "assess_figure",
    "assess_frameworkfigure",
    "assess_frameworkversion",
    "assess_groupheadcount",
    "assess_headcount",
    "assess_moved",
    "assess_overlap",
    "assess_hotspot",
    "assess_rightfigure",
    "people_consent",
    "people_guardianship",
    "people_heldback",
    # Of verification: orders, calendars, counts and numbers of cases; what tells of anybody in them is sealed.
    "verify_round",
    "verify_session",
    "verify_sheet",
    "verify_receipt",
    "verify_ranking",
    "verify_committee",
    "verify_letter",
    "verify_ticks",
    "verify_bulk",
    "verify_announcement",
    # The urgent lane: a compartment of named accounts, with the household of a protected case inside the sealed text.
    "verify_urgentcase",
    "verify_urgentnamed",
    "verify_urgentstep",
    "verify_dutyturn",
}


def scope_of(user: User, role: str) -> Scope:
    return presence_of(user, user.posts.get().pk, purpose_of(role)).scope


edition = written_once(make_edition)


def test_every_table_is_either_closed_row_by_row_or_known_to_hold_no_person():
    tables = {
        model._meta.db_table for model in apps.get_models() if model._meta.app_label in ("people", "assess", "verify")
    }
    assert tables == {*PROTECTED, *WRITTEN} | OPEN_TABLES, "decide in row_tests whether the new table holds persons"


def test_the_trail_of_a_request_counts_the_same_questions_on_both_databases(django_assert_num_queries):
    scope = scope_of(user_as("tambon_team"), "tambon_team")
    with django_assert_num_queries(0), acting(scope):
        pass


@on_postgres
def test_an_unscoped_question_of_the_orm_brings_nothing_from_outside(edition):
    inside = {code for code, house in zip(CODES, HOUSES, strict=False) if house.area.startswith("990101")}
    assert 0 < len(inside) < len(HOUSES)
    scope = scope_of(user_as("tambon_team"), "tambon_team")
    with signed_in_as(PAGES):
        assert [model.objects.count() for model in ROWS] == [0] * len(ROWS)
        with acting(scope):
            assert {one.code for one in Household.objects.all()} == inside
            for model in ROWS[1:]:
                assert {one.household_code for one in model.objects.all()} == inside, model
            assert FactSheet.objects.filter(household_code=CODES[4]).first() is None
        assert Household.objects.count() == 0, "the words end with the block, in an open transaction too"


@on_postgres
def test_the_orm_as_the_pages_can_change_no_row_of_a_person(edition):
    scope = scope_of(user_as("register_keeper"), "register_keeper")
    with signed_in_as(PAGES), acting(scope):
        for model in ROWS:
            assert model.objects.exists()
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.all().update(edition=8)
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.all().delete()


@on_postgres
def test_a_page_whose_filter_was_forgotten_is_empty_of_others(monkeypatch, edition):
    """The household page with the filter of its scope taken out: what the database lets through is all that is left."""
    client = sign_in_as("tambon_team")
    monkeypatch.setattr(questions, "visible", lambda rows, *_args, **_named: rows)
    scope = scope_of(User.objects.get(), "tambon_team")
    assert questions.households_for(scope).count() == len(HOUSES), (
        "the filter is gone indeed: the superuser is shown all"
    )
    other = next(code for code, house in zip(CODES, HOUSES, strict=False) if house.area.startswith("9902"))
    assert client.get(f"/households/{other}/").status_code == 404
    assert client.get(f"/households/{CODES[0]}/").status_code == 200


@on_postgres
def test_nested_words_give_way_to_those_before(edition):
    team, keeper = (scope_of(user_as(role), role) for role in ("tambon_team", "register_keeper"))
    with signed_in_as(PAGES), acting(keeper):
        everything = Household.objects.count()
        with acting(team):
            assert 0 < Household.objects.count() < everything
            act_as(NOBODY)
            assert Household.objects.count() == 0
        assert Household.objects.count() == everything == len(HOUSES)
        with pytest.raises(ZeroDivisionError), acting(team):
            1 / 0  # noqa: B018
        assert Household.objects.count() == everything


@on_postgres
def test_each_piece_of_a_stream_is_read_as_whoever_asked(edition):
    scope = scope_of(user_as("tambon_team"), "tambon_team")
    ended = []

    def pieces():
        try:
            for _ in range(3):
                yield Household.objects.count()
        finally:
            ended.append(True)

    with signed_in_as(PAGES):
        seen = []
        for count in pieces_for(scope, pieces()):
            seen.append(count)
            assert Household.objects.count() == 0, "nobody acts between two pieces"
            if len(seen) == 2:
                Grant.objects.all().delete()
        assert seen[0] == seen[1] > 0
        assert seen[2] == 0, "a grant that ended meanwhile has ended for the next piece"
    stream = pieces_for(scope, pieces())
    next(stream)
    stream.close()
    assert len(ended) == 2, "whoever breaks off ends what made the pieces"


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_words_are_refused_where_they_would_be_forgotten():
    with pytest.raises(RuntimeError):
        act_as(NOBODY)


AREAS = some.sampled_from(["", "98", "99", "9901", "990101", "99010101", "990102", "9902", "990201"])
DAYS = some.sampled_from([TODAY + dt.timedelta(days=days) for days in (-40, -2, -1, 0, 1, 2, 40)])
GRANTS = some.lists(
    some.tuples(some.sampled_from(["CDD", "MOPH"]), some.sampled_from(sorted(CLASSES)), AREAS, DAYS, DAYS), max_size=6
)


@on_postgres
def test_an_urgent_look_opens_nothing_for_a_post_whose_own_area_no_agreement_reaches():
    """The random comparison found it: the code offers such a post no purpose, and the database opened the look."""
    user = user_as("tambon_team", "980101")
    post = user.posts.get()
    look = _urgent_look(user, post, "99", "", -1, 2, own=True)
    assert not presence_of(user, post.pk, "help").scope.sees_persons
    found = _reach_of_the_database(user, post, "help", look)
    assert [found[name] for name in CLASSES] == [[]] * len(CLASSES)


@on_postgres
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    role=some.sampled_from(sorted(ROLES)),
    # Help is the purpose of most roles and of every urgent look; drawn evenly, most tries would compare nothing.
    purpose=some.just("help") | some.sampled_from(sorted(PURPOSES)),
    area=AREAS,
    days=some.just((TODAY, None)) | some.tuples(DAYS, some.none() | DAYS),
    grants=GRANTS,
    always=some.booleans(),
    houses=some.sets(some.sampled_from(["H1", "H2"])),
    urgent=some.none()
    | some.tuples(
        AREAS,
        some.sampled_from(["", "H9"]),
        some.sampled_from([-3, -1, 1]),
        some.sampled_from([-2, 2]),
        some.booleans(),
    ),
)
def test_the_database_works_out_the_same_reach_as_the_code(
    db, role, purpose, area, days, grants, always, houses, urgent
):
    with transaction.atomic():
        user = User.objects.create(username="somebody")
        post = Post.objects.create(
            user=user, role=role, partner="CDD", area_code=area, valid_from=days[0], valid_to=days[1]
        )
        AssignedHouse.objects.bulk_create(AssignedHouse(post=post, household_code=code) for code in houses)
        # Half of the tries hold a household grant for certain, or most would compare nothing with nothing.
        listed = [*grants, ("CDD", "household", "99", TODAY, TODAY)] if always else grants
        for number, (partner, field_class, place, first, last) in enumerate(listed):
            Grant.objects.create(
                agreement=f"A-{number}", partner=partner, field_class=field_class, purpose=purpose, area_code=place,
                valid_from=first, valid_to=last,
            )  # fmt: skip
        look = _urgent_look(user, post, *urgent) if urgent else None
        scope = presence_of(user, post.pk, purpose).scope
        found = _reach_of_the_database(user, post, purpose, look)
        transaction.set_rollback(True)
    for field_class in CLASSES:
        expected = set(scope.areas_of(field_class)) if scope.sees_persons else set()
        assert _widest(found[field_class]) == expected, field_class
    assert found["houses"] == (scope.houses if scope.sees_persons else found["houses"])


def _urgent_look(user: User, post: Post, area: str, house: str, begins: int, ends: int, own: bool) -> Urgent:
    """An urgent look, open or not, in this post or in another of the same user; the words name it in any case."""
    seat = post if own else Post.objects.create(
        user=user, role=post.role, partner="CDD", area_code="99", valid_from=TODAY - dt.timedelta(days=9),
        valid_to=TODAY - dt.timedelta(days=5),
    )  # fmt: skip
    now = timezone.now()
    first, last = (now + dt.timedelta(hours=hours) for hours in (begins, ends))
    made = Emergency.objects.create(
        post=seat, area_code=area, household_code=house, kind="x", reason="x", asked_at=now, begins_at=first,
        ends_at=last, wanted_until=last,
    )  # fmt: skip
    return Urgent(made.pk, area, house, last)


def _reach_of_the_database(user: User, post: Post, purpose: str, look: Urgent | None) -> dict[str, object]:
    acts = Scope(user.username, partner="CDD", purpose=purpose, post=post.pk, urgent=look)
    with signed_in_as(PAGES), acting(acts), connection.cursor() as cursor:
        found: dict[str, object] = {}
        for field_class in CLASSES:
            cursor.execute("select baansuk_areas(%s)", [field_class])
            found[field_class] = cursor.fetchone()[0] or []
        cursor.execute("select baansuk_houses(), baansuk_classes()")
        houses, classes = cursor.fetchone()
    paired = {f"{name}:{area}" for name in CLASSES for area in found[name]}  # type: ignore[attr-defined]
    assert paired == set(classes or []), "both functions tell the same"
    return found | {"houses": None if houses is None else frozenset(houses)}


def _widest(areas) -> set[str]:
    return {one for one in areas if not any(one != other and one.startswith(other) for other in areas)}
