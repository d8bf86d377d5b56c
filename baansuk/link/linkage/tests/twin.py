"""The linker said once more, slowly and obviously, in plain Python: rows of text in, persons out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from baansuk.link.linkage import doubts, fitting, rivals, rules, settling
from baansuk.link.linkage.levels import REST
from baansuk.link.linkage.linking import ACCEPT
from baansuk.link.linkage.records import BEGINS, ENDS, YEAR
from baansuk.link.linkage.scoring import DRAWN
from baansuk.link.linkage.spelling import text_key
from baansuk.link.linkage.tests.twin_cleaning import Cleaned, clean
from baansuk.link.linkage.tests.twin_comparing import pattern_of

Pair = tuple[int, int]
Judged = Sequence[tuple[str, str, str]]


def link(registers: Sequence[Sequence[Mapping[str, str | None]]], judgements: Judged = ()) -> dict[str, str]:
    """Return the person of every record of the registers, named like the smallest of its records."""
    records, area_names = clean(registers)
    place = {record.record_id: number for number, record in enumerate(records)}
    judged = [
        (min(place[left], place[right]), max(place[left], place[right]), decision)
        for left, right, decision in judgements
    ]
    groups = same_ids(records, {(one, other) for one, other, decision in judged if decision == "different"})
    found = propose(records, groups)
    patterns = {(a, b): pattern_of(records[a], records[b], len(records), area_names) for a, b in found}
    for group, _doubted in groups:
        if nobodys([records[n] for n in group]):
            # An id that is nobody's is as one that is not known.
            patterns |= {pair: patterns[pair] % REST for pair in combinations(sorted(group), 2) if pair in patterns}
    probable, model = probabilities(records, found, patterns, area_names)
    weighed = {pair: probable[pattern] for pair, pattern in patterns.items()}
    starts = {record: group[0] for group, doubted in groups for record in group if not doubted}
    file_of = [place for place, register in enumerate(registers) for _ in register]
    if model.learned_from == fitting.AGREEMENT:
        weighed = beside_rivals(weighed, file_of)
    else:
        taught = {pair for pair, bits in found.items() if bits % rules.OF_TWO_IDS > 1}
        weighed |= doubted(model, patterns, weighed, taught, starts, file_of, _asking_ids(records) / 1000)
    tied = {pair: probability for pair, probability in weighed.items() if probability >= ACCEPT}
    for one, other, decision in judged:
        if decision == "different":
            tied.pop((one, other), None)
    for one, other, decision in judged:
        if decision == "same":
            tied[one, other] = settling.BY_HUMAN
    return _persons(records, tied, starts, [(one, other) for one, other, decision in judged if decision == "different"])


def same_ids(records: Sequence[Cleaned], parted: set[Pair]) -> list[tuple[list[int], bool]]:
    """The records of each id that two or more bear, the first by name first, and whether it is doubtful that they are one person."""
    of_id: dict[int, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        if record.id is not None:
            of_id[record.id].append(number)
    found = []
    for unordered in of_id.values():
        group = sorted(unordered, key=lambda n: records[n].record_id)
        names = {records[n].given_skeleton for n in group} - {None}
        births = {records[n].birth for n in group} - {None}
        families = {records[n].family_skeleton for n in group} - {None}
        undated = any(records[n].birth is None for n in group)
        doubted = (
            (len(names) > 1 and (len(births) > 1 or (len(families) > 1 and undated)))
            or nobodys([records[n] for n in group])
            or any(pair in parted for pair in combinations(sorted(group), 2))
        )
        if len(group) > 1:
            found.append((group, doubted))
    return found


def nobodys(records: Sequence[Cleaned]) -> bool:
    """Whether an id that all of these records bear says nothing of who they are: too many bear it, and no half are alike."""

    def no_half(values: list[int | None]) -> bool:
        known = Counter(value for value in values if value is not None)
        return bool(known) and 2 * max(known.values()) < known.total()

    alike = [record.given_skeleton for record in records], [record.birth for record in records]
    return len(records) > rules.MOST_TO_A_KEY and any(map(no_half, alike))


def propose(records: Sequence[Cleaned], groups: Iterable[tuple[list[int], bool]]) -> dict[Pair, int]:
    """Every pair that is looked at, with the bits of the rules that found it."""
    found: dict[Pair, int] = defaultdict(int)
    for group, doubted in groups:
        if not doubted:
            for other in group[1:]:
                found[min(group[0], other), max(group[0], other)] |= rules.OF_IDS
        elif len(group) <= rules.MOST_TO_A_KEY:
            for pair in combinations(sorted(group), 2):
                found[pair] |= rules.OF_IDS
    identified = [n for n, record in enumerate(records) if record.id is not None]
    asking = [n for n, one in enumerate(records) if one.id is None or one.id // 10 % 1000 < _asking_ids(records)]
    most = rules.MOST_TO_A_RECORD * len(asking) + rules.MOST_BESIDE
    for number, rule in enumerate(rules.RULES, start=1):
        if rule.poor and len(identified) >= rules.POOR_IN_IDS * len(records):
            continue
        asks = identified if rule.asking == "identified" else asking
        if rule.few and len(identified) >= rules.FEW_IDS * len(records):
            continue
        for pair in _found_by(records, rule, asks, most):
            found[pair] |= 1 << number
    return found


def _asking_ids(records: Sequence[Cleaned]) -> int:
    """How many in a thousand of the records with an id are asked about others."""
    identified = sum(record.id is not None for record in records)
    return min(1000, 1000 * rules.LEARN_FROM // max(1, identified))


def _found_by(records: Sequence[Cleaned], rule: rules.Rule, asks: Sequence[int], most: int) -> set[Pair]:
    looked = list(_agreeing(records, asks, rule))
    if rule.few:
        bearers = Counter(_key(record, rule.keys, rule.birth) for record in records)
        few = [
            (a, b) for a, b in looked if bearers[_key(records[a], rule.keys, rule.birth)] <= rules.MOST_TO_A_COARSE_KEY
        ]
        return {(min(pair), max(pair)) for pair in few}
    if rule.unless:
        looked = [(a, b) for a, b in looked if _unlike(records[a], records[b], rule.unless)]
    if len(looked) < most:
        return {(min(pair), max(pair)) for pair in looked}
    other_birth = rule.other_birth or rule.birth
    heat = Counter(_key(records[a], rule.keys, rule.birth) for a in asks)
    finer = (*rule.keys, *rule.finer)
    fine_heat = Counter(_key(records[a], finer, rule.birth) for a in asks)
    kept = set()
    for a, b in looked:
        hot = heat[_key(records[a], rule.keys, rule.birth)] > rules.MOST_TO_A_KEY
        one, other = (
            _key(records[a], finer, rule.birth),
            _key(records[b], (*(rule.other or rule.keys), *rule.finer), other_birth),
        )
        cool = one is not None and one == other and 2 <= fine_heat[one] <= rules.MOST_TO_A_KEY
        if not hot or (rule.finer and cool):
            kept.add((min(a, b), max(a, b)))
    return kept


def _agreeing(records: Sequence[Cleaned], asks: Sequence[int], rule: rules.Rule) -> Iterable[Pair]:
    answering: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        key = _key(record, rule.other or rule.keys, rule.other_birth or rule.birth)
        if key is not None:
            answering[key].append(number)
    for number in asks:
        key = _key(records[number], rule.keys, rule.birth)
        if key is not None:
            yield from ((number, other) for other in answering[key] if other != number)


def _key(record: Cleaned, keys: Sequence[str], birth: rules.Birth) -> tuple[int, ...] | None:
    """The record's values for the keys of a rule, None where one is unknown or the rule does not look at such a birth."""
    dated = (record.birth or 0) % 100 > 0
    if birth != "any" and dated != (birth == "dated"):
        return None
    year = None if record.birth is None else record.birth // 10000
    values = [year if key == YEAR else _value(record, key) for key in keys]
    return tuple(value for value in values if value is not None) if None not in values else None


