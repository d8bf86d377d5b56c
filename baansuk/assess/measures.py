"""The measures as people choose among them: labels, dimensions, indicators and lists, each with what it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from baansuk.access.classes import CLASSES
from baansuk.assess import resting
from baansuk.assess.sets import Indicator, Rules, load_rules
from baansuk.people.lists import load_lists
from baansuk.people.sight import Sight
from baansuk.thai.words import Words

ALL = "all"
FIRST = "label.mpi_poor"
KINDS: Mapping[str, Words] = {
    "label": Words("ป้ายของครัวเรือน", "Labels of households"),
    "dimension": Words("มิติของ TPMAP", "TPMAP dimensions"),
    "indicator": Words("ตัวชี้วัด จปฐ.", "BMN indicators"),
    "list": Words("บัญชีของหน่วยงาน", "Agencies' lists"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: ``kind`` is a key of KINDS, ``group`` the heading it stands under, ``definition`` what it counts.

    ``classes`` are those of the facts it rests on: who may not see them may not be told who is found under it.
    """

    code: str
    kind: str
    group: Words
    words: Words
    definition: Words
    classes: frozenset[str]

    @property
    def is_lack(self) -> bool:
        """Say whether a household found under it lacks something (a list or "all" says nothing of the kind)."""
        return self.kind in ("dimension", "indicator")


@lru_cache(maxsize=1)
def measures() -> tuple[Measure, ...]:
    """Return every measure of the rules in force, in the order in which people meet them."""
    return tuple(measures_of(load_rules()))


@lru_cache(maxsize=1)
def by_code() -> Mapping[str, Measure]:
    """Return the measures by their code."""
    return {measure.code: measure for measure in measures()}


def allowed(listed: Iterable[Measure], sight: Sight, areas: Iterable[str]) -> list[Measure]:
    """Return the measures by which households of some areas may be found, judged and told apart in this sight."""
    inside = list(areas)
    if not inside:
        return []
    # Fifty measures rest on a dozen classes: each class is asked once.
    held = {name for name in CLASSES if sight.throughout([name], inside)}
    return [measure for measure in listed if measure.classes <= held]


def grouped(listed: Iterable[Measure]) -> list[tuple[Words, list[Measure]]]:
    """Return the measures under their headings, order kept."""
    groups: dict[Words, list[Measure]] = {}
    for measure in listed:
        groups.setdefault(measure.group, []).append(measure)
    return list(groups.items())


def measures_of(rules: Rules) -> list[Measure]:
    """Return the measures of a checked set of rules."""
    return [*_labels(rules), *_dimensions(rules), *_indicators(rules), *_lists(rules)]


def _labels(rules: Rules) -> list[Measure]:
    return [
        Measure(one.measure, "label", KINDS["label"], one.words, one.definition, resting.of_label(rules, one.code))
        for one in rules.labels.label
    ]


def _dimensions(rules: Rules) -> list[Measure]:
    found = []
    for one in rules.dimensions.dimension:
        numbers = ", ".join(str(number) for number in one.indicators)
        definition = Words(
            f"ครัวเรือนที่ตกตัวชี้วัด จปฐ. ข้อ {numbers} อย่างน้อยหนึ่งข้อ",
            f"Households that fail at least one of the BMN indicators {numbers}",
        )
        code = rules.dimensions.measure(one.code)
        classes = resting.of_dimension(rules, one.code)
        found.append(Measure(code, "dimension", KINDS["dimension"], one.words, definition, classes))
    return found


def _indicators(rules: Rules) -> list[Measure]:
    groups = {group.code: group.words for group in rules.indicators.group}
    return [
        Measure(
            rules.indicators.measure(one.number),
            "indicator",
            groups[one.group],
            _numbered(one),
            _fails(one),
            resting.of_indicator(rules, one.number),
        )
        for one in rules.indicators.indicator
    ]


def _numbered(one: Indicator) -> Words:
    return Words(f"{one.number}. {one.th}", f"{one.number}. {one.en}")


def _fails(one: Indicator) -> Words:
    return Words(
        f"นับครัวเรือนที่ไม่ผ่าน เกณฑ์ผ่านคือ {one.rule_th}",
        f"Counts households that do not pass. To pass: {one.rule_en}",
    )


def _lists(rules: Rules) -> list[Measure]:
    return [
        Measure(
            f"list.{one.source}",
            "list",
            KINDS["list"],
            one.words,
            Words(
                f"ครัวเรือนที่มีบ้านหรือสมาชิกอย่างน้อยหนึ่งคนอยู่ใน{one.th}",
                f"Households named, or with a member named, in: {one.en}",
            ),
            load_lists().of(one.source),
        )
        for one in rules.labels.list
    ]
