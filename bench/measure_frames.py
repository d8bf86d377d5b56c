"""Makes what the measures are timed on: households of a country by 38 indicators, and an example survey; all invented.

``python -m bench.measure_frames FOLDER 1000000``: households.parquet, its frameworks, survey.parquet and its framework.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import duckdb

PROVINCES, AMPHOES, TAMBONS = 77, 928, 7255
# The 38 indicators of five dimensions, in one of the two ways that the Thai frameworks of 2565 are split.
DIMENSIONS = {"health": 10, "home": 8, "learning": 8, "income": 7, "rights": 5}
INDICATORS = tuple(f"{name}_{one:02}" for name, size in DIMENSIONS.items() for one in range(1, size + 1))
CUTOFF = "1/4"
# These are not known of three households in a thousand.
UNSURE = ("home_03", "income_02", "income_05")
SURVEYED = 15_000
SURVEY = {
    "health": ("nutrition", "mortality"),
    "education": ("schooling", "attendance"),
    "living": ("power", "toilet", "water", "housing", "fuel", "assets"),
}


def make(folder: Path, households: int) -> None:
    """Write the data and the frameworks; the same rows whenever and wherever it runs."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as database:
        database.execute(_AREAS)
        database.execute(f"copy ({_households(households)}) to '{folder}/households.parquet' (format parquet)")
        database.execute(f"copy ({_survey()}) to '{folder}/survey.parquet' (format parquet)")
    (folder / "points.toml").write_text(country(design='[design]\nsize = "hh_size"\n'))
    (folder / "errors.toml").write_text(
        country(design='[design]\nsize = "hh_size"\nstrata = "province"\npsu = "village"\n')
    )
    (folder / "survey.toml").write_text(survey())


# Amphoes nest in provinces and tambons in amphoes; codes are text of 2, 4 and 6 digits as in Thailand.
_AREAS = f"""
create table areas as
with numbered as (
    select t, t * {AMPHOES} // {TAMBONS} as a, t * {AMPHOES} // {TAMBONS} * {PROVINCES} // {AMPHOES} as p
    from range({TAMBONS}) as tambons(t)
)
select
    t,
    format('{{:02d}}', 10 + p) as province,
    format('{{:02d}}{{:02d}}', 10 + p, dense_rank() over (partition by p order by a)) as amphoe,
    format(
        '{{:02d}}{{:02d}}{{:02d}}', 10 + p, dense_rank() over (partition by p order by a),
        row_number() over (partition by a order by t)
    ) as tambon,
    0.4 + 1.2 * (hash(t, 'poverty') % 1000) / 1000 as poverty
from numbered
"""


def _chance(*of: str) -> str:
    """A number of 0..9999 that only hangs on ``of``, so that the rows are the same however many threads make them."""
    return f"(hash({', '.join(of)}) % 10000)"


def _households(count: int) -> str:
    """Households in no order of place; what is lacking hangs on the tambon and on how hard up the household is."""
    facts = []
    for at, name in enumerate(INDICATORS):
        often = 300 + 2200 * (at * 7 % 38) // 38
        lacking = f"({_chance('i', str(at))} < {often} * poverty * hardship)::tinyint"
        unsure = f"case when {_chance('i', str(1000 + at))} >= 30 then {lacking} end" if name in UNSURE else lacking
        facts.append(f"{unsure} as {name}")
    return f"""
        select
            province, amphoe, tambon, tambon || ((i // {TAMBONS}) % 10)::varchar as village,
            (1 + hash(i, 'size') % 7)::tinyint as hh_size, {", ".join(facts)}
        from (
            select i, (hash(i, 'place') % {TAMBONS})::bigint as t, 0.5 + {_chance("i", "'hardship'")} / 10000.0 as hardship
            from range({count}) as numbers(i)
        ) join areas using (t)
    """


def _survey() -> str:
    """Two rounds of a survey in the same 600 villages of 20 strata."""
    names = [name for names in SURVEY.values() for name in names]
    facts = [
        f"({_chance('i', str(at))} < {900 + 350 * at} * (0.4 + 1.2 * (hash(psu) % 100) / 100) * (1.1 - 0.15 * t))::tinyint as {name}"
        for at, name in enumerate(names)
    ]
    return f"""
        select
            t::integer as t, case when t = 1 then 2560 else 2565 end as year, psu, stratum,
            50 + {_chance("i", "'weight'")} / 17.0 as weight, (1 + hash(i, 'size') % 8)::tinyint as hh_size,
            case when hash(psu, 'area') % 3 = 0 then 'urban' else 'rural' end as area,
            'region ' || (stratum % 5)::varchar as region, {", ".join(facts)}
        from (
            select i, 1 + i % 2 as t, (i // 2 % 600)::integer as psu, (i // 2 % 600 // 30)::integer as stratum
            from range({SURVEYED}) as numbers(i)
        )
    """


def country(design: str) -> str:
    """The framework of 38 indicators, all equal within equal dimensions, by every level of area."""
    head = f"""[framework]
name = "38 indicators"
unit = "household"
missing = "complete-cases"
cutoffs = ["{CUTOFF}"]

{design}
[groups]
by = ["province", "amphoe", "tambon"]
"""
    split = {name: [one for one in INDICATORS if one.startswith(f"{name}_")] for name in DIMENSIONS}
    return head + _dimensions(split)


def survey() -> str:
    """The framework of the example survey: a design, groups, two times and the curve."""
    head = """[framework]
name = "example"
unit = "household"
missing = "complete-cases"
cutoffs = ["20%", "1/3", "0.5", "all"]

[design]
weight = "weight"
strata = "stratum"
psu = "psu"
size = "hh_size"

[groups]
by = ["area", "region"]

[time]
column = "t"
year = "year"
"""
    return head + _dimensions({name: list(names) for name, names in SURVEY.items()})


def _dimensions(split: dict[str, list[str]]) -> str:
    lines = []
    for name, indicators in split.items():
        lines += ["", "[[dimension]]", f'name = "{name}"']
        for indicator in indicators:
            lines += ["", "[[dimension.indicator]]", f'name = "{indicator}"', f'deprived_if = "{indicator} = 1"']
    return "\n".join(lines) + "\n"


def integer_weights() -> tuple[dict[str, int], int]:
    """The weights of the 38 indicators over their common denominator, and that denominator."""
    common = math.lcm(*(len(DIMENSIONS) * size for size in DIMENSIONS.values()))
    return {name: common // (len(DIMENSIONS) * DIMENSIONS[name.split("_")[0]]) for name in INDICATORS}, common


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
