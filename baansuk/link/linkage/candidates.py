"""Which records are looked at as a pair: those that share one of a few keys, none of them borne by too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from baansuk.engine import Engine, Step
from baansuk.link.linkage.sql import steps_of

# A key that more of the asking records bear proposes nothing by itself; a finer one is asked instead, and the report
# names it.
MOST_TO_A_KEY: Final = 40
# A register where fewer have an id is poor in ids.
POOR_IN_IDS: Final = 0.2
# So many candidates for each asking record by one rule are no sign of hot keys.
MOST_TO_A_RECORD: Final = 3
MOST_BESIDE: Final = 10_000
# Of records with an id, enough are asked about others to learn from; of those without one, all.
LEARN_FROM: Final = 60_000


@dataclass(frozen=True, slots=True)
class Rule:
    """Two records that agree on all ``keys`` are a candidate.

    ``finer`` is asked instead for keys that are hot; ``other`` are the keys of the second record where they differ, and
    ``other_where`` is its condition.
    """

    name: str
    keys: tuple[str, ...]
    where: str = "true"
    finer: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    other_where: str = ""
    asking: str = "asking"
    unless: str = ""
    poor: bool = False


@dataclass(frozen=True, slots=True)
class HotKey:
    """A key that more than MOST_TO_A_KEY records bear: the rule, how many bear it, one of them."""

    rule: str
    records: int
    example: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is told of proposing: the hot keys, and which share of the records with an id has asked about others."""

    hot: list[HotKey]
    share: float


_COLUMNS: Final = frozenset(
    ("id", "given_skeleton", "family_skeleton", "birth", "home", "house", "village", "place", "tambon", "district")
)
_YEAR: Final = "birth // 10000"
_TO_THE_DAY: Final = "birth % 100 > 0"
_UNDATED: Final = "coalesce(birth, 0) % 100 < 1"
_NAMES: Final = ("given_skeleton", "family_skeleton")
RULES: Final = (
    Rule("names", _NAMES, finer=("birth",)),
    Rule("given_birth", ("given_skeleton", "birth"), _TO_THE_DAY, finer=("district",)),
    Rule("family_birth", ("family_skeleton", "birth"), _TO_THE_DAY, finer=("district",)),
    Rule("names_exchanged", _NAMES, other=("family_skeleton", "given_skeleton")),
    Rule("home_year", ("home", _YEAR)),
    Rule("home_given", ("home", "given_skeleton")),
    # All of a family would be too many; without a day of birth there are few, and nothing else finds them.
    Rule("undated_home_family", ("home", "family_skeleton"), _UNDATED, other_where="true"),
    Rule("home_family_undated", ("home", "family_skeleton"), other_where=_UNDATED),
    Rule("given_year_place", ("given_skeleton", _YEAR, "place"), finer=("village",)),
    # Where few have ids, any two of name, birth and place will do.
    Rule("birth_place", ("birth", "tambon"), _TO_THE_DAY, poor=True),
    Rule("birth_house", ("birth", "house"), _TO_THE_DAY, poor=True),
    Rule("given_place", ("given_skeleton", "tambon"), finer=("house",), poor=True),
    Rule("family_place", ("family_skeleton", "tambon"), finer=("house",), poor=True),
    Rule("given_house", ("given_skeleton", "house"), finer=("district",), poor=True),
    Rule("family_house", ("family_skeleton", "house"), finer=("district",), poor=True),
    Rule("house_place", ("house", "tambon"), finer=(_YEAR,), poor=True),
    Rule("exchanged_birth", ("given_skeleton", "birth"), _TO_THE_DAY, other=("family_skeleton", "birth"), poor=True),
    # Whoever bears another id but all else alike is nobody's to join, and somebody's to look at.
    Rule("two_ids", (*_NAMES, "birth"), _TO_THE_DAY, asking="identified", unless="id", finer=("place",)),
)
# Bit 0 says that the two share an id; rule n sets bit n + 1, the last the highest.
OF_IDS: Final = 1
OF_TWO_IDS: Final = 1 << len(RULES)


