"""The story of a linkage: clean, propose, compare, learn, join, settle, and say what a human should look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import polars as pl

from baansuk.engine import Engine, Step
from baansuk.link.linkage import candidates
from baansuk.link.linkage.cleaning import clean, table_of
from baansuk.link.linkage.columns import RECORD_ID
from baansuk.link.linkage.comparing import Words, compare
from baansuk.link.linkage.doubts import MOST_OF_TWO_IDS, in_spite_of_ids
from baansuk.link.linkage.earlier import Before, numbered_after
from baansuk.link.linkage.fitting import Model
from baansuk.link.linkage.hot_keys import HotKey
from baansuk.link.linkage.inputs import check_records
from baansuk.link.linkage.joining import join
from baansuk.link.linkage.levels import REST
from baansuk.link.linkage.near import near_pairs
from baansuk.link.linkage.placing import Placed
from baansuk.link.linkage.records import Records
from baansuk.link.linkage.scoring import drawn_by_lot, give_odds, learn, score, weigh
from baansuk.link.linkage.sifting import sifted
from baansuk.link.linkage.sql import steps_of
from baansuk.link.linkage.state import New, open_before, write_records, write_state
from baansuk.link.linkage.succession import Starts, Succession, succession

Watch = Callable[[str], AbstractContextManager[None]]
# The queue: half a percent of the records, or half as many again as there seem to be persons with two ids.
QUEUE_SHARE: Final = 0.005
QUEUE_OF_TWO_IDS: Final = 1.4
# Among pairs of two ids, of one person were twice as many as their patterns say; by this they are ranked, not counted.
TIMES_RARE: Final = 2.0
# More probable than not: what serves the measure best. A register that acts on its links asks for more (link/likely.py).
ACCEPT: Final = 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """What one linkage works on: names of the files, human answers, the folder of an older linkage and of its state."""

    sources: Sequence[str]
    judgements: Sequence[tuple[str, str, str]] = ()
    existing: Path | None = None
    refit: bool = False
    state: Path | None = None


@dataclass(slots=True)
class Linked:
    """What is told of a linkage in the report: counts by name, keys that were too common, what it was learned from."""

    counts: dict[str, int] = field(default_factory=dict)
    # Of each new file how many records it has, and how many of them an id.
    of_files: list[tuple[int, int]] = field(default_factory=list)
    hot: list[HotKey] = field(default_factory=list)
    learned_from: str = ""
    warnings: list[str] = field(default_factory=list)
    model: Model | None = None
    # Whether all links of an older linkage stay, or all are told anew.
    links_stay: bool = False
    anew: bool = False
    # The persons of a first linkage, and those whom new records have changed beside an older one.
    placed: Placed | None = None
    succession: Succession | None = None


def link(engine: Engine, pieces: Iterable[pl.DataFrame], asked: Asked, watch: Watch) -> Linked:
    """Link the records that come in ``pieces`` (``cleaning.clean``); leaves the tables that outputs.py and state.py write.

    Beside an older linkage only the new records ask; its persons are taken as they are, except those that a new record
    joins or a human has parted. With ``refit`` all records ask again and the persons keep their names.
    """
    linked = Linked(anew=asked.refit)
    before = open_before(engine, asked.existing) if asked.existing else Before()
    with watch("clean"):
        records, words, new = _clean(engine, pieces, asked, before)
        linked.counts["records"], linked.of_files = before.base + new.count, new.of_files
    with watch("propose"):
        asks = records.column("rid") >= before.base if before.base and not asked.refit else None
        linked.counts["asked"] = len(records) if asks is None else int(asks.sum())
        spoken = _spoken(engine)
        _run(engine, *(_steps("judged.sql") if spoken else _steps("unjudged.sql")))
        proposed = candidates.propose(records, asks, parted_ids(engine) if spoken else ())
        linked.hot = proposed.hot
        engine.take("nodes", [proposed.nodes])
        one, other = proposed.one, proposed.other
        if before.base:
            records, words, one, other = near_pairs(engine, before, new, records, proposed, words, refit=asked.refit)
    with watch("compare"):
        of = linked.counts["records"]
        records.forget()
        compared = compare(records, one, other, proposed.rules, words, of, proposed.nobodys)
        engine.take("pattern_examples", [compared.examples(records)])
    with watch("learn"):
        known = None if asked.refit else before.model
        by_lot = partial(drawn_by_lot, engine, records, words, of)
        linked.model, odds = learn(compared, proposed.share, of, by_lot, known)
        del by_lot
        linked.learned_from = linked.model.learned_from
        give_odds(engine, odds)
    with watch("join"):
        # From here on nobody asks what the records tell: of three million that is 700 MB.
        records = records.kept("rid", "source", RECORD_ID, "id")
        scored = score(records, compared, odds)
        _join(engine, linked, records, scored, before, proposed.share, refit=asked.refit)
        if before.base:
            _succeed(engine, linked, before, new, refit=asked.refit)
        if not before.base:
            linked.placed = Placed.of(engine, records.frame[RECORD_ID])
            linked.counts["persons"] = linked.placed.persons_in_all()
    with watch("review"):
        _tell(engine, linked, before, refit=asked.refit)
    found = linked.placed or linked.succession
    if asked.state is not None and linked.model is not None and found is not None:
        with watch("state"):
            persons = linked.counts["persons"]
            write_state(asked.state, linked.model, persons, before, asked.judgements, new, found)
    return linked


def _clean(engine: Engine, pieces: Iterable[pl.DataFrame], asked: Asked, before: Before) -> tuple[Records, Words, New]:
    """Leave ``cleaned``; return the records as they propose pairs, the words in them, and what the state is to have of them.

    The engine gets no more of the records than what else is asked of them than pairs.
    """
    cleaned = clean(pieces, before.areas())
    beside = before.base > 0
    fresh = numbered_after(before, cleaned.records(), cleaned.names) if beside else None
    if fresh is not None:
        engine.take("fresh", [fresh.select(_OF_RECORDS)])
    else:
        few = {name: cleaned.columns[name] for name in _OF_RECORDS if name != RECORD_ID}
        # Where ids teach the linkage and nobody has judged, no step reads it: 40 MB of a million records.
        engine.offer("cleaned", partial(table_of, cleaned.ids, few))
        if asked.state is not None:
            write_records(asked.state, cleaned)
    if not cleaned.sound_ids:
        check_records(engine, asked.sources, "cleaned" if fresh is None else "fresh")
    judgements = [*before.judgements, *asked.judgements]
    left, right, decision = zip(*judgements, strict=True) if judgements else ((), (), ())
    said: dict[str, Sequence[Any]] = {"left_id": left, "right_id": right, "decision": decision}
    engine.give("judged", dict.fromkeys(said, "varchar"), said)
    words = Words(cleaned.names.select(_OF_NAMES), cleaned.area_names)
    new = New(len(cleaned.ids), cleaned.of_files(len(asked.sources)), fresh, cleaned.names, cleaned.areas)
    if fresh is None:
        named = pl.DataFrame({RECORD_ID: cleaned.ids})
        return Records(named, spelled=cleaned.names, columns=cleaned.columns), words, new
    engine.run(Step("cleaned", _BOTH, kept=False))
    with_id = new.count - fresh["id"].null_count()
    found = sifted(before, fresh, candidates.sieves(new.count, with_id))
    if asked.refit:
        columns = candidates.columns_asked()
        return Records(pl.concat([before.records(columns), fresh.select(columns)])), words, new
    return found, words, new


_OF_RECORDS: Final = ("rid", "source", RECORD_ID, "id")
_OF_NAMES: Final = ("name", "spelling", "sound")
# SQL: the records of an older linkage, and the new ones.
_BOTH: Final = " union all ".join(
    f"select {', '.join(_OF_RECORDS)} from {table}" for table in ("parts_records", "fresh")
)


def parted_ids(engine: Engine) -> list[int]:
    """Return the ids of which a human has called two records different."""
    rows = engine.rows(
        """select distinct x.id from judged_pairs j join cleaned x on j.l = x.rid join cleaned y on j.r = y.rid
        where j.decision = 'different' and x.id = y.id"""
    )
    return [number for (number,) in rows]


def _join(
    engine: Engine,
    linked: Linked,
    records: Records,
    scored: pl.DataFrame,
    before: Before,
    share: float,
    *,
    refit: bool,
) -> None:
    """Leave ``labels`` and ``settled``, and beside an older linkage ``clusters`` (record_id, person_id) and ``events``."""
    beside = before.base > 0 and not refit
    old_ties = "union all select l, r, probability, pattern from reopened_ties" if beside else ""
    tying = _steps("clusters.sql", old_ties=old_ties, accept=ACCEPT)
    _run(engine, *(_steps("starts_existing.sql", base=before.base) if beside else _steps("starts.sql")))
    if beside or linked.model is None:
        engine.take("scored", [scored])
    else:
        weigh(engine, records, scored, linked.model, share)
    if beside:
        _reopen(engine, before)
    _run(engine, *tying)
    linked.counts |= join(engine, records)


def _succeed(engine: Engine, linked: Linked, before: Before, new: New, *, refit: bool) -> None:
    """Say who of the older linkage is which person now; with ``refit`` all of them, and ``placed`` is left for everybody."""
    assert new.records is not None
    near = engine.frame("select rid, record_id, point, person_id from near_persons")
    shared = engine.frame("select cast(rid as bigint) as rid, cast(point as bigint) as point from starts_of_fresh")
    reopened = near["point"].unique() if refit else engine.frame("select point from reopened")["point"]
    labels, settled = (engine.frame(f"select point, label from {table}") for table in ("labels", "settled"))
    ever = engine.frame("select person_id from old_retired")["person_id"]
    starts = Starts(near, new.records.select("rid", RECORD_ID), shared, reopened)
    linked.succession = succession(starts, labels, settled, ever, before.generation + 1, everybody=refit)
    linked.counts["persons"] = before.persons + linked.succession.more
    if refit:
        linked.succession.leave(engine)


def _spoken(engine: Engine) -> bool:
    """Say whether anybody has judged anything: to look for two records of nothing would read all of them."""
    [(said,)] = engine.rows("select count(*) from judged")
    return bool(said)


def _reopen(engine: Engine, before: Before) -> None:
    """Leave ``reopened_ties``: the older links of persons that a human has parted; mostly there are none."""
    for table in ("links", "patterns", "review"):
        engine.read(f"old_{table}", [(before.folder or Path()) / f"{table}.parquet"])
    [(reopened,)] = engine.rows("select count(*) from reopened")
    if reopened:
        _run(engine, *_steps("reopened.sql"))
        return
    types = {"l": "bigint", "r": "bigint", "probability": "double", "pattern": "integer"}
    engine.give("reopened_ties", types, dict.fromkeys(types, ()))


def questions_allowed(engine: Engine, asked: int, model: Model | None) -> int:
    """Return how many pairs people may be asked about, for ``asked`` new records."""
    # By pattern: a sum over rows would end in other digits whenever they come in another order.
    likely = engine.rows(
        f"""select pattern, {in_spite_of_ids(model)}, count(*) from scored
        where pattern // {REST} = 3 and beside >= 0.3 group by pattern, beside order by pattern, beside"""
    )
    [(of_one_id,)] = engine.rows(f"select count(*) from scored where pattern // {REST} = 1")
    # Where whole files are alike, as by one date for all, strangers seem to be persons of two ids.
    two_ids = min(sum(one * pairs for _, one, pairs in likely), MOST_OF_TWO_IDS * of_one_id)
    return max(int(QUEUE_SHARE * asked), int(QUEUE_OF_TWO_IDS * two_ids))


