"""The story of a linkage: clean, propose, compare, learn, join, settle, and say what a human should look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from baansuk.engine import Engine, Step
from baansuk.link.linkage import candidates, fitting, settling
from baansuk.link.linkage.cleaning import cleaning_steps
from baansuk.link.linkage.comparing import comparing_steps
from baansuk.link.linkage.levels import REST
from baansuk.link.linkage.settling import Point, Tie
from baansuk.link.linkage.sql import steps_of

Watch = Callable[[str], AbstractContextManager[None]]
# The queue: half a percent of the records, or half as many again as there seem to be persons with two ids.
QUEUE_SHARE: Final = 0.005
QUEUE_OF_TWO_IDS: Final = 1.4


@dataclass(frozen=True, slots=True)
class Asked:
    """What one linkage works on: names of the files, human answers, the state before, where to write the new one."""

    sources: Sequence[str]
    judgements: Sequence[tuple[str, str, str]] = ()
    existing: Path | None = None
    refit: bool = False
    work: Path = Path()
    state: Path | None = None


@dataclass(slots=True)
class Linked:
    """What is told of a linkage in the report: counts by name, keys that were too common, what it was learned from."""

    counts: dict[str, int] = field(default_factory=dict)
    hot: list[candidates.HotKey] = field(default_factory=list)
    learned_from: str = ""
    warnings: list[str] = field(default_factory=list)


def link(engine: Engine, asked: Asked, watch: Watch) -> Linked:
    """Link the records of the view ``raw``; leaves the tables that outputs.py writes."""
    linked = Linked()
    with watch("clean"):
        _run(engine, *cleaning_steps(engine.name), *_steps("aliases.sql"), *_steps("cleaned.sql"))
        left, right, decision = zip(*asked.judgements, strict=True) if asked.judgements else ((), (), ())
        said = {"left_id": list(left), "right_id": list(right), "decision": list(decision)}
        engine.give("judged", dict.fromkeys(said, "varchar"), said)
        [(linked.counts["records"],)] = engine.rows("select count(*) from cleaned")
    with watch("propose"):
        linked.hot = candidates.propose(engine)
    with watch("compare"):
        _run(engine, *comparing_steps(linked.counts["records"]))
    with watch("learn"):
        _learn(engine, linked)
    with watch("join"):
        _join(engine, linked)
    with watch("review"):
        _review(engine, linked)
    return linked


def _learn(engine: Engine, linked: Linked) -> None:
    rows = engine.rows("select pattern, proposed, pairs from counted order by pattern, proposed")
    pattern, proposed, pairs = (
        (np.array(column) for column in zip(*rows, strict=True)) if rows else (np.empty(0, int),) * 3
    )
    model = fitting.fit(fitting.Counts(pattern, proposed.astype(bool), pairs))
    linked.learned_from = model.learned_from
    known = np.unique(pattern)
    probable = fitting.probabilities(model, known)
    beside = 1 / (1 + np.exp(-fitting.log_odds(model, known % REST)))
    odds = {"pattern": known.tolist(), "probability": probable.tolist(), "beside": beside.tolist()}
    engine.give("pattern_odds", {"pattern": "integer", "probability": "double", "beside": "double"}, odds)


def _join(engine: Engine, linked: Linked) -> None:
    _run(engine, *_steps("clusters.sql"))
    _label(engine)
    _run(engine, *_steps("contested.sql"))
    points = [Point(*row) for row in engine.rows("select point, id, record_id from contested_points")]
    ties = [Tie(*row) for row in engine.rows("select l, r, probability from contested_ties")]
    apart = engine.rows("select l, r from kept_apart")
    settled = settling.settle(points, ties, [(one, other) for one, other in apart])
    linked.counts["contested"] = len(points)
    labels = {"point": list(settled.labels), "label": list(settled.labels.values())}
    engine.give("settled", {"point": "bigint", "label": "bigint"}, labels)
    refused = {"l": [tie.left for tie in settled.refused], "r": [tie.right for tie in settled.refused]}
    engine.give("given_up", {"l": "bigint", "r": "bigint"}, refused)
    _run(engine, *_steps("persons.sql"))


def _label(engine: Engine) -> None:
    """Leave ``labels`` (point, label): the points that ties join, directly or through others, bear one label."""
    engine.run(Step("ties_0", "select l, r from ties"))
    level, joined = 0, "labels_0 a"
    while True:
        _run(engine, *_steps("spread_labels.sql", level=level, next=level + 1))
        [(open_ties,)] = engine.rows(f"select count(*) from ties_{level + 1}")
        if not open_ties:
            break
        level += 1
        joined += f" left join labels_{level} l{level} on {_label_of(level - 1)} = l{level}.point"
    engine.run(Step("labels", f"select a.point, {_label_of(level)} as label from {joined}"))


def _label_of(level: int) -> str:
    """SQL: the label of a point after ``level`` levels."""
    return "a.label" if not level else f"coalesce(l{level}.label, {_label_of(level - 1)})"


def _review(engine: Engine, linked: Linked) -> None:
    [(two_ids,)] = engine.rows(f"select sum(beside) from scored where pattern // {REST} = 3 and beside >= 0.3")
    records = linked.counts["records"]
    most = max(int(QUEUE_SHARE * records), int(QUEUE_OF_TWO_IDS * (two_ids or 0)))
    _run(engine, *_steps("review.sql", rest=REST, most=most))


def _steps(filename: str, **words: object) -> list[Step]:
    return steps_of(filename, {word: str(value) for word, value in words.items()})


def _run(engine: Engine, *steps: Step) -> None:
    for step in steps:
        engine.run(step)
