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
from baansuk.link.linkage.cleaning import EARLIER, clean
from baansuk.link.linkage.columns import RECORD_ID
from baansuk.link.linkage.comparing import COMPARED_BY, Words, compare
from baansuk.link.linkage.fitting import Model
from baansuk.link.linkage.hot_keys import HotKey
from baansuk.link.linkage.inputs import check_records
from baansuk.link.linkage.joining import join
from baansuk.link.linkage.levels import REST
from baansuk.link.linkage.placing import Placed
from baansuk.link.linkage.records import Records, Rows, records_of
from baansuk.link.linkage.scoring import drawn_by_lot, give_odds, learn, score, weigh
from baansuk.link.linkage.sql import steps_of
from baansuk.link.linkage.state import Before, check_new, empty_before, kept, open_before, write_state

Watch = Callable[[str], AbstractContextManager[None]]
# The queue: half a percent of the records, or half as many again as there seem to be persons with two ids.
QUEUE_SHARE: Final = 0.005
QUEUE_OF_TWO_IDS: Final = 1.4
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
    hot: list[HotKey] = field(default_factory=list)
    learned_from: str = ""
    warnings: list[str] = field(default_factory=list)
    model: Model | None = None
    # Whether all links of an older linkage stay, so that ``accepted_more`` is all that is new.
    links_stay: bool = False
    # The persons of a first linkage; those beside an older one are tables.
    placed: Placed | None = None


def link(engine: Engine, pieces: Iterable[pl.DataFrame], asked: Asked, watch: Watch) -> Linked:
    """Link the records that come in ``pieces`` (``cleaning.clean``); leaves the tables that outputs.py and state.py write.

    Beside an older linkage only the new records ask; its persons are taken as they are, except those that a new record
    joins or a human has parted. With ``refit`` all records ask again and the persons keep their names.
    """
    linked = Linked()
    before = open_before(engine, asked.existing) if asked.existing else empty_before(engine)
    with watch("clean"):
        records, words = _clean(engine, pieces, asked, before)
        [(linked.counts["records"],)] = engine.rows("select count(*) from cleaned")
    with watch("propose"):
        asks = records.column("rid") >= before.base if before.base and not asked.refit else None
        linked.counts["asked"] = len(records) if asks is None else int(asks.sum())
        _run(engine, *(_steps("judged.sql") if _spoken(engine) else _steps("unjudged.sql")))
        proposed = candidates.propose(records, asks, parted_ids(engine))
        linked.hot = proposed.hot
        engine.take("nodes", [proposed.nodes])
        one, other = proposed.one, proposed.other
        if before.base:
            records, words, one, other = _near(engine, before, records, proposed, words, refit=asked.refit)
    with watch("compare"):
        of = linked.counts["records"]
        records.forget()
        compared = compare(records, one, other, proposed.rules, words, of)
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
        if not before.base:
            linked.placed = Placed.of(engine, records.frame[RECORD_ID])
            linked.counts["persons"] = linked.placed.persons_in_all()
    with watch("review"):
        _tell(engine, linked, before, refit=asked.refit)
    if asked.state is not None and linked.model is not None:
        with watch("state"):
            persons = linked.counts["persons"]
            write_state(engine, asked.state, linked.model, persons, before, asked.judgements, linked.placed)
    return linked


def _clean(engine: Engine, pieces: Iterable[pl.DataFrame], asked: Asked, before: Before) -> tuple[Records, Words]:
    """Leave ``cleaned`` and ``names``; return the records as they propose pairs, and the words in them.

    Of a first linkage the engine gets no more of the records than what else is asked of them than pairs.
    """
    cleaned = clean(pieces, engine.frame(f"select {', '.join(EARLIER)} from old_areas"))
    beside = before.base > 0
    fresh, names = ("cleaned_alone", "fresh_names") if beside else ("cleaned", "names")
    told = list(cleaned.records if beside or asked.state is None else kept(cleaned.records, asked.state))
    engine.take(fresh, told if beside else (piece.select("rid", "source", RECORD_ID, "id") for piece in told))
    engine.take(names, [cleaned.names])
    engine.take("known_areas", [cleaned.areas])
    if not cleaned.sound_ids:
        check_records(engine, asked.sources, fresh)
    if beside:
        _run(engine, *_steps("existing_records.sql", base=before.base))
        check_new(engine)
    judgements = [*before.judgements, *asked.judgements]
    left, right, decision = zip(*judgements, strict=True) if judgements else ((), (), ())
    said: dict[str, Sequence[Any]] = {"left_id": left, "right_id": right, "decision": decision}
    engine.give("judged", dict.fromkeys(said, "varchar"), said)
    words = Words(cleaned.names.select("name", "spelling", "sound"), cleaned.area_names)
    if not beside:
        return Records(pl.concat(told), spelled=cleaned.names), words
    columns = candidates.columns_asked()
    both = pl.concat([before.records(columns), engine.frame(f"select {columns} from fresh")])
    return named_by(engine, Records(both)), words


def parted_ids(engine: Engine) -> list[int]:
    """Return the ids of which a human has called two records different."""
    rows = engine.rows(
        """select distinct x.id from judged_pairs j join cleaned x on j.l = x.rid join cleaned y on j.r = y.rid
        where j.decision = 'different' and x.id = y.id"""
    )
    return [number for (number,) in rows]