def _value(record: Cleaned, key: str) -> int | None:
    """A field, or the number of the first or the last two consonants of a name."""
    if not key.startswith((BEGINS, ENDS)):
        value: int | None = getattr(record, key)
        return value
    spelled = record.given_spelling if key.endswith("given") else record.family_spelling
    letters = re.sub("[^ก-ฮbcdfghjklmnpqrstvwxyz]", "", spelled)
    return text_key(letters[:2] if key.startswith(BEGINS) else letters[-2:]) if len(letters) > 1 else None


def _unlike(one: Cleaned, other: Cleaned, field: str) -> bool:
    values = getattr(one, field), getattr(other, field)
    return None not in values and values[0] != values[1]


def probabilities(
    records: Sequence[Cleaned], found: Mapping[Pair, int], patterns: Mapping[Pair, int], area_names: Mapping[int, str]
) -> tuple[dict[int, float], fitting.Model]:
    """How probable each pattern is, learned by fitting.py, which both linkers share; and the model."""
    counts = _counts((pattern, found[pair] % rules.OF_TWO_IDS > 1) for pair, pattern in patterns.items())
    # A pair of one id is found when that id is among those that ask, a pair of two when either is.
    counts = fitting.weighed(counts, 1 / (2 - _asking_ids(records) / 1000))
    if fitting.labelled(counts) >= fitting.FEWEST_LABELLED:
        model = fitting.fit(counts)
    else:
        drawn = _drawn(records)
        lot = _counts((pattern_of(records[a], records[b], len(records), area_names), True) for a, b in drawn)
        model = fitting.fit_unlabelled(counts, lot, len(records) * (len(records) - 1) / 2)
    distinct = np.unique(counts.pattern)
    probable = fitting.probabilities(model, distinct).tolist()
    return dict(zip(distinct.tolist(), probable, strict=True)), model


