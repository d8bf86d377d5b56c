"""Learns from pairs that label themselves how probable each pattern is, and what two equal or nearly equal ids add.

Two records that both bear a valid id say by themselves whether they are one person. Among those that something else than
the id has proposed, each pattern (levels of agreement beside the ids) has so many of the one kind and of the other. A
logistic regression over the patterns, with the ways in which members of one household resemble each other as joint
features, gives every pattern a probability; a pattern with many labelled pairs then keeps mostly its own share
(docs/explanation/linkage.md). Where too few pairs label themselves, expectation and maximisation finds the two kinds.
"""

from __future__ import annotations

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
_STEPS_OF_NEWTON: Final = 30


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pairs have each pattern: arrays of one length; ``proposed``: by something else than an equal id."""

    pattern: Whole
    proposed: NDArray[np.bool_]
    pairs: Whole


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


def fit(counts: Counts) -> Model:
    """Fit the model to labelled patterns; to all of them by expectation and maximisation where too few are labelled."""
    rest, place = np.unique(counts.pattern % REST, return_inverse=True)
    same, near, different = (counts.pattern // REST == level for level in (1, 2, 3))
    yes = _summed(place, counts.pairs * (same & counts.proposed), len(rest))
    no = _summed(place, counts.pairs * (different & counts.proposed), len(rest))
    columns = features(rest)
    if min(yes.sum(), no.sum()) >= FEWEST_LABELLED:
        weights, learned = _regressed(columns, yes, no), "ids"
    else:
        total = _summed(place, counts.pairs * counts.proposed, len(rest))
        yes, no = _expected(rest, total)
        weights, learned = _regressed(columns, yes, no), "agreement"
    own = {int(r): (float(y), float(n)) for r, y, n in zip(rest, yes, no, strict=True) if y + n > 0}
    model = Model(weights, own, MOST_FROM_AN_ID, 0.0, learned, int(yes.sum() + no.sum()))
    return _with_near_ids(model, counts, near)


def log_odds(model: Model, rest: Whole) -> Floats:
    """Return the log-odds of being one person for each rest pattern, ids apart."""
    distinct, place = np.unique(rest, return_inverse=True)
    prior = _probability(features(distinct) @ model.weights)
    yes, no = (np.array([model.own.get(int(r), (0.0, 0.0))[side] for r in distinct]) for side in (0, 1))
    share = (yes + PRIOR_PAIRS * prior) / (yes + no + PRIOR_PAIRS)
    share = np.clip(share, 1e-9, 1 - 1e-9)
    return np.log(share / (1 - share))[place]


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
    names = [alike["family"], close["family"], alike["given"], close["given"]]
    joint = [where & said for where in (home, village) for said in (*names, *births)]
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
        if np.abs(step).max() < 1e-4:
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


# The fields by which the two kinds are told apart without labels. The place counts together with the family name: to
# live in one house and to bear one name is one fact about a family, not two about a person.
_KINDS_BY: Final = (("given",), ("family", "place"), ("birth",), ("sex",), ("phone",))
_AGREEING: Final = {"given": (1, 2), "family": (1, 2), "birth": (1,), "place": (1, 2, 3)}
_ROUNDS: Final = 200


def _expected(rest: Whole, pairs: Floats) -> tuple[Floats, Floats]:
    """Return how many pairs of each pattern are one person and how many two, by expectation and maximisation.

    Fellegi and Sunter's model, each group of ``_KINDS_BY`` independent within a kind. It begins from how many of given
    name, family name, birth and place agree, so the first kind is the one of agreement.
    """
    agreeing = sum(np.isin(rest // STEPS[field] % SIZES[field], levels) for field, levels in _AGREEING.items())
    p = np.select([agreeing >= 4, agreeing == 3, agreeing == 2], [0.98, 0.8, 0.1], 0.01)
    coded = [np.unique(_together(rest, group), return_inverse=True)[1] for group in _KINDS_BY]
    for _ in range(_ROUNDS):
        before = p
        of_one, of_two = _kind(coded, pairs * p), _kind(coded, pairs * (1 - p))
        p = _probability(of_one - of_two)
        if np.abs(p - before).max() < 1e-6:
            break
    return pairs * p, pairs * (1 - p)


def _together(rest: Whole, fields: tuple[str, ...]) -> Whole:
    """One number for the levels of several fields."""
    together = np.zeros(len(rest), dtype=np.int64)
    for field in fields:
        together = together * SIZES[field] + rest // STEPS[field] % SIZES[field]
    return together


def _kind(coded: list[Whole], pairs: Floats) -> Floats:
    """The log of how many of a kind have each pattern, were its fields independent; half a pair added everywhere."""
    total = np.full(len(pairs), np.log(pairs.sum() + 1))
    for codes in coded:
        counted = np.bincount(codes, weights=pairs) + 0.5
        total += np.log(counted / counted.sum())[codes]
    return total


def _summed(place: Whole, values: NDArray[Any], size: int) -> Floats:
    return np.bincount(place, weights=values.astype(np.float64), minlength=size)


def _probability(log_odds_: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(log_odds_, -30, 30)))
