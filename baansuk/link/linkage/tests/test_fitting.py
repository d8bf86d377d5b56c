"""The model gives the numbers of the worked example in docs/explanation/linkage.md, and keeps its promises elsewhere."""

from __future__ import annotations

import json
import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baansuk.link.linkage import fitting
from baansuk.link.linkage.fitting import FEWEST_LABELLED, MOST_FROM_AN_ID, PRIOR_PAIRS, Counts
from baansuk.link.linkage.levels import LEVELS, REST, STEPS, packed
from tests.amounts import some

SAME_ID, NEAR_ID, TWO_IDS, NO_ID = "same", "near", "different", "unknown"


def pattern(id_level="unknown", **levels):
    """Two bearers of one common name in one amphoe, of whom nothing is known but a phone: the example's pairs."""
    rest = {"given": "same", "family": "same", "place": "amphoe", "sex": "same", "names": "common"}
    return packed({"id": id_level, **rest, **levels})


def counts(*rows):
    """Rows of pattern, proposed by more than the id, pairs."""
    patterns, proposed, pairs = zip(*rows, strict=True)
    return Counts(np.array(patterns, np.int64), np.array(proposed, bool), np.array(pairs, np.int64))


def probability(model, *patterns):
    return fitting.probabilities(model, np.array(patterns, np.int64)).tolist()


def beside(model, *patterns):
    """The probabilities that the ids have no part in."""
    odds = fitting.log_odds(model, np.array(patterns, np.int64) % REST)
    return (1 / (1 + np.exp(-odds))).tolist()


LABELLED = (
    (pattern(SAME_ID, phone="same"), True, 380),
    (pattern(TWO_IDS, phone="same"), True, 20),
    (pattern(SAME_ID, phone="different"), True, 30),
    (pattern(TWO_IDS, phone="different"), True, 570),
)
UNLABELLED = (
    (pattern(NO_ID, phone="same"), True, 170),
    (pattern(NEAR_ID, phone="same"), True, 30),
    (pattern(NO_ID, phone="different"), True, 299),
    (pattern(NEAR_ID, phone="different"), True, 1),
)


def test_the_worked_example_comes_out_as_by_hand():
    model = fitting.fit(counts(*LABELLED))
    assert (model.learned_from, model.labelled) == ("ids", 1000)
    columns = fitting.features(np.array([pattern(phone=level) % REST for level in ("same", "different", "unknown")]))
    regressed = (1 / (1 + np.exp(-columns @ model.weights))).tolist()
    # The ridge keeps 1.4415 pairs back on either side.
    assert regressed[0] == pytest.approx((380 - 1.4415) / 400, abs=1e-5)
    assert regressed[1] == pytest.approx((30 + 1.4415) / 600, abs=1e-5)
    assert regressed[2] == pytest.approx(0.4970, abs=5e-5)
    seen = beside(model, pattern(phone="same"), pattern(phone="different"))
    assert seen == pytest.approx([0.9498, 0.0501], abs=5e-5)


def test_what_a_near_id_adds_comes_out_as_by_hand():
    model = fitting.fit(counts(*LABELLED, *UNLABELLED))
    assert model.near_id == pytest.approx(2.6479, abs=5e-5)
    near = probability(model, pattern(NEAR_ID, phone="same"), pattern(NEAR_ID, phone="different"))
    assert near == pytest.approx([0.9963, 0.4268], abs=5e-5)


def test_equal_ids_add_much_and_two_ids_forbid():
    model = fitting.fit(counts(*LABELLED))
    same, two = probability(model, pattern(SAME_ID, phone="different"), pattern(TWO_IDS, phone="same"))
    assert math.log(same / (1 - same)) == pytest.approx(math.log(0.0500775 / 0.9499225) + MOST_FROM_AN_ID, abs=1e-3)
    assert two == 0


def test_without_near_ids_a_near_id_adds_nothing():
    assert fitting.fit(counts(*LABELLED)).near_id == 0


def test_near_ids_on_unlike_pairs_do_not_speak_against_them():
    """A slip of an id makes nobody a stranger, whatever so few pairs say."""
    unlike = (
        (pattern(NO_ID, phone="same"), True, 200),
        (pattern(NO_ID, phone="different"), True, 200),
        (pattern(NEAR_ID, phone="different"), True, 100),
    )
    assert fitting.fit(counts(*LABELLED, *unlike)).near_id == 0


