"""Joins exact persons that are very likely one, and says which pairs people should look at (the linker's second layer)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from string import Template
from typing import Any, Final

from baansuk.engine import Engine, Step, load_steps
from baansuk.engine.functions import KEYS
from baansuk.engine.steps import parse_steps
from baansuk.link.linkage import candidates, fitting, linking
from baansuk.link.linkage.cleaning import clean_names
from baansuk.link.linkage.comparing import comparing_steps
from baansuk.link.linkage.fitting import FEWEST_LABELLED
from baansuk.link.linkage.levels import REST, told
from baansuk.link.linkage.sql import steps_of
from baansuk.link.workshop import Asked, drop, run_file

# A register acts on its links: a wrong one gives one family's help to another, so it asks for more than link-files does,
# and what lies between goes to people.
ACCEPT: Final = 0.9
# Below this nobody is asked.
ASK_FROM: Final = 0.1
# Pairs drawn at random from each of three strata of probability, for the estimates of the quality page.
SAMPLED: Final = 100
_LEFT: Final = ("pairs", "faced", "doubtful_names", "near_names", "compared", "told", "cleaned", "names", "given_words",
                "family_words", "scored", "placed", "nodes", "id_groups")  # fmt: skip


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
    linked = linking.Linked()
    proposed = candidates.propose(engine)
    [(linked.counts["records"],)] = engine.rows("select count(*) from cleaned")
    for step in comparing_steps(linked.counts["records"]):
        engine.run(step)
    likely.hot_keys = _told_masked(engine, proposed.hot)
    if _labelled(engine) >= FEWEST_LABELLED:
        linking.learn(engine, linked, proposed.share, None)
    else:
        _trust_ids_alone(engine)
    if linked.model is not None:
        likely.model = fitting.to_json(linked.model)
    likely.counts["labelled_pairs"] = linked.model.labelled if linked.model is not None else 0
    scoring, *tying = steps_of("clusters.sql", {"old_ties": "", "accept": str(ACCEPT)})
    for step in (scoring, *steps_of("judged.sql"), *load_steps("baansuk.link", "likely_starts.sql")):
        engine.run(step)
    if linked.model is not None:
        linking.weigh(engine, linked.model, proposed.share)
    for step in tying:
        engine.run(step)
    linking.settle(engine, linked)
    run_file(engine, "likely_persons.sql")
    _ask_people(engine, linked)
    engine.run(Step("person_of_record", "select record_id, person, rule from person_of_all"))
    likely.counts["ties_given_up"] = linked.counts["ties_given_up"]
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


def _told_masked(engine: Engine, hot: Sequence[candidates.HotKey]) -> list[dict[str, Any]]:
    """The keys that were too common, each with the first letters of one who bears it: enough to know which, not who."""
    if not hot:
        return []
    wanted = ", ".join(str(key.example) for key in hot)
    letters = engine.rows(
        f"select rid, substr(given_name, 1, 1), substr(family_name, 1, 1) from told where rid in ({wanted})"
    )
    shown = {rid: " ".join(f"{letter}…" for letter in rest if letter) for rid, *rest in letters}
    return [{"rule": key.rule, "key_text_masked": shown.get(key.example, "…"), "records": key.records} for key in hot]


def _labelled(engine: Engine) -> int:
    """Return how many pairs of the rarer kind label themselves by two valid ids."""
    [(same, different)] = engine.rows(
        f"""select coalesce(sum(case when pattern // {REST} = 1 then pairs end), 0),
            coalesce(sum(case when pattern // {REST} = 3 then pairs end), 0)
        from counted where proposed"""
    )
    return min(int(same), int(different))


def _trust_ids_alone(engine: Engine) -> None:
    """Leave a ``pattern_odds`` that knows equal ids only: what is too little to learn from teaches nothing."""
    patterns = [pattern for (pattern,) in engine.rows("select distinct pattern from counted order by pattern")]
    odds: dict[str, Sequence[Any]] = {
        "pattern": patterns,
        "probability": [1.0 if pattern // REST == 1 else 0.0 for pattern in patterns],
        "beside": [0.0] * len(patterns),
        "told": [told(pattern) for pattern in patterns],
    }
    types = {"pattern": "integer", "probability": "double", "beside": "double", "told": "varchar"}
    engine.give("pattern_odds", types, odds)


def _ask_people(engine: Engine, linked: linking.Linked) -> None:
    """Leave ``questions_asked``: the queue, the weightiest pair first, and the random sample after it."""
    most = linking.questions_allowed(engine, linked.counts["records"])
    for step in steps_of("review.sql", {"rest": str(REST), "most": str(most), "new": ""}):
        engine.run(step)
    words = {"rest": str(REST), "sampled": str(SAMPLED), "low": str(ASK_FROM), "high": str(ACCEPT), "most": str(most)}
    for step in parse_steps(Template(_text("asking.sql")).substitute(words)):
        engine.run(step)


def _text(filename: str) -> str:
    return files("baansuk.link").joinpath(filename).read_text(encoding="utf-8")
