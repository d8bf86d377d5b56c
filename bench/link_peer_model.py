"""What Splink is told of Thai registers: levels, blocking rules and sample sizes, tuned for F1 first and cost second."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import splink.comparison_level_library as cll
from splink import SettingsCreator, block_on
from splink.comparison_library import CustomComparison
from splink.internals.blocking_rule_library import CustomRule


@dataclass(frozen=True)
class Tuning:
    """What was turned until F1 no longer rose and core-seconds no longer fell."""

    u_pairs: float = 3e5
    em_pairs: float = 1e5
    frequencies: bool = True
    keep_above: float = -2.0  # match weight under which a pair is dropped before a threshold is looked for


TUNING = Tuning()


def _name(column: str, extra: list[cll.CustomLevel], tuning: Tuning) -> CustomComparison:
    exact, sound = (
        cll.ExactMatchLevel(name, term_frequency_adjustments=tuning.frequencies) for name in (column, f"{column}_sound")
    )
    return CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.NullLevel(column),
            exact,
            sound,
            *extra,
            cll.CustomLevel(
                f"levenshtein({column}_l, {column}_r) <= 1 or jaro_winkler_similarity({column}_l, {column}_r) >= 0.93",
                "near",
            ),
            cll.CustomLevel(f"jaro_winkler_similarity({column}_l, {column}_r) >= 0.85", "rather near"),
            cll.ElseLevel(),
        ],
    )


def _part_of_given() -> cll.CustomLevel:
    return cll.CustomLevel(
        "given_sound_l = family_sound_r or starts_with(given_l, given_r) or starts_with(given_r, given_l)",
        "swapped with the family name, or the beginning",
    )


def _id() -> CustomComparison:
    return CustomComparison(
        output_column_name="id",
        comparison_levels=[
            cll.NullLevel("id_digits"),
            # Chance agreement of ids is too rare for any sample: told, not estimated.
            cll.ExactMatchLevel("id_digits").configure(u_probability=1e-8, fix_u_probability=True),
            cll.CustomLevel(
                "levenshtein(id_digits_l, id_digits_r) <= 2", "one slip, or two next to each other"
            ).configure(u_probability=1e-6, fix_u_probability=True),
            cll.ElseLevel(),
        ],
    )


def _birth() -> CustomComparison:
    same = {part: f"birth_{part}_l = birth_{part}_r" for part in ("year", "month", "day")}
    swapped = "birth_month_l = birth_day_r and birth_day_l = birth_month_r"
    two = [f"({same[a]} and {same[b]})" for a, b in (("year", "month"), ("year", "day"), ("month", "day"))]
    unknown = "(birth_month_l is null or birth_month_r is null or birth_day_l is null or birth_day_r is null)"
    return CustomComparison(
        output_column_name="birth",
        comparison_levels=[
            cll.CustomLevel("birth_year_l is null or birth_year_r is null", "unknown").configure(is_null_level=True),
            cll.CustomLevel(" and ".join(same.values()), "same day"),
            cll.CustomLevel(f"{same['year']} and {unknown}", "same year, the rest unknown"),
            cll.CustomLevel(f"{' or '.join(two)} or ({same['year']} and {swapped})", "one part differs"),
            cll.CustomLevel(same["year"], "same year"),
            cll.CustomLevel(f"abs(birth_year_l - birth_year_r) = 1 and {unknown}", "a year apart, the rest unknown"),
            cll.ElseLevel(),
        ],
    )


def _place() -> CustomComparison:
    """A phone is the household's and not the person's: beside the house it would count the same evidence twice."""
    return CustomComparison(
        output_column_name="place",
        comparison_levels=[
            cll.CustomLevel(
                "(tambon_l is null or tambon_r is null) and (house_code_l is null or house_code_r is null)"
                " and (phone_l is null or phone_r is null)",
                "unknown",
            ).configure(is_null_level=True),
            cll.CustomLevel(
                "house_l = house_r or house_code_l = house_code_r or phone_l = phone_r", "same house or phone"
            ),
            cll.CustomLevel("village_l = village_r", "same village"),
            cll.CustomLevel("tambon_l = tambon_r", "same tambon"),
            cll.CustomLevel("amphoe_l = amphoe_r", "same amphoe"),
            cll.ElseLevel(),
        ],
    )


def _exact(column: str) -> CustomComparison:
    return CustomComparison(
        output_column_name=column,
        comparison_levels=[cll.NullLevel(column), cll.ExactMatchLevel(column), cll.ElseLevel()],
    )


RULES = (
    ("national_id",),
    ("given_sound", "family_sound"),
    ("given_sound", "birth_year", "birth_month", "birth_day"),
    ("family_sound", "birth_year", "birth_month", "birth_day"),
    ("house", "given_sound"),
    ("house_code", "given_sound"),
    ("house", "birth_year"),
    ("house_code", "birth_year"),
    ("village", "birth_year", "birth_month", "birth_day"),
    ("village", "given_sound"),
    ("tambon", "given_sound", "birth_year"),
    ("village", "family_sound", "birth_year"),
)
# Given and family name in each other's column.
SWAPPED = "l.given_sound = r.family_sound and l.family_sound = r.given_sound"


def settings(tuning: Tuning) -> SettingsCreator:
    """Return the whole model; records of one file may link too, so all stand in one table."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        comparisons=[
            _id(),
            _name("given", [_part_of_given()], tuning),
            _name("family", [], tuning),
            _birth(),
            _place(),
            _exact("sex"),
        ],
        blocking_rules_to_generate_predictions=[*(block_on(*rule) for rule in RULES), CustomRule(SWAPPED)],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        em_convergence=0.001,
    )


def described(tuning: Tuning = TUNING) -> str:
    """Say the whole model in a few lines: sizes, levels and rules, as Splink itself holds them."""
    told = settings(tuning).create_settings_dict("duckdb")
    lines = [f"{name} {value}" for name, value in asdict(tuning).items()]
    for comparison in told["comparisons"]:
        levels = [level["label_for_charts"] for level in comparison["comparison_levels"]]
        lines.append(f"  {comparison['output_column_name']}: {' | '.join(levels)}")
    lines += [f"  block on {SWAPPED}", *(f"  block on {' + '.join(rule)}" for rule in RULES)]
    return "\n".join(lines)
