"""The table steps that turn the facts of an edition into a profile per household, figures per area, and marks.

Every answer is one letter: P pass, F fail, N not applicable, U not known. For a label F means that the household
carries it. The steps read ``household_values``, ``person_values`` and ``household_lists`` as link leaves them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from baansuk.assess.language import Expression
from baansuk.assess.sets import CARD_SOURCE, Rules
from baansuk.assess.truths import Truths, answer
from baansuk.assess.values import joined, literal, quoted
from baansuk.engine import Step

LEVELS = (0, 2, 4, 6, 8)
ANSWERS = {"P": "households_pass", "F": "households_fail", "N": "households_na", "U": "households_unknown"}


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure as the steps count it: its letter stands in ``column``; ``persons`` is the column summed where it is F."""

    measure: str
    column: str
    persons: str = "persons"


def counted_measures(rules: Rules, sources: Iterable[str]) -> list[Counted]:
    """Every measure of a run, in the order in which people meet them."""
    indicators = [rules.indicators.measure(one.number) for one in rules.indicators.indicator]
    dimensions = [rules.dimensions.measure(one.code) for one in rules.dimensions.dimension]
    measures = [Counted(measure, _letter(measure)) for measure in (*indicators, *dimensions)]
    for label in rules.labels.label:
        persons = "holders" if label.persons == "card_holders" else "persons"
        measures.append(Counted(label.measure, _letter(label.measure), persons))
    return [*measures, *(Counted(f"list.{source}", _letter(f"list.{source}")) for source in sorted(sources))]


def profile_steps(rules: Rules, sources: Sequence[str]) -> list[Step]:
    """The steps in the order in which they run; ``sources`` are those with a column ``on_<source>``.

    They leave ``profiles`` (one row per household), ``figures`` (one per area and measure), ``marks`` (one per household
    and measure that it fails or carries) and ``warned`` (one row: how many households each warning is about).
    """
    measures = counted_measures(rules, sources)
    return [
        _facts(rules),
        _cards(sources),
        _judged(rules),
        _dimensioned(rules),
        _counted(rules, sources),
        _labelled(rules, sources),
        _profiles(rules),
        _warned(rules),
        _measures(measures),
        _lettered(measures),
        _village_counts(),
        _figures(),
        _marks(),
    ]


def _on(source: str) -> str:
    return quoted(f"on_{source}")


def _letter(measure: str) -> str:
    return "a_" + measure.replace(".", "_").replace("-", "_")


def _facts(rules: Rules) -> Step:
    """The facts that the rules read, with the derived columns beside them."""
    expressions = [*rules.applies.values(), *rules.passes.values(), *rules.cautions.values(), *rules.derived.values()]
    fields = sorted({name for one in expressions for name in one.columns} - set(rules.derived))
    derived = [f"{rule.sql()} as {quoted(name)}" for name, rule in rules.derived.items()]
    return Step(
        "facts",
        f"""select household_code, list_key, rpad(coalesce(area_code, ''), 8, '0') as area_code,
            coalesce(cast(members as integer), 0) as persons, {", ".join([*map(quoted, fields), *derived])}
        from household_values""",
    )


def _cards(sources: Sequence[str]) -> Step:
    """Who holds the state welfare card among the living main members; ``pending`` are on the list without an answer."""
    listed = f"coalesce({_on(CARD_SOURCE)}, false)" if CARD_SOURCE in sources else "false"
    return Step(
        "cards",
        f"""select household_code,
            sum(case when welfare_card then 1 else 0 end) as holders,
            sum(case when welfare_card is null and {listed} then 1 else 0 end) as pending
        from person_values
        where household_code is not null and coalesce(life_status, 'alive') not in ('dead', 'moved')
        group by household_code""",
    )


def _judged(rules: Rules) -> Step:
    """One letter per indicator."""
    letters, truths = [], Truths()
    for one in rules.indicators.indicator:
        applies, passes = (truths.column(rule[one.number].sql()) for rule in (rules.applies, rules.passes))
        letters.append(f"{answer(applies, passes)} as {_letter(rules.indicators.measure(one.number))}")
    asked = f"select facts.*, {', '.join(truths.columns())} from facts"
    return Step("judged", f"select asked.*, {', '.join(letters)} from ({asked}) as asked")


