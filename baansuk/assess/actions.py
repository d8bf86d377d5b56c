"""Assessing an edition: what each household lacks, the figures of each area, and then the edition is published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import polars
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from baansuk.assess import causes_run, frameworks_run, rights_run, storing
from baansuk.assess.causes import causes
from baansuk.assess.earlier_answers import answers_before_step
from baansuk.assess.frameworks_actions import begin_judging
from baansuk.assess.frameworks_checking import Checked
from baansuk.assess.measured import frameworks
from baansuk.assess.measured_group_steps import group_steps
from baansuk.assess.measured_run import Earlier, earlier_profiles, lists_of_help
from baansuk.assess.measured_steps import measured_steps
from baansuk.assess.models import (
    AnswersBefore,
    CauseFigure,
    CauseMember,
    Figure,
    FrameworkFigure,
    GroupHeadcount,
    Headcount,
    HotSpot,
    HouseholdCause,
    Mark,
    Moved,
    Overlap,
    Profile,
    Right,
    RightFigure,
    RightMark,
    Standing,
)
from baansuk.assess.profile import profile_steps, warning_names
from baansuk.assess.rights_actions import begin_asking
from baansuk.assess.rights_checking import CheckedBenefits
from baansuk.assess.sets import Rules, load_rules
from baansuk.assess.spotting import store_hot_spots
from baansuk.audit import gate
from baansuk.engine import open_engine
from baansuk.people import editions, loading
from baansuk.people.actions import publish
from baansuk.people.models import Edition
from baansuk.runs.hold import Hold
from baansuk.thai.words import Refusal, Words
from baansuk.vault.shelf import place, unsealed, unsealed_folder

Progress = Callable[[int, int, Words | None], None]

ENGINE_MEMORY = "500MB"
READ = ("household_values", "person_values", "household_lists")
# The tables that are read where they came, by their own rooms of rules.
FILES = tuple(f"{name}.parquet" for name in (*READ, frameworks_run.AREA_FACTS, rights_run.LINKS))
Stored = (
    Profile
    | AnswersBefore
    | Mark
    | Figure
    | Headcount
    | GroupHeadcount
    | Moved
    | Overlap
    | Standing
    | FrameworkFigure
    | Right
    | RightMark
    | RightFigure
    | HouseholdCause
    | CauseMember
    | CauseFigure
)
# What is stored: the table, the columns of its Parquet file, and the order in which the rows go in (that of its index).
STORED: Mapping[str, tuple[type[Stored], tuple[str, ...], str]] = {
    "profiles": (
        Profile,
        ("household_code", "indicator_set", "answers", "dimensions", "failed", "unknown", "labels"),
        "household_code",
    ),
    "answers_before": (AnswersBefore, ("household_code", "answers", "dimensions"), "household_code"),
    "marks": (Mark, ("measure", "list_key", "household_code"), "measure, list_key"),
    "figures": (
        Figure,
        (
            *("area_code", "level", "measure", "households_pass", "households_fail", "households_na"),
            *("households_unknown", "persons_fail", "persons_all"),
        ),
        "measure, level, area_code",
    ),
    "headcounts": (
        Headcount,
        ("moment", "area_code", "level", "measure", "poor", "others", "unknown", "persons_poor"),
        "moment, measure, level, area_code",
    ),
    "group_headcounts": (
        GroupHeadcount,
        ("area_code", "level", "split", "part", "measure", "poor", "others", "unknown"),
        "split, area_code, measure, part",
    ),
    "moved": (Moved, ("area_code", "level", "measure", "move", "households", "persons"), "measure, area_code, move"),
    "list_overlaps": (
        Overlap,
        ("area_code", "level", "kind", "state", "lists", "households", "persons", "lack"),
        "area_code, kind, state, lists",
    ),
    **frameworks_run.STORED,
    **rights_run.STORED,
    **causes_run.STORED,
}

MODELS = (*(model for model, _, _ in STORED.values()), HotSpot)


def assess(
    edition: int | None = None,
    *,
    by: str,
    run: Hold | None = None,
    progress: Progress | None = None,
    engine: str = "",
) -> int:
    """Judge the households of a linked edition, store profiles, marks and figures, publish it and return its number.

    Without a number it takes the newest edition that is linked or current. Rows that an interrupted attempt left behind
    are dropped first, and an edition that is current already is only published to the end, so it may be run again at
    any time.
    Raises Refusal when nothing is linked, or when the edition is already published or retired.
    """
    chosen = _chosen(edition)
    work = _Work(chosen.number, editions.folder(chosen.number), run, progress)
    if chosen.state == "linked":
        rules = load_rules()
        judging = begin_judging(edition=chosen.number, by=by, run=run)
        asking = begin_asking(edition=chosen.number, by=by, run=run)
        with earlier_profiles(chosen.number, rules.stamp) as earlier:
            about = _compute(work, rules, judging, engine, earlier, chosen, asking)
        counts = _store(work)
        counts["hot_spots"] = store_hot_spots(chosen, work.check)
        _remember(chosen.number, by=by, run=run, rules=rules, counts=counts, about=about)
    work.stage("publish", Words("เปิดใช้ทะเบียนฉบับใหม่", "Publishing the new register"))
    publish(edition=chosen.number, by=by, check=work.check)
    for follow in settings.BAANSUK_AFTER_PUBLISHING:
        import_string(follow)(by=by, check=work.check)
    for older in _older_with_rows(chosen.number):
        loading.drop(older, work.check, MODELS)
    return chosen.number


class _Work:
    """Where the files of the edition lie, and whom to tell how far it is."""

    def __init__(self, number: int, folder: Path, run: Hold | None, progress: Progress | None) -> None:
        self.number = number
        self.folder = folder
        self.run = run
        self._progress = progress

    def check(self) -> None:
        """Raise LeaseLost when another worker has taken this run."""
        if self.run is not None:
            self.run.check()

    def stage(self, name: str, words: Words) -> None:
        if self.run is not None:
            self.run.stage(name, words)
        elif self._progress is not None:
            self._progress(0, 0, words)

    def tell(self, done: int, total: int) -> None:
        if self.run is not None:
            self.run.progress(done, total)
        if self._progress is not None:
            self._progress(done, total, None)


def _chosen(number: int | None) -> Edition:
    if number is None:
        newest = Edition.objects.filter(state__in=("linked", "current")).order_by("-number").first()
        if newest is None:
            raise Refusal(
                "nothing_linked",
                "ยังไม่มีทะเบียนที่เชื่อมโยงแล้ว ให้สั่งเชื่อมโยงรายชื่อก่อน",
                "Nothing is linked yet; link the records first (baansuk link).",
            )
        return newest
    chosen = Edition.objects.filter(number=number).first()
    if chosen is None or chosen.state != "linked":
        raise Refusal(
            "not_linked",
            f"ทะเบียนฉบับที่ {number} ไม่ได้อยู่ในขั้นรอประเมิน จึงประเมินไม่ได้",
            f"Edition {number} does not wait to be assessed.",
        )
    return chosen


def _compute(
    work: _Work,
    rules: Rules,
    judging: list[Checked],
    engine_name: str,
    earlier: Earlier,
    edition: Edition,
    asking: CheckedBenefits,
) -> dict[str, Any]:
    """Run the steps and leave what is stored as Parquet in the edition's folder; return the warnings, and what was counted."""
    work.stage("judge", Words("ประเมินครัวเรือน", "Judging the households"))
    with (
        unsealed_folder(work.folder, *FILES) as files,
        open_engine(engine_name, memory=ENGINE_MEMORY, spill=files / "spill") as engine,
    ):
        lists = polars.read_parquet_schema(files / "household_lists.parquet")
        sources = [name.removeprefix("on_") for name in lists if name.startswith("on_")]
        help_lists, compared = lists_of_help(rules, sources), earlier.profiles is not None
        day = timezone.localdate(edition.made_at)
        steps = profile_steps(rules, sources)
        steps.append(answers_before_step(compared=compared))
        columns = polars.read_parquet_schema(files / "person_values.parquet")
        steps += measured_steps(
            frameworks(), lists=help_lists, columns=columns, compared=compared, day=edition.made_at.date()
        )
        steps += group_steps(frameworks(), lists=help_lists, columns=columns, day=day)
        for name in READ:
            engine.read(name, [files / f"{name}.parquet"])
        steps += frameworks_run.steps_of(engine, files, judging, day)
        steps += rights_run.steps_of(engine, files, asking, day)
        if earlier.profiles is not None:
            engine.read("profiles_before", [earlier.profiles])
        for done, step in enumerate(steps, start=1):
            engine.run(step)
            work.tell(done, len(steps) + len(STORED))
        for done, (name, (_, _, order)) in enumerate(STORED.items(), start=1):
            with place(work.folder / f"{name}.parquet") as target:
                engine.write(name, target, order_by=order)
            work.tell(len(steps) + done, len(steps) + len(STORED))
        warned = _warnings(rules, engine.rows("select * from warned")[0])
        by_frameworks = {one.code: one.framework.stamp for one in judging}
        about = {"warned": warned, "lists": help_lists, "before": earlier.about, "frameworks": by_frameworks}
        return about | {"rights": rights_run.about_of(asking, day), "causes": causes().stamp}