def propose(engine: Engine, fresh: str = "true") -> Proposed:
    """Leave ``pairs`` (l, r, rules): candidates among ``cleaned``, l < r, each once, with the rules that found it.

    ``fresh`` is a condition on ``cleaned`` for the records that are asked about; the others only answer.
    Returns the keys that were too common to propose by themselves, and the share of the records with an id that asked.
    """
    [(with_id, asked_of)] = engine.rows(f"select count(id), count(*) from cleaned where {fresh}")
    rules = [rule for rule in RULES if not rule.poor or with_id < POOR_IN_IDS * asked_of]
    # Beside an older linkage few ask and many only answer: what they are asked about is read from its files once.
    beside = fresh != "true"
    listed = f"select {', '.join(_asked_about(rules))} from cleaned"
    engine.run(Step("keyed", listed if beside else "select * from cleaned", kept=beside))
    asked_ids = f"and id in (select id from keyed where {fresh})" if beside else ""
    first = f"concat(case when {fresh} then 'new ' else 'before ' end, record_id)" if beside else "record_id"
    for step in steps_of("candidates.sql", {"asked_ids": asked_ids, "first": first}):
        engine.run(step)
    share = min(1000, 1000 * LEARN_FROM // max(1, with_id))
    # Kept where few ask: the engine then knows how few, and looks at the many once for each rule.
    engine.run(Step("identified", f"select * from cleaned where ({fresh}) and id is not null", kept=beside))
    asking = f"select * from cleaned where ({fresh}) and (id is null or id // 10 % 1000 < {share})"
    engine.run(Step("asking", asking, kept=beside))
    [(asked,)] = engine.rows("select count(*) from asking")
    hot: list[HotKey] = []
    engine.run(Step("found_0", _sharing_an_id(fresh)))
    numbers = [RULES.index(rule) + 1 for rule in rules]
    for number, rule in zip(numbers, rules, strict=True):
        hot += _find(engine, rule, number, most=MOST_TO_A_RECORD * asked + MOST_BESIDE)
    found = " union all ".join(f"select l, r, rule from found_{number}" for number in (0, *numbers))
    engine.run(Step("pairs", f"select l, r, bit_or(rule) as rules from ({found}) as f group by l, r"))
    for number in (0, *numbers):
        engine.drop(f"found_{number}")
    return Proposed(hot, share / 1000)


def _asked_about(rules: Sequence[Rule]) -> list[str]:
    """The columns that the rules look at before any key of theirs is hot: of many records each is dear to bring along."""
    words = " ".join(
        word for rule in rules for word in (*rule.keys, *rule.other, rule.where, rule.other_where, rule.unless)
    )
    return ["rid", *sorted(_COLUMNS & set(words.replace("(", " ").replace(",", " ").split()) | {"id"})]


def _find(engine: Engine, rule: Rule, number: int, most: int) -> list[HotKey]:
    """Leave ``found_<number>``, the pairs that ``rule`` proposes; return the keys of it that are hot.

    A rule that finds few pairs has no hot key worth the search. One that would find more than ``most`` is stopped there,
    and asked again without the keys that too many bear.
    """
    name = f"found_{number}"
    engine.run(Step(name, f"select * from ({_agreeing(rule, 1 << number, '')}) as f limit {most}"))
    [(count,)] = engine.rows(f"select count(*) from {name}")
    if count < most:
        return []
    hot = _heat(engine, rule)
    parts = [_agreeing(rule, 1 << number, "cold")]
    if rule.finer:
        parts.append(_agreeing(rule, 1 << number, "hot"))
    engine.run(Step(name, " union all ".join(parts)))
    return hot


def _sharing_an_id(fresh: str) -> str:
    """SQL: each record with the first one of its id; where names and births of one id differ, all with all."""
    return f"""
        select least(n.node, n.rid) as l, greatest(n.node, n.rid) as r, {OF_IDS} as rule
        from nodes n join (select rid from keyed where {fresh}) as c on n.rid = c.rid
        where not n.doubted and n.rid <> n.node
        union all
        select x.rid, y.rid, {OF_IDS}
        from nodes x join nodes y on x.node = y.node and x.rid < y.rid
        join (select rid from keyed where {fresh}) as c on y.rid = c.rid
        where x.doubted and x.records <= {MOST_TO_A_KEY}"""


def _agreeing(rule: Rule, bit: int, only: str) -> str:
    """SQL: pairs of an asking record and any other that agree on the rule's keys.

    ``only`` is '' where no key is hot, 'cold' for those that are not, 'hot' for those that share the finer keys as well.
    """
    keys, others = rule.keys, rule.other or rule.keys
    limit, where = "", ""
    unlike = f" and a.{rule.unless} <> b.{rule.unless}" if rule.unless else ""
    if only:
        same = _same("a", "h", len(keys))
        limit = f"{'' if only == 'hot' else 'left '}join hot_{rule.name} h on {same}"
        where = "" if only == "hot" else "where h.k0 is null"
    many = "keyed"
    if only == "hot":
        many = "cleaned"  # which has the finer keys
        keys, others = (*keys, *rule.finer), (*others, *rule.finer)
        limit += f" join cool_{rule.name} c on {_same('a', 'c', len(keys))}"
    return f"""
        select least(a.rid, b.rid) as l, greatest(a.rid, b.rid) as r, {bit} as rule
        from ({_keyed(rule.asking, keys, rule.where, rule.unless)}) as a
        join ({_keyed(many, others, rule.other_where or rule.where, rule.unless)}) as b on {_same("a", "b", len(keys))} and a.rid <> b.rid{unlike}
        {limit} {where}"""


def _heat(engine: Engine, rule: Rule) -> list[HotKey]:
    """Leave ``hot_<rule>`` (the keys that too many bear) and ``cool_<rule>`` (finer keys of them that not too many do)."""
    engine.run(Step(f"hot_{rule.name}", _counted(rule, rule.keys, f"> {MOST_TO_A_KEY}")))
    if rule.finer:
        cool = _counted(rule, (*rule.keys, *rule.finer), f"between 2 and {MOST_TO_A_KEY}")
        engine.run(Step(f"cool_{rule.name}", cool))
    rows = engine.rows(f"select records, example from hot_{rule.name} order by records desc, named")
    return [HotKey(rule.name, records, example) for records, example in rows]


def _counted(rule: Rule, keys: tuple[str, ...], how_many: str) -> str:
    columns = ", ".join(f"k{place}" for place in range(len(keys)))
    return f"""select {columns}, count(*) as records, arg_min(rid, record_id) as example,
            min(record_id) as named
        from ({_keyed(rule.asking, keys, rule.where, "record_id")}) as k group by {columns} having count(*) {how_many}"""


def _keyed(table: str, keys: tuple[str, ...], where: str, also: str = "") -> str:
    columns = ", ".join(f"{key} as k{place}" for place, key in enumerate(keys)) + (f", {also}" if also else "")
    known = " and ".join(f"{key} is not null" for key in keys)
    return f"select rid, {columns} from {table} where {known} and {where}"


def _same(one: str, other: str, keys: int) -> str:
    return " and ".join(f"{one}.k{place} = {other}.k{place}" for place in range(keys))
