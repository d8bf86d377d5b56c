"""The story of a linkage: clean, propose, compare, learn, join, settle, and say what a human should look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from baansuk.engine import Engine, Step, load_steps
from baansuk.link.linkage import candidates, fitting, settling
from baansuk.link.linkage.cleaning import cleaning_steps, filled
from baansuk.link.linkage.comparing import comparing_steps
from baansuk.link.linkage.levels import REST
from baansuk.link.linkage.settling import Point, Tie

Watch = Callable[[str], AbstractContextManager[None]]
# Groups longer than this chain would need more passes; in practice three records stand in a row.
MOST_PASSES: Final = 12
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
        engine.run(_judged(asked.judgements))
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
    values = ", ".join(
        f"({k}, {p:.9g}, {b:.9g})" for k, p, b in zip(known.tolist(), probable.tolist(), beside.tolist(), strict=True)
    )
    engine.run(Step("pattern_odds", f"select * from (values {values}) as t(pattern, probability, beside)"))


def _join(engine: Engine, linked: Linked) -> None:
    _run(engine, *_steps("clusters.sql"))
    spreading = _steps("spread_labels.sql")
    for _ in range(MOST_PASSES):
        _run(engine, *spreading)
        [(fallen,)] = engine.rows(
            "select count(*) from labels l join next_labels n on l.point = n.point where n.label < l.label"
        )
        if not fallen:
            break
        engine.run(Step("labels", "select point, label from next_labels"))
    _run(engine, *_steps("contested.sql"))
    points = [Point(*row) for row in engine.rows("select point, id, record_id from contested_points")]
    ties = [Tie(*row) for row in engine.rows("select l, r, probability from contested_ties")]
    apart = engine.rows("select l, r from kept_apart")
    settled = settling.settle(points, ties, [(one, other) for one, other in apart])
    linked.counts["contested"] = len(points)
    values = ", ".join(f"({point}, {label})" for point, label in settled.labels.items()) or "(-1, -1)"
    engine.run(Step("settled", f"select * from (values {values}) as t(point, label)"))
    _run(engine, *_steps("persons.sql"))


def _review(engine: Engine, linked: Linked) -> None:
    [(two_ids,)] = engine.rows(f"select sum(beside) from scored where pattern // {REST} = 3 and beside >= 0.3")
    records = linked.counts["records"]
    most = max(int(QUEUE_SHARE * records), int(QUEUE_OF_TWO_IDS * (two_ids or 0)))
    words = {"rest": str(REST), "most": str(most)}
    _run(engine, *filled(_steps("review.sql"), words))


def _judged(judgements: Sequence[tuple[str, str, str]]) -> Step:
    rows = ", ".join(f"({_text(left)}, {_text(right)}, {_text(decision)})" for left, right, decision in judgements)
    values = rows or "(null, null, null)"
    return Step(
        "judged", f"select * from (values {values}) as t(left_id, right_id, decision) where left_id is not null"
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _steps(filename: str) -> list[Step]:
    return load_steps("baansuk.link.linkage", filename)


def _run(engine: Engine, *steps: Step) -> None:
    for step in steps:
        engine.run(step)
