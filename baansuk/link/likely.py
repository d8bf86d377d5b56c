"""Joins exact persons that are very likely one, and says which pairs people should look at (the linker's second layer)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from string import Template
from typing import Any, Final

import numpy as np
import polars as pl

from baansuk.engine import Engine, Step, load_steps
from baansuk.engine.functions import KEYS
from baansuk.engine.steps import parse_steps
from baansuk.link.linkage import candidates, fitting, linking, scoring
from baansuk.link.linkage.cleaning import clean_names
from baansuk.link.linkage.comparing import COMPARED_BY, Compared, Words, compare
from baansuk.link.linkage.doubts import in_spite_of_ids
from baansuk.link.linkage.fitting import FEWEST_LABELLED
from baansuk.link.linkage.hot_keys import HotKey
from baansuk.link.linkage.joining import join
from baansuk.link.linkage.levels import REST
from baansuk.link.linkage.records import records_of
from baansuk.link.linkage.sql import steps_of
from baansuk.link.workshop import Asked, drop, run_file

# A register acts on its links: a wrong one gives one family's help to another, so it asks for more than link-files does,
# and what lies between goes to people.
ACCEPT: Final = 0.9
# Below this nobody is asked.
ASK_FROM: Final = 0.1
# Pairs drawn at random from each of three strata of probability, for the estimates of the quality page.
SAMPLED: Final = 100
_LEFT: Final = ("told", "cleaned", "names", "given_words", "family_words", "scored", "placed", "nodes")
# The register knows its tambons by their codes, however they are spelled.
_NO_AREAS: Final = pl.DataFrame(schema={"tambon": pl.Int64, "name": pl.String})


@dataclass(slots=True)
class Likely:
    """What is told of the second layer: counts, the keys that were too common, the model it learned as JSON takes it."""

    counts: dict[str, int] = field(default_factory=dict)
    hot_keys: list[dict[str, Any]] = field(default_factory=list)
    model: dict[str, Any] | None = None

    def told(self) -> dict[str, Any]:
        """Return all of it as JSON takes it: a dated edition keeps the model that made its links."""
        return {"counts": self.counts, "hot_keys": self.hot_keys, "model": self.model}


def join_likely(engine: Engine, asked: Asked) -> Likely:
    """From ``person_of_record`` and what humans have said, leave a wider ``person_of_record``, and ``questions_asked``.

    A register in which too few pairs of records bear two ids to learn from keeps its exact links, and nobody is asked.
    """
    likely = Likely()
    engine.define(KEYS)
    run_file(engine, "likely.sql")
    clean_names(engine)
    run_file(engine, "likely_cleaned.sql")
    _hand_over(engine, asked)
    for step in steps_of("judged.sql"):
        engine.run(step)
    records = records_of(engine, ", ".join((*COMPARED_BY, "home", "source")))
    words = Words(engine.frame("select name, spelling, sound from names"), _NO_AREAS)
    linked = linking.Linked(counts={"records": len(records)})
    proposed = candidates.propose(records, parted=linking.parted_ids(engine))
    engine.take("nodes", [proposed.nodes])
    compared = compare(records, proposed.one, proposed.other, proposed.rules, words, len(records), proposed.nobodys)
    likely.hot_keys = _told_masked(engine, proposed.hot)
    chance = partial(scoring.drawn_by_lot, engine, records, words, len(records))
    linked.model, odds = _learned(compared, proposed.share, len(records), chance)
    scoring.give_odds(engine, odds)
    scored = scoring.score(records, compared, odds)
    if linked.model is not None:
        likely.model = fitting.to_json(linked.model)
    likely.counts["labelled_pairs"] = linked.model.labelled if linked.model is not None else 0
    for step in load_steps("baansuk.link", "likely_starts.sql"):
        engine.run(step)
    if linked.model is not None:
        scoring.weigh(engine, records, scored, linked.model, proposed.share)
    else:
        engine.take("scored", [scored])
    for step in steps_of("clusters.sql", {"old_ties": "", "accept": str(ACCEPT)}):
        engine.run(step)
    likely.counts["ties_given_up"] = join(engine, records)["ties_given_up"]
    run_file(engine, "likely_persons.sql")
    _ask_people(engine, linked)
    engine.run(Step("person_of_record", "select record_id, person, rule from person_of_all"))
    drop(engine, *_LEFT)
    return likely


def _hand_over(engine: Engine, asked: Asked) -> None:
    left, right, decision = zip(*asked.judgements, strict=True) if asked.judgements else ((), (), ())
    said: dict[str, Sequence[Any]] = {
        "left_id": [str(record) for record in left],
        "right_id": [str(record) for record in right],
        "decision": decision,
    }
    engine.give("judged", dict.fromkeys(said, "varchar"), said)


def _told_masked(engine: Engine, hot: Sequence[HotKey]) -> list[dict[str, Any]]:
    """The keys that were too common, each with the first letters of one who bears it: enough to know which, not who."""
    if not hot:
        return []
    wanted = ", ".join(str(key.example) for key in hot)
    letters = engine.rows(
        f"select rid, substr(given_name, 1, 1), substr(family_name, 1, 1) from told where rid in ({wanted})"
    )
    shown = {rid: " ".join(f"{letter}…" for letter in rest if letter) for rid, *rest in letters}
    return [{"rule": key.rule, "key_text_masked": shown.get(key.example, "…"), "records": key.records} for key in hot]


def _learned(
    compared: Compared, share: float, of: int, chance: scoring.Chance
) -> tuple[fitting.Model | None, scoring.Odds]:
    """Return the model and the odds of every pattern; where too little labels itself to learn from, only equal ids have any."""
    counts = compared.counted()
    if fitting.labelled(counts) >= FEWEST_LABELLED:
        return scoring.learn(compared, share, of, chance)
    patterns = np.unique(counts.pattern)
    return None, scoring.Odds(patterns, np.where(patterns // REST == 1, 1.0, 0.0), np.zeros(len(patterns)))


def _ask_people(engine: Engine, linked: linking.Linked) -> None:
    """Leave ``questions_asked``: the queue, the weightiest pair first, and the random sample after it."""
    most = linking.questions_allowed(engine, linked.counts["records"], linked.model)
    for step in (
        *steps_of("open_questions.sql", {"rest": str(REST)}),
        *steps_of(
            "review.sql", {"most": str(most), "new": "", "two_ids": in_spite_of_ids(linked.model, linking.TIMES_RARE)}
        ),
    ):
        engine.run(step)
    words = {"rest": str(REST), "sampled": str(SAMPLED), "low": str(ASK_FROM), "high": str(ACCEPT), "most": str(most)}
    for step in parse_steps(Template(_text("asking.sql")).substitute(words)):
        engine.run(step)


def _text(filename: str) -> str:
    return files("baansuk.link").joinpath(filename).read_text(encoding="utf-8")
