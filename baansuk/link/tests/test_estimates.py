"""Precision and recall from the clerical sample: a case worked by hand, honest intervals, and what is not known."""

from __future__ import annotations

import random

import pytest

from baansuk.link.estimates import Drawn, quality, wilson


def drawn(
    stratum: str, weight: float, linked: bool, same: int = 0, different: int = 0, unsure: int = 0, open_: int = 0
):
    said = ["same"] * same + ["different"] * different + ["unsure"] * unsure + [""] * open_
    return [Drawn(stratum, weight, linked, one) for one in said]


SAMPLE = [*drawn("a", 100, True, same=10), *drawn("b", 10, True, same=8, different=2), *drawn("c", 5, False, 2, 18)]


def test_a_case_worked_by_hand():
    found = quality(SAMPLE)
    # Linked: 1,000 pairs all right, 100 pairs 80% right. Not linked: 100 pairs, a tenth of them one person.
    assert found.precision and found.recall
    assert found.precision.value == pytest.approx((1000 + 80) / 1100)
    assert found.recall.value == pytest.approx(1080 / (1080 + 10))
    assert (found.recall.decided, found.recall.drawn, found.recall.covered) == (40, 40, 1.0)
    assert found.precision.low < found.precision.value < found.precision.high <= 1


def test_weights_make_the_interval_wider_than_a_plain_one():
    found = quality(SAMPLE).precision
    assert found
    plain = wilson(found.value, 20)
    assert found.high - found.low > plain[1] - plain[0]


def test_five_right_of_five_is_not_certain():
    found = quality(drawn("a", 1000, True, same=5)).precision
    assert found and found.value == 1.0 and found.high == 1.0
    assert found.low < 0.7


def test_many_small_strata_count_together():
    """With a prior in each stratum twenty perfect strata would look worse than one of the same size."""
    parts = [one for number in range(20) for one in drawn(str(number), 10, True, same=10)]
    found = quality(parts).precision
    assert found
    assert found.low == pytest.approx(wilson(1.0, 200)[0], abs=0.005)


def test_nothing_can_be_said_of_what_was_missed_when_nothing_apart_was_decided():
    assert quality(drawn("a", 1, True, same=9)).recall is None
    assert quality([*drawn("a", 1, True, same=9), *drawn("b", 1, False, open_=9)]).recall is None
    assert quality([]).precision is None
    assert quality(drawn("a", 1, True, open_=3)).precision is None


def test_cannot_tell_counts_both_ways_and_not_in_the_middle():
    sure = quality(drawn("a", 1, True, same=40)).precision
    torn = quality(drawn("a", 1, True, same=40, unsure=10)).precision
    assert sure and torn
    assert torn.value == sure.value == 1.0
    assert torn.low < sure.low
    assert torn.unsure == 10


def test_what_nobody_decided_of_a_stratum_is_said():
    found = quality([*drawn("a", 30, True, same=2, open_=1), *drawn("b", 10, True, open_=1)]).precision
    assert found and found.covered == pytest.approx(0.9)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    """1,000 samples from a known population with unequal weights; 95% is promised."""
    random.seed(7)
    strata = [("a", True, 50_000, 0.995), ("b", True, 2_000, 0.8), ("c", False, 3_000, 0.1), ("d", False, 20_000, 0.01)]
    linked = sum(size * share for _n, held, size, share in strata if held)
    truth = {
        "precision": linked / sum(size for _n, held, size, _s in strata if held),
        "recall": linked / sum(size * share for _n, _h, size, share in strata),
    }
    hits = dict.fromkeys(truth, 0)
    for _ in range(1000):
        sample = []
        for name, held, size, share in strata:
            same = sum(random.random() < share for _ in range(60))
            sample += drawn(name, size / 60, held, same=same, different=60 - same)
        found = quality(sample)
        for name, true in truth.items():
            one = getattr(found, name)
            hits[name] += one.low <= true <= one.high
    assert hits["precision"] >= 940 and hits["recall"] >= 940, hits
