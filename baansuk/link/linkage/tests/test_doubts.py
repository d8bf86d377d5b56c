"""A doubtful pair is weighed by who else its records could be, as far as pairs that label themselves have shown it."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from baansuk.link.linkage import doubts, fitting
from baansuk.link.linkage.doubts import Labels, fitted, in_spite_of_ids, lines, two_ids, weighed
from baansuk.link.linkage.fitting import Model
from baansuk.link.linkage.levels import REST, packed
from baansuk.link.linkage.rivals import ACROSS, RIVAL, WITHIN
from baansuk.link.linkage.tests import twin
from baansuk.link.linkage.tests.small_registers import linked, made
from tests.amounts import some

EVEN = packed({"given": "different", "family": "same", "birth": "same", "place": "house"})
SURE = packed({"given": "same", "family": "same", "birth": "same", "place": "house"})


@pytest.fixture
def model(monkeypatch):
    """Ten thousand pairs that agree in all, a hundred of them with two ids; 400 of 800 doubtful ones of one person."""
    known = Model(np.zeros(1), {SURE: (9_900.0, 100.0), EVEN: (400.0, 400.0)}, 9.0, 2.0, "ids", 10_800)
    monkeypatch.setattr(fitting, "features", lambda rest: np.ones((len(rest), 1)))
    return known


def columns(*values: tuple[float, ...]) -> list[np.ndarray]:
    return [np.array(column) for column in zip(*values, strict=True)]


def test_a_label_that_is_as_even_as_its_pattern_moves_nothing():
    a, b = fitted(Labels(*columns((0.0, 50.0, 50.0), (2.0, 88.0797, 11.9203))), 0.0)
    assert (a, b) == pytest.approx((0, 1), abs=1e-3)


def test_an_even_pattern_whose_labels_all_differ_becomes_improbable():
    """With x = 0 there is only a: 100 pairs of two persons, held back by a ridge of one half, p = .005 x |a|."""
    a, b = fitted(Labels(*columns((0.0, 0.0, 100.0))), 0.0)
    assert 1 / (1 + np.exp(-a)) == pytest.approx(0.005 * -a, rel=1e-3)
    assert b == pytest.approx(1)


def test_nothing_known_moves_nothing():
    assert fitted(Labels(np.empty(0), np.empty(0), np.empty(0)), 0.01) == (0.0, 1.0)


def test_persons_of_two_ids_are_counted_where_nobody_else_is(model):
    """100 + 1 of 10,000 + 100: among pairs that agree in all, different ids are slips of clerks."""
    assert two_ids(model) == pytest.approx(101 / 10_100)


def test_the_share_of_two_ids_is_bounded(model):
    flooded = Model(model.weights, {SURE: (500.0, 500.0)}, 9.0, 0.0, "ids", 1_000)
    assert two_ids(flooded) == 0.05


def test_what_is_likely_by_chance_alone_does_not_say_how_many_bear_two_ids(model):
    """A pattern that has by chance no pair of two ids is the likelier for it."""
    by_chance = Model(model.weights, {EVEN: (4_000.0, 0.0), SURE: (5_900.0, 100.0)}, 9.0, 0.0, "ids", 10_000)
    assert two_ids(by_chance) == pytest.approx(101 / 6_100)


def test_of_pairs_with_two_ids_only_as_many_are_one_person_as_elsewhere(model):
    """Twins are as often strangers as one person; of those with two ids hardly one in a hundred is one person."""
    [(sure, even, certain)] = duckdb.sql(
        "select " + ", ".join(f"({in_spite_of_ids(model).replace('beside', odds)})" for odds in (".99", ".5", "1.0"))
    ).fetchall()
    assert sure == pytest.approx(99 * 101 / 10_100, rel=1e-3)
    assert even == pytest.approx(101 / 10_100)
    assert certain == 1


def test_what_was_learned_from_agreement_knows_nothing_of_ids(model):
    agreed = Model(model.weights, model.own, 9.0, 0.0, fitting.AGREEMENT, 0)
    assert in_spite_of_ids(agreed) == in_spite_of_ids(None) == "beside"


def test_labels_of_persons_with_two_ids_are_not_held_against_one_person():
    """Ten of a thousand sure pairs differ because a clerk slipped: with that known the line stays where it is."""
    labels = Labels(*columns((6.0, 990.0, 10.0)))
    assert fitted(labels, 0.01)[0] + 6 * fitted(labels, 0.01)[1] > 5
    assert fitted(labels, 0.0)[0] + 6 * fitted(labels, 0.0)[1] < 4.7


def test_twins_and_a_changed_name_are_told_apart_by_who_else_they_could_be(model):
    """One pattern, even chances: with a rival nobody was one person, without one everybody."""
    same, different = REST + EVEN, 3 * REST + EVEN
    kind, pattern, pairs = columns((ACROSS, same, 100), (ACROSS + RIVAL, different, 100), (WITHIN, different, 50))
    of_kind = lines(model, kind, pattern, pairs, 1.0)
    probability, beside = weighed(model, np.array([EVEN] * 4), np.arange(4), of_kind)
    assert probability[ACROSS] > 0.95 > 0.05 > probability[ACROSS + RIVAL]
    assert probability[WITHIN] < 0.08
    assert probability[WITHIN + RIVAL] == pytest.approx(0.5), "of which nothing is known"
    assert probability.tolist() == beside.tolist()


def test_ids_keep_what_they_say(model):
    of_kind = [(-3.0, 1.0)] * 4
    patterns = np.array([EVEN, REST + EVEN, 2 * REST + EVEN, 3 * REST + EVEN])
    probability, beside = weighed(model, patterns, np.zeros(4, np.int64), of_kind)
    odds = np.log(probability[:3] / (1 - probability[:3]))
    assert odds == pytest.approx([-3, 9, -1]), "equal ids are not doubted for a rival; near ones add what they add"
    assert probability[3] == 0
    assert beside[3] == pytest.approx(1 / (1 + np.exp(3))), (
        "a question of two ids is worth what it would be without them"
    )


SEEDS = range(50, some(54, whole=58))


@pytest.fixture(scope="module")
def found():
    """What the linker and the twin find of many doubtful pairs, by seed; and of what kinds the linker saw them.

    Hardly anything is sure, few labels suffice, and half of the records have an id.
    """
    lines = doubts.lines
    kinds: set[int] = set()
    persons: dict[int, tuple[dict[str, str], dict[str, str]]] = {}

    def watched(model, kind, *counted):
        kinds.update(kind.tolist())
        return lines(model, kind, *counted)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(fitting, "FEWEST_LABELLED", 3)
        patched.setattr(doubts, "LOW", 0.001)
        patched.setattr(doubts, "HIGH", 0.999)
        for seed in SEEDS:
            rows = made(seed, 90, ids=0.5)
            of_twin = twin.link(rows)
            with patched.context() as watching:
                watching.setattr(doubts, "lines", watched)
                persons[seed] = linked(rows), of_twin
    return persons, kinds


@pytest.mark.parametrize("seed", SEEDS)
def test_duckdb_weighs_as_the_twin_does(seed, found):
    of_duckdb, of_twin = found[0][seed]
    assert of_duckdb == of_twin


def test_the_small_registers_have_doubtful_pairs_with_and_without_rivals(found):
    """Else the test above would show nothing."""
    assert {ACROSS, ACROSS + RIVAL} <= found[1]