def _dimensioned(rules: Rules) -> Step:
    """One letter per dimension: a failure decides, then a doubt, then a pass; N only where nothing applies."""
    letters = []
    for one in rules.dimensions.dimension:
        listed = ", ".join(_letter(rules.indicators.measure(number)) for number in one.indicators)
        letters.append(
            f"""case when 'F' in ({listed}) then 'F' when 'U' in ({listed}) then 'U' when 'P' in ({listed}) then 'P'
                else 'N' end as {_letter(rules.dimensions.measure(one.code))}"""
        )
    return Step("dimensioned", f"select judged.*, {', '.join(letters)} from judged")


def _answers(rules: Rules) -> str:
    return joined(_letter(rules.indicators.measure(one.number)) for one in rules.indicators.indicator)


def _dimensions(rules: Rules) -> str:
    return joined(_letter(rules.dimensions.measure(one.code)) for one in rules.dimensions.dimension)


def _counted(rules: Rules, sources: Sequence[str]) -> Step:
    """What the labels read: how many fail and are unknown, who holds the card, how many lists name the household."""
    flags = [f"coalesce({_on(source)}, false) as {_on(source)}" for source in sources]
    return Step(
        "counted",
        f"""select d.*, {_count("answers", "F")} as indicators_failed, {_count("answers", "U")} as indicators_unknown,
            {_count("dimensions", "F")} as dimensions_failed, {_count("dimensions", "U")} as dimensions_unknown,
            coalesce(cards.holders, 0) as holders, {_holds_card(sources)} as holds_card,
            {_lists_on(rules, sources)} as lists_on{"".join(", " + flag for flag in flags)}
        from (select dimensioned.*, {_answers(rules)} as answers, {_dimensions(rules)} as dimensions from dimensioned) as d
        left join cards on cards.household_code = d.household_code
        left join household_lists l on l.household_code = d.household_code""",
    )


def _holds_card(sources: Sequence[str]) -> str:
    # Nobody on a list that came does not hold the card; while the list has not come, nobody can say.
    not_on_list = "coalesce(pending, 0) = 0" if CARD_SOURCE in sources else "false"
    return f"case when coalesce(cards.holders, 0) > 0 then true when {not_on_list} then false end"


def _lists_on(rules: Rules, sources: Sequence[str]) -> str:
    kinds = {one.source: one.kind for one in rules.labels.list}
    help_lists = [source for source in sources if kinds.get(source, "list") == "list"]
    return _sum(f"case when coalesce({_on(source)}, false) then 1 else 0 end" for source in help_lists)


def register_steps(rules: Rules, sources: Sequence[str]) -> list[Step]:
    """The steps that leave in ``labelled`` what the register knows of a household before any indicator is judged.

    That is ``surveyed``, ``holds_card`` and ``lists_on``: all that rules of frameworks may read beside facts, at a tenth of
    the cost of ``profile_steps``.
    """
    light = f"""select f.household_code, f.list_key, f.area_code, f.persons, f.surveyed, {_holds_card(sources)} as holds_card,
            {_lists_on(rules, sources)} as lists_on
        from facts f
        left join cards on cards.household_code = f.household_code
        left join household_lists l on l.household_code = f.household_code"""
    return [_facts(rules), _cards(sources), Step("labelled", light)]


def _labelled(rules: Rules, sources: Sequence[str]) -> Step:
    """One letter per label and per list."""
    written: dict[str, str] = {}
    letters = []
    for label in rules.labels.label:
        written[label.code] = rules.label_rules[label.code].sql(written)
        letters.append(
            f"""case when {written[label.code]} then 'F' when not {written[label.code]} then 'P' else 'U' end
                as {_letter(label.measure)}"""
        )
    letters += [f"case when {_on(source)} then 'F' else 'P' end as {_letter(f'list.{source}')}" for source in sources]
    return Step("labelled", f"select counted.*, {', '.join(letters)} from counted")