def doubted(
    model: fitting.Model, patterns: Mapping[Pair, int], weighed: Mapping[Pair, float], taught: set[Pair],
    starts: Mapping[int, int], file_of: Sequence[int], share: float,
) -> dict[Pair, float]:  # fmt: skip
    """The probability of each doubtful pair by who else its two records could be; the arithmetic is that of doubts.py."""
    odds = fitting.log_odds(model, np.array([pattern % REST for pattern in patterns.values()], np.int64))
    beside = dict(zip(patterns, (1 / (1 + np.exp(-odds))).tolist(), strict=True))
    kinds = {}
    for (a, b), pattern in patterns.items():
        if doubts.LOW <= beside[a, b] <= doubts.HIGH:
            likely = beside[a, b] if pattern // REST == 3 else weighed[a, b]
            rival = _surer(a, b, likely, weighed, starts, file_of) or _surer(b, a, likely, weighed, starts, file_of)
            kinds[a, b] = (rivals.WITHIN if file_of[a] == file_of[b] else rivals.ACROSS) + rivals.RIVAL * rival
    counted = sorted(Counter((kinds[pair], patterns[pair]) for pair in kinds if pair in taught).items())
    columns = np.array([(*key, count) for key, count in counted], np.int64).reshape(-1, 3).T
    kinds_of, pattern_of_kind, pairs = columns
    of_kind = doubts.lines(model, kinds_of, pattern_of_kind, pairs, 1 / (2 - share))
    anew = (
        doubts.weighed(model, np.array([patterns[p] for p in kinds]), np.array(list(kinds.values())), of_kind)[0]
        if kinds
        else ()
    )
    return dict(zip(kinds, map(float, anew), strict=True))