def test_an_unseen_pattern_is_judged_by_the_levels_that_it_shares_with_seen_ones():
    model = fitting.fit(counts(*LABELLED))
    assert beside(model, pattern(phone="unknown")) == pytest.approx([0.4970], abs=5e-5)
    # The given name heard alike instead of written alike was never seen: the phones still decide.
    alike, unlike = beside(model, pattern(given="sound", phone="same"), pattern(given="sound", phone="different"))
    assert alike > 0.9
    assert unlike < 0.1


def test_a_pattern_with_many_pairs_keeps_its_own_share():
    """Against all that the other patterns teach: here the ones of equal phones are mostly two persons."""
    odd = pattern(phone="same", birth="near")
    rows = [(odd % REST + REST * level, True, pairs) for level, pairs in ((1, 100), (3, 1900))]
    model = fitting.fit(counts(*LABELLED, *rows))
    assert beside(model, odd)[0] == pytest.approx(100 / 2000, abs=PRIOR_PAIRS / 2000)


def test_pairs_that_only_their_id_has_proposed_teach_nothing():
    """Else a file in which ids alone find the pairs would make unlike records look like one person."""
    found_by_id = (pattern(SAME_ID, phone="different"), False, 10_000)
    alone, with_found = fitting.fit(counts(*LABELLED)), fitting.fit(counts(*LABELLED, found_by_id))
    assert with_found.own == alone.own
    assert with_found.weights.tolist() == alone.weights.tolist()


def test_a_level_that_separates_the_kinds_stays_finite():
    rows = [(pattern(SAME_ID, birth="same"), True, 10**6), (pattern(TWO_IDS, birth="different"), True, 10**6)]
    model = fitting.fit(counts(*rows))
    same, different = beside(model, pattern(birth="same"), pattern(birth="different"))
    assert np.isfinite(model.weights).all()
    assert different < 0.001 < 0.999 < same < 1


def test_the_model_is_the_same_after_a_way_through_json():
    model = fitting.fit(counts(*LABELLED, *UNLABELLED))
    again = fitting.from_json(json.loads(json.dumps(fitting.to_json(model))))
    everything = np.array([row[0] for row in (*LABELLED, *UNLABELLED)] + [pattern(given="sound")], np.int64)
    assert again.own == model.own
    assert (again.same_id, again.near_id, again.labelled) == (model.same_id, model.near_id, model.labelled)
    assert fitting.probabilities(again, everything).tolist() == fitting.probabilities(model, everything).tolist()


def test_what_is_no_model_is_refused():
    told = fitting.to_json(fitting.fit(counts(*LABELLED)))
    del told["near_id"]
    with pytest.raises(KeyError):
        fitting.from_json(told)
    with pytest.raises(ValueError, match="unpack"):
        fitting.from_json({**told, "near_id": 0.0, "own": [[1, 2]]})


# Three kinds of pairs among 10,000 records, as one expects them: 4,000 of one person, 6,000 of one household, the others
# strangers of whom those are looked at that share two things. Within a kind the fields know nothing of each other.
ONE_PERSON = {
    "given": {"same": 0.85, "sound": 0.1, "different": 0.05},
    "family": {"same": 0.85, "sound": 0.05, "different": 0.1},
    "birth": {"same": 0.9, "near": 0.08, "different": 0.02},
    "place": {"house": 0.8, "amphoe": 0.1, "different": 0.1},
    "sex": {"same": 0.99, "different": 0.01},
}
STRANGERS = {
    "given": {"same": 0.002, "sound": 0.001, "different": 0.997},
    "family": {"same": 0.002, "sound": 0.001, "different": 0.997},
    "birth": {"same": 0.0001, "near": 0.005, "different": 0.9949},
    "place": {"house": 0.0005, "amphoe": 0.1, "different": 0.8995},
    "sex": {"same": 0.5, "different": 0.5},
}
HOUSEHOLD = {
    **STRANGERS,
    "family": {"same": 0.7, "sound": 0.01, "different": 0.29},
    "place": {"house": 1.0, "amphoe": 0.0, "different": 0.0},
}
ALL_PAIRS = 10_000 * 9_999 // 2
SHARED = {"given": ("same", "sound"), "family": ("same", "sound"), "birth": ("same",), "place": ("house",)}


def expected(kind, pairs):
    """How many of so many pairs of a kind have each pattern."""
    found = {}
    for levels in product(*(shares.items() for shares in kind.values())):
        named = dict(zip(kind, (level for level, _ in levels), strict=True))
        found[tuple(named.items())] = pairs * math.prod(share for _, share in levels)
    return found