def _profiles(rules: Rules) -> Step:
    """One row per household as it is kept; labels as ``code:letter`` with a space between."""
    shown = [label for label in rules.labels.label if label.measure.startswith("label.")]
    between = (literal(f"{' ' if place else ''}{label.code}:") for place, label in enumerate(shown))
    labels = joined(part for text, label in zip(between, shown, strict=True) for part in (text, _letter(label.measure)))
    return Step(
        "profiles",
        f"""select household_code, list_key, area_code, persons, cast(holders as integer) as holders, surveyed,
            {literal(rules.stamp)} as indicator_set, answers, dimensions, cast(indicators_failed as integer) as failed,
            cast(indicators_unknown as integer) as unknown, {labels} as labels
        from labelled""",
    )


def warning_names(rules: Rules) -> list[str]:
    """The columns of ``warned`` after ``households``, in order."""
    return list(_warning_tests(rules))


def _warned(rules: Rules) -> Step:
    """How many households each caution is about, and how many met a zero divisor, by indicator."""
    sums = [
        f"cast(sum(case when {test} then 1 else 0 end) as bigint) as {name}"
        for name, test in _warning_tests(rules).items()
    ]
    return Step(
        "warned", f"select cast(count(*) as bigint) as households{''.join(', ' + one for one in sums)} from facts"
    )


def _warning_tests(rules: Rules) -> dict[str, str]:
    tests = {f"caution_{code}": rule.sql() for code, rule in rules.cautions.items()}
    return tests | {
        f"zero_divisor_{number:02d}": divisors
        for number in rules.passes
        if (divisors := _divisors(rules.applies[number], rules.passes[number]))
    }


def _divisors(*rules: Expression) -> str:
    return " or ".join(filter(None, (rule.zero_divisors_sql() for rule in rules)))


def _measures(measures: Sequence[Counted]) -> Step:
    """The measures as a small table; ``place`` is the place of each one's letter in ``letters``."""
    values = ", ".join(
        f"({place}, {literal(one.measure)}, {str(one.persons == 'holders').lower()})"
        for place, one in enumerate(measures, start=1)
    )
    return Step("measures", f"select * from (values {values}) as m(place, measure, by_holders)")


def _lettered(measures: Sequence[Counted]) -> Step:
    """All letters of a household in one text: a wide table of 50 counts per area takes Spark minutes to plan."""
    letters = joined(one.column for one in measures)
    return Step(
        "lettered",
        f"select household_code, list_key, area_code, persons, holders, {letters} as letters from labelled",
    )


def _village_counts() -> Step:
    counts = ", ".join(
        f"sum(case when substr(letters, place, 1) = '{letter}' then 1 else 0 end) as {name}"
        for letter, name in ANSWERS.items()
    )
    return Step(
        "village_counts",
        f"""select area_code, measure, {counts},
            sum(case when substr(letters, place, 1) <> 'F' then 0 when by_holders then holders else persons end)
                as persons_fail,
            sum(persons) as persons_all
        from lettered cross join measures
        group by area_code, measure""",
    )


def _figures() -> Step:
    """The villages added up to every level. Code 00 stands for "not known" below a known area, so that parts add up."""
    levels = ", ".join(f"({level})" for level in LEVELS)
    sums = ", ".join(
        f"cast(sum({name}) as bigint) as {name}" for name in (*ANSWERS.values(), "persons_fail", "persons_all")
    )
    return Step(
        "figures",
        f"""select substr(area_code, 1, level) as area_code, level, measure, {sums}
        from village_counts cross join (values {levels}) as l(level)
        where level <= 2 or substr(area_code, level - 3, 2) <> '00'
        group by substr(area_code, 1, level), level, measure""",
    )


def _marks() -> Step:
    """Households under each measure that they fail or carry; ``all`` needs none, the household list itself is that."""
    return Step(
        "marks",
        """select measure, list_key, household_code from lettered cross join measures
        where substr(letters, place, 1) = 'F' and measure <> 'all'""",
    )


def _sum(parts: Iterable[str]) -> str:
    return " + ".join(f"({part})" for part in parts) or "0"


def _count(letters: str, letter: str) -> str:
    """How often a letter stands in a text."""
    return f"cast(length({letters}) - length(replace({letters}, '{letter}', '')) as integer)"