def _surer(
    one: int,
    other: int,
    likely: float,
    weighed: Mapping[Pair, float],
    starts: Mapping[int, int],
    file_of: Sequence[int],
) -> bool:
    """Whether somebody else in the file of ``other`` is surer to be ``one``: by a score, or by one undoubted id."""
    for third in range(len(file_of)):
        if third in (one, other) or file_of[third] != file_of[other]:
            continue
        score = weighed.get((min(one, third), max(one, third)), 0.0)
        of_one_id = starts.get(one) is not None and starts.get(one) == starts.get(third)
        if (score >= rivals.SURE and score > likely) or (of_one_id and starts.get(one) != starts.get(other)):
            return True
    return False


def beside_rivals(weighed: Mapping[Pair, float], file_of: Sequence[int]) -> dict[Pair, float]:
    """The probability of each pair by who else its two records could be; the arithmetic is that of rivals.py."""
    surest: dict[tuple[int, int], float] = defaultdict(float)  # of a record in a file
    for (a, b), probability in weighed.items():
        if probability >= rivals.SURE:
            surest[a, file_of[b]] = max(surest[a, file_of[b]], probability)
            surest[b, file_of[a]] = max(surest[b, file_of[a]], probability)
    kinds = {}
    for (a, b), probability in weighed.items():
        rival = max(surest.get((a, file_of[b]), 0), surest.get((b, file_of[a]), 0)) > probability
        kinds[a, b] = (rivals.WITHIN if file_of[a] == file_of[b] else rivals.ACROSS) + rivals.RIVAL * rival
    counted = sorted(Counter((kind, weighed[pair]) for pair, kind in kinds.items()).items())
    seen = rivals.Seen(
        np.array([kind for (kind, _), _ in counted], np.int64),
        np.array([probability for (_, probability), _ in counted], np.float64),
        np.array([pairs for _, pairs in counted], np.int64),
    )
    found = Counter((file_of[record], file) for record, file in surest)
    shift = rivals.shifts(seen, rivals.pairs_of_kind(Counter(file_of), found, seen))
    return {pair: rivals.shifted(weighed[pair], shift[kind]) for pair, kind in kinds.items()}


def _counts(found: Iterable[tuple[int, bool]]) -> fitting.Counts:
    rows = sorted(Counter(found).items())
    return fitting.Counts(
        np.array([pattern for (pattern, _), _ in rows], np.int64),
        np.array([proposed for (_, proposed), _ in rows], bool),
        np.array([pairs for _, pairs in rows], np.int64),
    )


def _drawn(records: Sequence[Cleaned]) -> list[Pair]:
    """Each record with those that come next by the number of its name: a lot."""
    order = sorted(range(len(records)), key=lambda n: text_key(records[n].record_id))
    each = max(1, DRAWN // max(1, len(records)))
    pairs = [(a, b) for at, a in enumerate(order) for b in order[at + 1 : at + 1 + each]]
    return [(min(pair), max(pair)) for pair in pairs]


def _persons(
    records: Sequence[Cleaned], tied: Mapping[Pair, float], starts: Mapping[int, int], apart: Sequence[Pair]
) -> dict[str, str]:
    def start(record: int) -> int:
        return starts.get(record, record)

    members: dict[int, list[int]] = defaultdict(list)
    for number in range(len(records)):
        members[start(number)].append(number)
    points = [
        settling.Point(
            point,
            frozenset(one for n in inside if (one := records[n].id) is not None),
            min(records[n].record_id for n in inside),
        )
        for point, inside in members.items()
    ]
    ties: dict[Pair, float] = {}
    for (a, b), probability in tied.items():
        one, other = sorted((start(a), start(b)))
        if one != other:
            ties[one, other] = max(probability, ties.get((one, other), 0.0))
    parted = [(start(a), start(b)) for a, b in apart if start(a) != start(b)]
    # Of all points at once: a group in which nothing is contested is joined whole by settling as well.
    settled = settling.settle(points, [settling.Tie(*pair, probability) for pair, probability in ties.items()], parted)
    persons: dict[int, list[str]] = defaultdict(list)
    for point, inside in members.items():
        persons[settled.labels[point]] += [records[n].record_id for n in inside]
    return {record: min(group) for group in persons.values() for record in group}