def candidates_and_truth():
    """Rows of candidates, how many pairs of one person each holds, and rows of pairs drawn by lot."""
    kinds = [expected(ONE_PERSON, 4_000), expected(HOUSEHOLD, 6_000), expected(STRANGERS, ALL_PAIRS - 10_000)]
    rows, ones = [], []
    for levels in kinds[0]:
        shared = sum(level in SHARED.get(field, ()) for field, level in levels)
        pairs = round(sum(kind[levels] for kind in kinds))
        if shared >= 2 and pairs:
            rows.append((packed(dict(levels)), True, pairs))
            ones.append(kinds[0][levels])
    drawn = [(packed(dict(levels)), True, round(pairs)) for levels, pairs in expected(STRANGERS, 300_000).items()]
    return rows, ones, [row for row in drawn if row[2]]


def test_without_ids_three_kinds_are_found_by_how_they_agree():
    rows, ones, drawn = candidates_and_truth()
    model = fitting.fit_unlabelled(counts(*rows), counts(*drawn), ALL_PAIRS)
    assert model.learned_from == "agreement"
    assert sum(yes for yes, _ in model.own.values()) == pytest.approx(sum(ones), rel=0.02)
    for (one_pattern, _, pairs), of_one in zip(rows, ones, strict=True):
        if pairs >= 100:
            yes, no = model.own[one_pattern % REST]
            assert yes / (yes + no) == pytest.approx(of_one / pairs, abs=0.1)


def test_without_ids_brother_and_sister_are_not_one_person():
    rows, _, drawn = candidates_and_truth()
    model = fitting.fit_unlabelled(counts(*rows), counts(*drawn), ALL_PAIRS)
    alike = {"given": "same", "family": "same", "birth": "same", "place": "house", "sex": "same"}
    siblings = {**alike, "given": "different", "birth": "different", "sex": "different"}
    moved = {**alike, "place": "amphoe"}
    assert beside(model, packed(alike))[0] > 0.99
    assert beside(model, packed(moved))[0] > 0.9
    assert beside(model, packed(siblings))[0] < 0.02


@pytest.mark.parametrize("field", ["family", "birth", "place"])
def test_what_all_strangers_have_in_common_makes_nobody_one_person(field):
    """One house, one date or one name written for everybody."""
    rows, _, drawn = candidates_and_truth()
    common = {"family": "same", "birth": "same", "place": "house"}[field]

    def written(told):
        step, size = STEPS[field], len(LEVELS[field])
        level = LEVELS[field].index(common)
        return [(one + (level - one // step % size) * step, proposed, pairs) for one, proposed, pairs in told]

    model = fitting.fit_unlabelled(counts(*written(rows)), counts(*written(drawn)), ALL_PAIRS)
    siblings = {"given": "different", "family": "same", "birth": "different", "place": "house", "sex": "different"}
    assert beside(model, packed(siblings | {field: common}))[0] < 0.1


@pytest.mark.parametrize(("same", "different"), [(FEWEST_LABELLED, 10_000), (10_000, 7), (0, 5)])
def test_as_many_pairs_label_themselves_as_the_rarer_kind_has(same, different):
    rows = [
        (pattern(SAME_ID, phone="same"), True, same),
        (pattern(TWO_IDS, phone="different"), True, different),
        (pattern(SAME_ID, phone="same"), False, 5_000),
        (pattern(NEAR_ID, phone="same"), True, 5_000),
    ]
    assert fitting.labelled(counts(*rows)) == min(same, different)


def test_no_pair_at_all_fits_to_something():
    nothing = Counts(np.empty(0, np.int64), np.empty(0, bool), np.empty(0, np.int64))
    model = fitting.fit_unlabelled(nothing, nothing, 0)
    assert model.labelled == 0
    assert 0 < probability(model, pattern())[0] < 1


every_level = st.fixed_dictionaries({field: st.sampled_from(levels) for field, levels in LEVELS.items()})


@settings(max_examples=some(15, whole=40))
@given(st.lists(st.tuples(every_level, st.booleans(), st.integers(1, 5000)), min_size=1, max_size=30))
def test_whatever_is_counted_every_probability_is_one(rows):
    model = fitting.fit(counts(*((packed(levels), proposed, pairs) for levels, proposed, pairs in rows)))
    for levels, _, _ in rows:
        [told] = probability(model, packed(levels))
        assert told == 0 if levels["id"] == "different" else 0 < told <= 1
    assert 0 <= model.near_id <= MOST_FROM_AN_ID
