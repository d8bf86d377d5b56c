"""Learns from pairs that label themselves how probable each pattern is, and what two equal or nearly equal ids add.

Two records that both bear a valid id say by themselves whether they are one person. Among those that something else than
the id has proposed, each pattern (levels of agreement beside the ids) has so many of the one kind and of the other. A
logistic regression over the patterns, with the ways in which members of one household resemble each other as joint
features, gives every pattern a probability; a pattern with many labelled pairs then keeps mostly its own share
(docs/explanation/linkage.md). Where too few pairs label themselves, expectation and maximisation finds the two kinds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from baansuk.link.linkage.levels import LEVELS, REST, SIZES, STEPS

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

# How many labelled pairs of one pattern weigh as much as what the regression says of it.
PRIOR_PAIRS: Final = 20.0
RIDGE: Final = 0.5
# What an equal or nearly equal id adds to the log-odds at most: a mother's id written for her child does happen.
MOST_FROM_AN_ID: Final = 9.0
FEWEST_LABELLED: Final = 300
# What a model has learned from where too little labels itself.
AGREEMENT: Final = "agreement"
_STEPS_OF_NEWTON: Final = 30


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pairs have each pattern: arrays of one length; ``proposed``: by something else than an equal id."""

    pattern: Whole
    proposed: NDArray[np.bool_]
    pairs: Whole | Floats


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted model: weights of ``features`` over the rest patterns, own shares, and what ids add to the log-odds."""

    weights: Floats
    own: dict[int, tuple[float, float]]
    same_id: float
    near_id: float
    learned_from: str
    labelled: int


def to_json(model: Model) -> dict[str, Any]:
    """Return the model as JSON takes it; ``from_json`` gives it back to the last digit."""
    own = [[pattern, yes, no] for pattern, (yes, no) in sorted(model.own.items())]
    told = {"weights": model.weights.tolist(), "own": own, "same_id": model.same_id, "near_id": model.near_id}
    return {**told, "learned_from": model.learned_from, "labelled": model.labelled}


def from_json(told: dict[str, Any]) -> Model:
    """Return the model that ``to_json`` told; raises KeyError or ValueError for anything else."""
    own = {int(pattern): (float(yes), float(no)) for pattern, yes, no in told["own"]}
    weights = np.array(told["weights"], dtype=np.float64)
    return Model(weights, own, told["same_id"], told["near_id"], told["learned_from"], told["labelled"])


def weighed(counts: Counts, different: float) -> Counts:
    """Return the counts with pairs of two different ids counting ``different`` times each."""
    return replace(counts, pairs=counts.pairs * np.where(counts.pattern // REST == 3, different, 1.0))


def labelled(counts: Counts) -> int:
    """Return how many pairs of the rarer kind label themselves by two valid ids."""
    same, different = ((counts.pattern // REST == level) & counts.proposed for level in (1, 3))
    return int(min(counts.pairs[same].sum(), counts.pairs[different].sum()))


def fit(counts: Counts) -> Model:
    """Fit the model to the pairs that label themselves."""
    rest, place = np.unique(counts.pattern % REST, return_inverse=True)
    same, near, different = (counts.pattern // REST == level for level in (1, 2, 3))
    yes = _summed(place, counts.pairs * (same & counts.proposed), len(rest))
    no = _summed(place, counts.pairs * (different & counts.proposed), len(rest))
    model = _modelled(rest, yes, no, _regressed(features(rest), yes, no), "ids")
    return _with_near_ids(model, counts, near)


def fit_unlabelled(counts: Counts, chance: Counts, pairs: float) -> Model:
    """Fit the model where next to nothing labels itself, by expectation and maximisation.

    ``chance``: how pairs drawn by lot agree; ``pairs``: how many pairs of records there are in all, looked at or not.
    """
    rest, place = np.unique(counts.pattern % REST, return_inverse=True)
    total = _summed(place, counts.pairs * counts.proposed, len(rest))
    of_one = _expected(rest, total, chance, pairs)
    yes, no = total * of_one, total * (1 - of_one)
    model = _modelled(rest, yes, no, _regressed(features(rest), yes, no), AGREEMENT)
    return _with_near_ids(model, counts, counts.pattern // REST == 2)


def _modelled(rest: Whole, yes: Floats, no: Floats, weights: Floats, learned_from: str) -> Model:
    own = {int(r): (float(y), float(n)) for r, y, n in zip(rest, yes, no, strict=True) if y + n > 0}
    return Model(weights, own, MOST_FROM_AN_ID, 0.0, learned_from, int(yes.sum() + no.sum()))


def log_odds(model: Model, rest: Whole) -> Floats:
    """Return the log-odds of being one person for each rest pattern, ids apart."""
    distinct, place = np.unique(rest, return_inverse=True)
    prior = _probability(features(distinct) @ model.weights)
    yes, no = (np.array([model.own.get(int(r), (0.0, 0.0))[side] for r in distinct]) for side in (0, 1))
    share = (yes + PRIOR_PAIRS * prior) / (yes + no + PRIOR_PAIRS)
    share = np.clip(share, 1e-9, 1 - 1e-9)
    odds: Floats = np.log(share / (1 - share))
    return odds[place]


def probabilities(model: Model, patterns: Whole) -> Floats:
    """Return how probable it is that a pair of each pattern is one person; nought where two valid ids differ."""
    level = patterns // REST
    added = np.select([level == 1, level == 2], [model.same_id, model.near_id], 0.0)
    probable = _probability(log_odds(model, patterns % REST) + added)
    return np.where(level == 3, 0.0, probable)


def features(rest: Whole) -> Floats:
    """Return one row of features for each rest pattern: every level, and what household members have in common."""
    level = {field: rest // STEPS[field] % SIZES[field] for field in LEVELS if field != "id"}
    plain = [level[field] == number for field in level for number in range(1, SIZES[field])]
    return np.column_stack([np.ones(len(rest)), *plain, *_joint(level)]).astype(np.float64)


def _joint(level: dict[str, Whole]) -> list[NDArray[np.bool_]]:
    alike = {name: (level[name] >= 1) & (level[name] <= 2) for name in ("given", "family")}
    close = {name: (level[name] >= 1) & (level[name] <= 4) for name in ("given", "family")}
    birth = level["birth"]
    births = [birth == 1, (birth >= 1) & (birth <= 3), birth >= 4, birth == 0]
    sex = level["sex"] == 2
    home, village = (level["place"] >= 1) & (level["place"] <= 2), (level["place"] >= 1) & (level["place"] <= 3)
    door = level["place"] == 7
    names = [alike["family"], close["family"], alike["given"], close["given"]]
    joint = [where & said for where in (home, village, door) for said in (*names, *births)]
    joint += [one & two for one in names[2:] for two in (*names[:2], *births, sex)]
    joint += [one & two for one in names[:2] for two in (*births, sex)]
    common = [alike["given"] & alike["family"], alike["given"] & ~close["family"], alike["family"] & ~close["given"]]
    joint += [(level["names"] == n) & said for n in (1, 2, 3) for said in (*common, births[0], births[2])]
    joint += [home & said & born for said in (alike["given"], alike["family"]) for born in (births[0], *births[2:])]
    joint += [alike["given"] & alike["family"] & births[0], close["given"] & close["family"] & births[0]]
    joint += [close["given"] & close["family"] & births[2], (level["phone"] == 1) & home]
    return joint


def _regressed(columns: Floats, yes: Floats, no: Floats) -> Floats:
    """Ridge logistic regression by Newton's method on counted patterns."""
    told = yes + no > 0
    x, y, n = columns[told], yes[told], (yes + no)[told]
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 1e-6
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS_OF_NEWTON):
        p = _probability(x @ weights)
        step = np.linalg.solve(
            (x * (n * p * (1 - p))[:, None]).T @ x + np.diag(ridge), x.T @ (y - n * p) - ridge * weights
        )
        # A full step from far away overshoots where a pattern separates the two kinds.
        weights += np.clip(step, -4, 4)
        if np.abs(step).max(initial=0.0) < 1e-4:
            break
    return weights


