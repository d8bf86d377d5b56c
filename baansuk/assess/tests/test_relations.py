"""What everybody knows of the measures is true of every household, however it answers."""

from __future__ import annotations

import random

from baansuk.assess.relations import relations, rests_on_survey
from baansuk.assess.sets import load_rules
from baansuk.people.figures import FOUND, OTHER, PASSED

COLUMNS = {"F": FOUND, "P": PASSED, "U": OTHER, "N": OTHER}
LISTS = ("list.welfare_card", "list.elderly", "list.bmn", "list.moph43")


def _any_of(answers: list[str]) -> str:
    return next(one for one in "FUPN" if one in answers)


def _household(asked: bool, chance: random.Random) -> dict[str, str]:
    rules = load_rules()
    told = {
        rules.indicators.measure(one.number): chance.choice("PPPFUN") if asked else "U"
        for one in rules.indicators.indicator
    }
    failed = _any_of([one.replace("N", "P") for one in told.values()])
    for one in rules.dimensions.dimension:
        told[rules.dimensions.measure(one.code)] = _any_of([told[rules.indicators.measure(n)] for n in one.indicators])
    poor = _any_of([answer.replace("N", "P") for name, answer in told.items() if name.startswith("tpmap.")])
    card = chance.choice(["F", "P", "U"])
    told |= {"label.bmn_fail": failed, "label.mpi_poor": poor, "none.bmn": "P" if asked else "F"}
    told["label.target_poor"] = "P" if "P" in (poor, card) else "U" if "U" in (poor, card) else "F"
    told |= {one: chance.choice("FP") for one in LISTS} | {"list.bmn": "F" if asked else "P"}
    told["label.no_list"] = "P" if "F" in (told["list.welfare_card"], told["list.elderly"]) else "F"
    return told


def test_every_relation_holds_whoever_the_households_are():
    chance = random.Random(2569)
    for size in (1, 3, 40):
        households = [_household(chance.random() < 0.8, chance) for _one in range(size)]
        known = relations(load_rules(), households[0].keys())
        assert len(known) > 100
        for relation in known:
            more, less = (
                sum(COLUMNS[one[measure]] == column for one in households for measure, column in parts)
                for parts in (relation.more, relation.less)
            )
            assert more >= less, relation


def test_headlines_are_tied_to_their_dimensions_and_to_each_other():
    known = relations(load_rules(), _household(True, random.Random(1)).keys())
    ties = {(one.more[0][0], one.less[0][0]) for one in known if len(one.more) == len(one.less) == 1}
    assert ("label.mpi_poor", "tpmap.health") in ties
    assert ("label.mpi_poor", "label.target_poor") in ties
    assert ("label.bmn_fail", "label.mpi_poor") in ties
    assert ("tpmap.health", "bmn.04") in ties


def test_a_measure_that_is_not_held_ties_nothing():
    assert relations(load_rules(), ["label.mpi_poor", "tpmap.health"])
    assert not relations(load_rules(), ["label.mpi_poor"])


def test_what_rests_on_the_survey():
    resting = rests_on_survey(load_rules())
    assert {"bmn.01", "tpmap.income", "label.mpi_poor", "none.bmn", "list.bmn"} <= resting
    assert not {"label.no_list", "label.target_poor", "list.elderly"} & resting