def _warnings(rules: Rules, row: tuple[Any, ...]) -> dict[str, int]:
    names = ["households", *warning_names(rules)]
    return {name: int(value or 0) for name, value in zip(names, row, strict=True)}


def _store(work: _Work) -> dict[str, int]:
    """Replace the edition's rows in the database by those of the files."""
    work.stage("store", Words("บันทึกผลประเมิน", "Storing the result"))
    loading.drop(work.number, work.check, MODELS)
    done = 0

    def told(rows: int) -> None:
        nonlocal done
        done += rows
        work.tell(done, total)

    with loading.large_cache(), ExitStack() as stack:
        paths = {name: stack.enter_context(unsealed(work.folder / f"{name}.parquet")) for name in STORED}
        total = sum(storing.row_count(path) for path in paths.values())
        return {
            name: storing.store(model, paths[name], columns, edition=work.number, check=work.check, told=told)
            for name, (model, columns, _) in STORED.items()
        }


def _older_with_rows(number: int) -> list[int]:
    """Editions before this one that still have rows here; they are read by nobody once this one is current."""
    found = {
        older
        for model in MODELS
        for older in model.objects.filter(edition__lt=number).values_list("edition", flat=True).distinct()
    }
    return sorted(found)


@transaction.atomic
def _remember(
    number: int, *, by: str, run: Hold | None, rules: Rules, counts: dict[str, int], about: dict[str, Any]
) -> None:
    """Write beside the edition by which rules it was judged and what there is to warn of, and audit the act."""
    if run is not None:
        run.check()
    edition = Edition.objects.select_for_update().get(number=number)
    edition.about = {**edition.about, "assessed": {"rules": rules.stamp, "stored": counts, **about}}
    edition.save(update_fields=["about"])
    gate.write(
        "assess.assess",
        by=by,
        subjects=[("edition", str(number))],
        about={"rules": rules.stamp, **counts},
    )