def named_by(engine: Engine, records: Records) -> Records:
    """Return the same records, whose names stay in the engine until they are asked for."""

    def names(rows: Rows) -> pl.Series:
        wanted = pl.DataFrame({"rid": named.column("rid")[rows]})
        engine.take("wanted", [wanted.unique()])
        found = engine.frame("select c.rid, c.record_id from cleaned c join wanted w on c.rid = w.rid")
        return wanted.join(found, on="rid", how="left", maintain_order="left")["record_id"]

    named = Records(records.frame, names)
    return named


def _near(
    engine: Engine,
    before: Before,
    records: Records,
    proposed: candidates.Proposed,
    words: Words,
    *,
    refit: bool,
) -> tuple[Records, Words, Rows, Rows]:
    """Leave of an older linkage what new records can change, all of it where everything is learned anew.

    Returns the records that are left, with all that is compared of them, their words, and the pairs as rows of these.
    """
    rid = records.column("rid")
    one, other = rid[proposed.one], rid[proposed.other]
    engine.take("pairs", [pl.DataFrame({"l": one, "r": other})])
    if refit:
        engine.run(Step("near_persons", _ALL_PERSONS))
    else:
        _run(engine, *_steps("near_places.sql"))
        near_rids = engine.frame("select rid from near_places").to_series()
        engine.take("near_records", [before.records(COMPARED_BY, near_rids)])
        _run(engine, *_steps("near_existing.sql"))
    near = records_of(engine, f"{COMPARED_BY}, source" if refit else COMPARED_BY)
    spelled = engine.frame("select name, spelling, sound from names")
    return near, Words(spelled, words.areas), near.rows_of(one), near.rows_of(other)


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
    if not before.base:
        return
    engine.read("old_clusters", [(before.folder or Path()) / "clusters.parquet"], place="row_number")
    everyone = "union select rid from cleaned" if refit else ""
    if refit:
        engine.run(Step("reopened", "select distinct point from near_persons"))
    _run(engine, *_steps("persons_existing.sql", all=everyone, generation=before.generation + 1))
    _run(engine, *_steps("clusters_existing.sql", old="old_clusters", clusters="clusters"))
    linked.counts["persons"] = before.persons + _more_persons(engine)


def _more_persons(engine: Engine) -> int:
    """How many persons there are more than before."""
    [(now,)] = engine.rows("select count(*) from person_names")
    [(earlier,)] = engine.rows("select count(distinct old_id) from claims")
    return int(now) - int(earlier)


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


def questions_allowed(engine: Engine, asked: int) -> int:
    """Return how many pairs people may be asked about, for ``asked`` new records."""
    # By pattern: a sum over rows would end in other digits whenever they come in another order.
    likely = engine.rows(
        f"""select pattern, beside, count(*) from scored where pattern // {REST} = 3 and beside >= 0.3
        group by pattern, beside order by pattern"""
    )
    two_ids = sum(beside * pairs for _, beside, pairs in likely)
    return max(int(QUEUE_SHARE * asked), int(QUEUE_OF_TWO_IDS * two_ids))


def _tell(engine: Engine, linked: Linked, before: Before, *, refit: bool) -> None:
    """Leave ``review``, ``accepted`` and ``pattern_table``; beside an older linkage together with what that told."""
    most = questions_allowed(engine, linked.counts["asked"])
    new = "_new" if before.folder and not refit else ""
    _run(engine, *_steps("open_questions.sql", rest=REST))
    accepted = _steps("accepted.sql", rest=REST, new=new)
    if linked.placed is not None:
        # Of a million records some thousands are asked about, and the links are told without the engine.
        asked = engine.frame("select l as rid from open_questions union select r from open_questions")
        linked.placed.leave(engine, asked["rid"].to_numpy())
        accepted = [step for step in accepted if step.name != "accepted"]
    _run(engine, *_steps("review.sql", most=most, new=new), *accepted)
    if before.folder is None or refit:
        return
    [(reopened,)] = engine.rows("select count(*) from reopened")
    linked.links_stay = not reopened
    told_once = ""
    if _spoken(engine):
        engine.run(Step("told_before", _TOLD_BEFORE))
        told_once = _TOLD_ONCE
    _run(engine, *_steps("accepted_existing.sql", parted=_STILL_TOGETHER if reopened else "", told_once=told_once))


# SQL: everybody of an older linkage, as near_existing.sql tells of some.
_ALL_PERSONS: Final = """select o.rid, r.record_id, o.point, coalesce(o.person_id, r.record_id) as person_id
    from old_persons o join old_records r on o.rid = r.rid"""
# SQL: of the links by people's words, and of those that are followed anew, those that the older linkage has told.
_TOLD_BEFORE: Final = """select n.left_id, n.right_id
    from accepted_new n join old_links o on n.left_id = o."left" and n.right_id = o."right" where n.pattern = 'human'"""
_TOLD_ONCE: Final = """left join told_before o on n.left_id = o.left_id and n.right_id = o.right_id
    where o.left_id is null"""
# SQL: of the older links, those whose two records are one person still.
_STILL_TOGETHER: Final = """left join named x on "left" = x.record_id left join named y on "right" = y.record_id
    where x.person_id is null or y.person_id is null or x.person_id = y.person_id"""


def _steps(filename: str, **words: object) -> list[Step]:
    return steps_of(filename, {word: str(value) for word, value in words.items()})


def _run(engine: Engine, *steps: Step) -> None:
    for step in steps:
        engine.run(step)
