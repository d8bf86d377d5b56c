"""What a linkage tells of itself: report.json, and the few figures of the line on the screen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from baansuk import __version__
from baansuk.engine import Engine
from baansuk.engine.watch import Watch, core_seconds, peak_bytes
from baansuk.link.linkage import fitting, linking, rules
from baansuk.link.linkage.inputs import Register
from baansuk.link.linkage.linking import Linked

FORMAT: Final = 1
# A register of a nation may have thousands of hot keys; those that most records bear are told.
HOT_KEYS_TOLD: Final = 200


def report(engine: Engine, registers: Sequence[Register], linked: Linked, rows: Mapping[str, int]) -> dict[str, Any]:
    """Return all but the costs: what came in, what came out, which keys were hot, what to be warned of.

    ``rows`` is how many rows each output has.
    """
    return {
        "format": FORMAT,
        "version": __version__,
        "engine": engine.name,
        "inputs": [
            {"file": one.name, "form": one.form, "bytes": one.path.stat().st_size, "rows": count, "valid_ids": ids}
            for one, (count, ids) in zip(registers, linked.of_files, strict=True)
        ],
        "unknown_columns": {one.name: list(one.unknown) for one in registers if one.unknown},
        "counts": {**linked.counts, **rows},
        "learned_from": linked.learned_from,
        "settings": _settings(linked),
        "hot_keys": _hot(linked),
        "hot_keys_in_all": len(linked.hot),
        "warnings": [*_warnings(registers, linked.of_files), *linked.warnings],
    }


def costs(watch: Watch) -> dict[str, Any]:
    """Return what the whole process has cost until now, and each step of it: seconds, core-seconds, megabytes."""
    steps = watch.told()
    return {
        "seconds": round(watch.seconds(), 3),
        "core_seconds": round(core_seconds(), 3),
        "peak_memory_mb": round(peak_bytes() / 1e6, 1),
        "steps": steps,
    }


def write_report(told: Mapping[str, Any], path: Path) -> None:
    """Write a report as JSON that a person can read."""
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _settings(linked: Linked) -> dict[str, Any]:
    """What decides besides the data: where a pair is accepted, what proposes pairs, what the model was learned from."""
    model = linked.model
    return {
        "accept_from": linking.ACCEPT,
        "rules": [rule.name for rule in rules.RULES],
        "most_to_a_key": rules.MOST_TO_A_KEY,
        "learn_from_records": rules.LEARN_FROM,
        "prior_pairs": fitting.PRIOR_PAIRS,
        "labelled_pairs": model.labelled if model else 0,
        "same_id_log_odds": model.same_id if model else None,
        "near_id_log_odds": round(model.near_id, 3) if model else None,
    }


def _hot(linked: Linked) -> list[dict[str, Any]]:
    told = sorted(linked.hot, key=lambda key: (-key.records, key.rule))[:HOT_KEYS_TOLD]
    return [{"rule": key.rule, "records": key.records, "example": key.named} for key in told]


def _warnings(registers: Sequence[Register], counted: Sequence[tuple[int, int]]) -> list[str]:
    warnings = []
    for register, (rows, ids) in zip(registers, counted, strict=True):
        if not rows:
            warnings.append(f"{register.name} has no rows.")
        elif not ids:
            warnings.append(
                f"{register.name} has no valid id in {rows:,} rows: its records are linked by names, birth, place and "
                "phone alone, and more of its links are missed or wrong."
            )
    return warnings
