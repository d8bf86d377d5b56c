"""What a scope sees of an edition: class by class, area by area, agreement by agreement."""

from __future__ import annotations

import pytest

from baansuk.access.classes import CLASSES, PERSONAL
from baansuk.access.scope import Granted, Scope
from baansuk.access.tests.cast import AGREEMENT, wide_scope
from baansuk.people.lists import load_lists, read_lists
from baansuk.people.sight import Sight, still_holds

ONE = {"1": ["bmn", "A"], "2": ["disability", "A"], "3": ["welfare_card", "A"]}
TWO = {"1": ["bmn", "A"], "2": ["disability", "B"], "3": ["welfare_card", "A"], "4": ["welfare_card", "B"]}


def scope(*granted: tuple[str, str, str], **parts: object) -> Scope:
    """Return a scope granted (agreement, class, area)."""
    return Scope("x", granted=frozenset(Granted(*one) for one in granted), sees_persons=True, **parts)  # type: ignore[arg-type]


def all_of(agreement: str, area: str = "99", without: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    return [(agreement, name, area) for name in CLASSES if name not in without]


def test_what_one_agreement_grants_is_seen_of_an_edition_of_that_agreement():
    sight = Sight(scope(*all_of("A", without=("health",))), 7, ONE)
    assert not sight.mixed
    assert sight.areas() == ("99",)
    assert sight.throughout(["household", "identity"], ["9901"])
    assert not sight.throughout(["household", "health"], ["9901"])
    assert not sight.throughout(["household"], []), "nowhere is not everywhere"
    assert "health" not in sight.seen_at("99010101").classes
    assert sight.seen_at("98010101").classes == frozenset()


def test_an_edition_under_an_agreement_that_is_not_granted_is_not_seen_at_all():
    sight = Sight(scope(*all_of("B")), 7, ONE)
    assert sight.areas() == ()
    assert sight.seen_at("99010101").classes == frozenset()
    assert sight.deliveries_at("99010101") == frozenset()


def test_an_edition_that_does_not_say_under_what_it_came_is_the_register_keepers():
    assert Sight(scope(*all_of("A")), 7, {}).areas() == ()
    assert Sight(scope(*all_of("A"), sees_unassigned=True), 7, {}).areas() == ("99",)


def test_in_a_mixed_edition_values_in_use_need_every_agreement_they_may_rest_on():
    sight = Sight(scope(*all_of("A")), 7, TWO)
    assert sight.mixed
    assert not sight.throughout(["household"], ["99"])
    assert "identity" in sight.seen_at("99010101", frozenset({("bmn", "A"), ("welfare_card", "A")})).classes
    assert sight.seen_at("99010101", frozenset({("bmn", "A"), ("disability", "B")})).classes == frozenset()
    assert sight.deliveries_at("99010101") == {1, 3}
    assert sight.seen_at("99010101").sources == {"bmn"}, "a list that came under both cannot be told of by half"


def test_a_register_that_its_giver_keeps_back_is_not_read_though_its_agreement_is_granted():
    granted = frozenset(Granted("A", name, "99", refused=frozenset({"bmn"})) for name in CLASSES)
    sight = Sight(Scope("x", granted=granted, sees_persons=True), 7, ONE)
    others = frozenset({("disability", "A"), ("welfare_card", "A")})
    assert sight.mixed and sight.refused_sources("99010101") == {"bmn"}
    assert sight.readable("identity", "99010101") == others
    assert "identity" in sight.seen_at("99010101", others).classes
    assert sight.seen_at("99010101", others | {("bmn", "A")}).classes == frozenset(), "a value in use may rest on it"
    assert sight.deliveries_at("99010101") == {2, 3}
    assert sight.seen_at("99010101").sources == {"disability", "welfare_card"}
    assert not sight.throughout(["household"], ["99"])


def test_what_another_agreement_does_not_keep_back_is_read():
    both = [Granted("A", name, "99", refused=frozenset({"welfare_card"})) for name in CLASSES]
    both += [Granted("B", name, "99") for name in CLASSES]
    sight = Sight(Scope("x", granted=frozenset(both), sees_persons=True), 7, TWO)
    assert ("welfare_card", "B") in sight.readable("aid", "99") and ("welfare_card", "A") not in sight.readable(
        "aid", "99"
    )
    assert sight.refused_sources("99") == frozenset()


def test_what_must_stay_is_read_and_named():
    granted = frozenset(Granted("A", name, "99", stays=frozenset({"bmn", "eef"})) for name in CLASSES)
    sight = Sight(Scope("x", granted=granted, sees_persons=True), 7, ONE)
    assert not sight.mixed and sight.throughout(["identity"], ["99"])
    assert sight.staying == ("bmn",), "eef brought nothing into this edition"


def test_a_list_that_gives_away_a_class_needs_it():
    sight = Sight(scope(*all_of("A", without=("disability",))), 7, ONE)
    assert sight.seen_at("99010101").sources == {"bmn", "welfare_card"}
    assert sight.deliveries_at("99010101") == {1, 3}
    unnamed = Sight(scope(*all_of("A", without=("protection",))), 7, {"1": ["shelter", "A"]})
    assert unnamed.seen_at("99010101").sources == frozenset(), "who knows what being on it says?"


@pytest.mark.parametrize(
    ("role", "granted", "exact"), [("tambon_team", True, True), ("tambon_team", False, False), ("amphoe_officer", True, False)]
)  # fmt: skip
def test_the_exact_position_needs_both_the_role_and_the_grant(role, granted, exact):
    without = () if granted else ("position",)
    assert ("position" in Sight(scope(*all_of("A", without=without), role=role), 7, ONE).seen_at("99").classes) is exact


def test_a_smaller_area_may_see_more():
    sight = Sight(scope(*all_of("A", without=("debt",)), ("A", "debt", "990101")), 7, ONE)
    assert "debt" in sight.seen_at("99010101").classes
    assert "debt" not in sight.seen_at("99010201").classes
    assert sight.throughout(["debt"], ["990101"]) and not sight.throughout(["debt"], ["9901"])


def test_what_no_longer_holds():
    then = wide_scope("x", "99", post=1)
    assert still_holds(then, then)
    assert still_holds(wide_scope("x", "99", "98", post=1), then)
    assert not still_holds(wide_scope("x", "9901", post=1), then)
    assert not still_holds(wide_scope("x", "99", post=2), then)
    assert not still_holds(wide_scope("x", "99", post=1, sees_persons=False), then)
    assert not still_holds(wide_scope("x", "99", post=1, houses=["a"]), then)


def test_every_list_names_classes_that_there_are():
    listed = load_lists()
    assert listed.of("disability") == {"disability"}
    assert listed.of("nobody knows it") >= {"health", "aid"}
    assert all(classes <= set(PERSONAL) for classes in listed.classes.values())
    for wrong in (
        'unnamed = []\n[classes]\na = ["aid"]',
        'unnamed = ["aid"]\n[classes]\na = ["moon"]',
        'unnamed = ["aid"]\n[classes]\na = []',
    ):
        with pytest.raises(ValueError, match="class"):
            read_lists(wrong)


def test_the_cast_of_the_tests_sees_everything_it_is_granted():
    assert Sight(wide_scope("k", "99"), 7, {"1": ["bmn", AGREEMENT]}).throughout(["health"], ["99"])


def test_a_village_is_asked_of_the_grants_only_once_for_the_area_around_it(monkeypatch):
    asked = []
    may_read = Scope.may_read

    def counted(self: Scope, *which: str) -> bool:
        asked.append(which)
        return may_read(self, *which)

    monkeypatch.setattr(Scope, "may_read", counted)
    sight = Sight(wide_scope("keeper", "9901", "990102"), 1, {"1": ["bmn", AGREEMENT]})
    first = sight.seen_at("99010101")
    before = len(asked)
    assert all(sight.seen_at(f"990101{village:02}") == first for village in range(2, 50))
    assert len(asked) == before
    assert sight.seen_at("98010101").classes == frozenset()
    assert sight.seen_at("99010201").classes == first.classes and len(asked) > before