def _with_near_ids(model: Model, counts: Counts, near: NDArray[np.bool_]) -> Model:
    """Estimate what a nearly equal id adds, from how much oftener it comes with patterns that are probable anyway."""
    unlabelled = (counts.pattern // REST == 0) | near
    if not near.any():
        return model
    p = _probability(log_odds(model, counts.pattern % REST))
    pairs = np.where(unlabelled, counts.pairs, 0)
    of_one = (_share(pairs * p, near), _share(pairs * (1 - p), near))
    added = float(np.clip(np.log(of_one[0] / of_one[1]), 0.0, MOST_FROM_AN_ID))
    return replace(model, near_id=added)


def _share(weights: Floats, chosen: NDArray[np.bool_]) -> float:
    return float((weights[chosen].sum() + 0.5) / (weights.sum() + 1.0))


# The fields by which the two kinds are told apart without labels. Given and family name count together: brothers share
# the one and namesakes the other, and to share both is far rarer than either.
_KINDS_BY: Final = (("given", "family"), ("place",), ("birth",), ("sex",), ("phone",))
_AGREEING: Final = {"given": (1, 2), "family": (1, 2), "birth": (1,), "place": (1, 2, 3)}
# What so many strangers have in common, as one house or one date written for all, says nothing of who is one person. Of so
# few pairs drawn by lot a share is not known.
COMMON_TO_STRANGERS: Final = 0.1
FEWEST_DRAWN: Final = 1000
_OF_A_FAMILY: Final = (("family",), ("place",), ("phone",))
# Of pairs within one house or village, those born on one day: twins are one birth in ninety, siblings few of the pairs.
TWINS: Final = 0.002
_ONE_HOUSE: Final = tuple(LEVELS["place"].index(level) for level in ("house", "number", "village", "tambon", "door"))
_DIFFERENT: Final = LEVELS["given"].index("different")
_ROUNDS: Final = 200
# What independence weighs beside what was seen.
APART: Final = 0.5


def _expected(rest: Whole, pairs: Floats, chance: Counts, all_pairs: float) -> Floats:
    """Return how probable it is that a pair of each pattern is one person: Fellegi and Sunter's model, with a third kind.

    How strangers agree is known from pairs drawn by lot, for the candidates are no fair sample of strangers: each has been
    found by something that agrees. What one person's records have in common, what two members of one household have, and
    how many pairs there are of each, is found in turns. Within a kind the groups of ``_KINDS_BY`` are independent.
    """
    drawn = chance.pattern % REST
    telling = _telling(drawn, chance.pairs)
    strangers = np.where(_agreements(drawn, telling) < 3, chance.pairs, 0).astype(np.float64)
    by_chance = sum(_log_share(rest, group, drawn, strangers) for group in _KINDS_BY)
    together = np.isin(_levels(rest, "place"), _ONE_HOUSE)
    # Relatives and neighbours are named and born as strangers are, but for twins; where one date is written for many, as often.
    born = _log_share(rest, ("birth",), drawn, strangers)
    born = np.where(_levels(rest, "birth") == 1, np.maximum(born, np.log(TWINS)), born)
    born += _log_share(rest, ("given",), drawn, strangers) + _log_share(rest, ("sex",), drawn, strangers)
    agreeing = _agreements(rest, telling)
    one = np.select([agreeing >= 4, agreeing == 3, agreeing == 2], [0.98, 0.8, 0.1], 0.01)
    family = np.where(together, np.where(_levels(rest, "given") == _DIFFERENT, 0.9, 0.1) * (1 - one), 0.0)
    for _ in range(_ROUNDS):
        before, count = one, (float((pairs * one).sum()), float((pairs * family).sum()))
        apart = max(1.0, all_pairs - sum(count))
        of_one = np.log(count[0] + 1) + sum(_log_share(rest, group, rest, pairs * one) for group in _KINDS_BY)
        of_family = np.log(count[1] + 1) + sum(_log_share(rest, group, rest, pairs * family) for group in _OF_A_FAMILY)
        kinds = np.stack([of_one, np.where(together, of_family + born, -np.inf), np.log(apart) + by_chance])
        weights = np.exp(kinds - kinds.max(axis=0))
        one, family = weights[:2] / weights.sum(axis=0)
        if np.abs(one - before).max(initial=0.0) < 1e-6:
            break
    return one


def _levels(rest: Whole, field: str) -> Whole:
    return rest // STEPS[field] % SIZES[field]


def _telling(drawn: Whole, pairs: Whole | Floats) -> list[str]:
    """The fields in which it says something that two records agree."""
    total = float(pairs.sum())
    share = {field: float(pairs[_agree(drawn, field)].sum()) / max(total, 1.0) for field in _AGREEING}
    return [field for field in _AGREEING if total < FEWEST_DRAWN or share[field] <= COMMON_TO_STRANGERS]


def _agree(rest: Whole, field: str) -> NDArray[np.bool_]:
    return np.isin(_levels(rest, field), _AGREEING[field])


def _agreements(rest: Whole, fields: Sequence[str]) -> Whole:
    agreeing: Whole = np.sum([_agree(rest, field) for field in fields], axis=0, dtype=np.int64)
    return agreeing


def _log_share(rest: Whole, group: tuple[str, ...], seen: Whole, pairs: Floats) -> Floats:
    """The log of the share of ``pairs`` whose levels in ``group`` are those of each of ``rest``.

    A combination of levels is taken partly for what was seen and partly for what its fields would make of it if they were
    independent, for many are too rare to be seen; a single level that was never seen, for half a pair.
    """
    total = float(pairs.sum())
    share: Floats
    if len(group) > 1:
        apart = np.exp(sum(_log_share(rest, (field,), seen, pairs) for field in group))
        share = (_found(rest, group, seen, pairs) / max(total, 1.0) + APART * apart) / (1 + APART)
    else:
        share = (_found(rest, group, seen, pairs) + 0.5) / (total + 0.5 * SIZES[group[0]])
    logs: Floats = np.log(share)
    return logs


def _found(rest: Whole, group: tuple[str, ...], seen: Whole, pairs: Floats) -> Floats:
    """How many ``pairs`` have each of the combinations in ``rest``."""
    size = int(np.prod([SIZES[field] for field in group]))
    counted: Floats = np.bincount(_together(seen, group), weights=pairs, minlength=size).astype(np.float64)
    return counted[_together(rest, group)]


def _together(rest: Whole, fields: tuple[str, ...]) -> Whole:
    """One number for the levels of several fields."""
    together = np.zeros(len(rest), dtype=np.int64)
    for field in fields:
        together = together * SIZES[field] + rest // STEPS[field] % SIZES[field]
    return together


def _summed(place: Whole, values: NDArray[Any], size: int) -> Floats:
    return np.bincount(place, weights=values.astype(np.float64), minlength=size).astype(np.float64)


def _probability(log_odds_: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(log_odds_, -30, 30)))
