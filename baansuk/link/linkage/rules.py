"""The rules by which two records are looked at as a pair, and how many of them are too many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from baansuk.link.linkage.records import BEGINS, ENDS, YEAR

# A key that more of the asking records bear proposes nothing by itself; a finer one is asked instead, and the report
# names it.
MOST_TO_A_KEY: Final = 40
# A register where fewer have an id is poor in ids.
POOR_IN_IDS: Final = 0.2
# Where fewer have one, names with a slip are looked for as well, by coarse keys; what more records bear proposes nothing.
FEW_IDS: Final = 0.7
MOST_TO_A_COARSE_KEY: Final = 3
# So many candidates for each asking record by one rule are no sign of hot keys.
MOST_TO_A_RECORD: Final = 3
MOST_BESIDE: Final = 10_000
# Of records with an id, enough are asked about others to learn from; of those without one, all.
LEARN_FROM: Final = 60_000

# Whom a rule looks at: everybody, those whose day of birth is known, those of whom it is not.
Birth = Literal["any", "dated", "undated"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Two records that agree on all ``keys`` are a candidate.

    ``finer`` is asked instead for keys that are hot; ``other`` are the keys of the second record where they differ, and
    ``other_birth`` is its condition. Of ``unless``, both values are known and differ. ``poor`` and ``few`` say that it is
    asked only where ids are; the keys of the latter are coarse, and propose only where hardly anybody bears them.
    """

    name: str
    keys: tuple[str, ...]
    birth: Birth = "any"
    finer: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    other_birth: Birth | None = None
    asking: Literal["asking", "identified"] = "asking"
    unless: str = ""
    poor: bool = False
    few: bool = False


NAMES: Final = ("given_skeleton", "family_skeleton")
RULES: Final = (
    Rule("names", NAMES, finer=("birth",)),
    Rule("given_birth", ("given_skeleton", "birth"), "dated", finer=("district",)),
    Rule("family_birth", ("family_skeleton", "birth"), "dated", finer=("district",)),
    Rule("names_exchanged", NAMES, other=("family_skeleton", "given_skeleton")),
    Rule("home_year", ("home", YEAR)),
    Rule("home_given", ("home", "given_skeleton")),
    # All of a family would be too many; without a day of birth there are few, and nothing else finds them.
    Rule("undated_home_family", ("home", "family_skeleton"), "undated", other_birth="any"),
    Rule("home_family_undated", ("home", "family_skeleton"), other_birth="undated"),
    Rule("given_year_place", ("given_skeleton", YEAR, "place"), finer=("village",)),
    # Where few have ids, any two of name, birth and place will do.
    Rule("birth_place", ("birth", "tambon"), "dated", poor=True),
    Rule("birth_house", ("birth", "house"), "dated", poor=True),
    Rule("given_place", ("given_skeleton", "tambon"), finer=("house",), poor=True),
    Rule("family_place", ("family_skeleton", "tambon"), finer=("house",), poor=True),
    Rule("given_house", ("given_skeleton", "house"), finer=("district",), poor=True),
    Rule("family_house", ("family_skeleton", "house"), finer=("district",), poor=True),
    Rule("house_place", ("house", "tambon"), finer=(YEAR,), poor=True),
    Rule("exchanged_birth", ("given_skeleton", "birth"), "dated", other=("family_skeleton", "birth"), poor=True),
    # Whoever has moved is found by one name and what a slip has left of the other, or by the telephone. A name as it begins,
    # or as it ends, is borne by many, and these propose nothing: so the pairs do not grow with the square of the records.
    Rule("given_family_begins", ("given_skeleton", BEGINS + "family"), few=True),
    Rule("given_family_ends", ("given_skeleton", ENDS + "family"), few=True),
    Rule("family_given_begins", ("family_skeleton", BEGINS + "given"), few=True),
    Rule("family_given_ends", ("family_skeleton", ENDS + "given"), few=True),
    Rule("phone_given", ("phone", "given_skeleton"), few=True),
    Rule("phone_family", ("phone", "family_skeleton"), few=True),
    Rule("phone_year", ("phone", YEAR), few=True),
    # Whoever bears another id but all else alike is nobody's to join, and somebody's to look at.
    Rule("two_ids", (*NAMES, "birth"), "dated", asking="identified", unless="id", finer=("place",)),
)
# Bit 0 says that the two share an id; rule n sets bit n + 1, the last the highest.
OF_IDS: Final = 1
OF_TWO_IDS: Final = 1 << len(RULES)