def _tell(engine: Engine, linked: Linked, before: Before, *, refit: bool) -> None:
    """Leave ``review``, ``accepted`` and ``pattern_table``; beside an older linkage together with what that told."""
    most = questions_allowed(engine, linked.counts["asked"], linked.model)
    new = "_new" if before.folder and not refit else ""
    _run(engine, *_steps("open_questions.sql", rest=REST))
    accepted = _steps("accepted.sql", rest=REST, new=new)
    persons = linked.placed or (None if refit else linked.succession)
    if persons is not None:
        # Of a million records some thousands are asked about, and the links are told without the engine.
        asked = engine.frame("select l as rid from open_questions union select r from open_questions")
        persons.leave(engine, asked["rid"])
        accepted = [step for step in accepted if step.name != f"accepted{new}"]
    _run(
        engine, *_steps("review.sql", most=most, new=new, two_ids=in_spite_of_ids(linked.model, TIMES_RARE)), *accepted
    )
    if before.folder is None or refit:
        return
    [(reopened,)] = engine.rows("select count(*) from reopened")
    linked.links_stay = not reopened
    _run(engine, *_steps("accepted_existing.sql"))


def _steps(filename: str, **words: object) -> list[Step]:
    return steps_of(filename, {word: str(value) for word, value in words.items()})


def _run(engine: Engine, *steps: Step) -> None:
    for step in steps:
        engine.run(step)
