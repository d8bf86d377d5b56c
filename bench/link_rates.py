"""How often the made-up registers leave out, mistake or change what they write: each rate by its name, with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

# Shares of the population in each register: 0.47 true pairs per record, as issue 5 measured, follow from these three.
# A is a survey that goes from house to house, so it has whole households; B and C list persons.
HOUSEHOLDS_IN_A: Final = 0.6
MEMBERS_IN_A: Final = 0.87  # who was at home or was told of
IN_B: Final = 0.46
IN_C: Final = 0.4
DUPLICATES: Final = 0.0075  # rows entered twice in one register, some time apart, so with errors of their own

ID_TYPO: Final = 0.01
ID_NEVER: Final = 0.02  # persons who have none anywhere: without papers, or not yet entered
ID_OF_ANOTHER: Final = 0.05  # of wrong ids, those copied from the line of the member of the household above
ID_PLACEHOLDER: Final = 0.05  # of missing ids, those that a form would not leave empty

BIRTH_PART_UNKNOWN: Final = 0.04  # the old often know the year alone; children of hill villages too
BIRTH_AS_FIRST: Final = 0.5  # of these, written as 01 where another office writes 00
BIRTH_MONTH_TOO: Final = 0.6  # of these, the month is unknown as well
BIRTH_SWAPPED: Final = 0.004  # a spreadsheet with American dates
BIRTH_WRONG_ERA: Final = 0.003  # Christian year in a Buddhist column or the reverse
BIRTH_YEAR_OFF: Final = 0.006  # reckoned from the age given, before or after the birthday

MISHEARD: Final = 0.025  # per name: written by ear, in the way that another family spells it
OWN_SPELLING: Final = 0.1  # persons and families whose papers spell a common name in another way than most do
NICKNAME: Final = 0.001  # volunteers know their neighbours by it
FORMER_GIVEN: Final = 0.003  # given names are changed for luck, at a district office, in a minute
FORMER_SURNAME: Final = 0.1  # wives who took the husband's name and stand in one register with that at birth
NAMES_EXCHANGED: Final = 0.001  # given name in the column of the surname
SURNAME_MISSING: Final = 0.003  # monks, hill people, and lines cut short
TITLE_IN_NAME: Final = 0.02  # the title typed before the given name though it has a column, or none, of its own
NO_TITLE: Final = 0.1
RANKED: Final = 0.015  # grown men who use a military rank as their title
WIDE_GAP: Final = 0.03  # two blanks between names
CHILD_TITLE_UNTIL: Final = 15  # years of age, by the law on titles

SEX_WRONG: Final = 0.003
SEX_MISSING: Final = 0.03

PLACE_MISSING: Final = 0.03  # house number or village not given
PLACE_TYPO: Final = 0.005  # tambon and amphoe come mostly from a list
PLACE_PREFIX: Final = 0.1  # names written with their kind before them
PLACE_AS_NAME: Final = 0.1  # of a register that uses codes, rows that came from an older form with names
HOUSE_SPACED: Final = 0.05  # 12 / 3
HOUSE_THAI_DIGITS: Final = 0.03  # ๑๒/๓
HOUSE_CODE_IN_A: Final = 0.9
NUMBER_IN_A: Final = 0.6  # rows of A that give the house number and village as well as the code
HOUSE_CODE_IN_C: Final = 0.4

PHONE_IN_A: Final = 0.7  # of persons with a known number
PHONE_IN_C: Final = 0.5
PHONE_CHANGED: Final = 0.1  # prepaid cards: another number by the time of C


@dataclass(frozen=True, slots=True)
class Rates:
    """What the hard set changes. ``ids_missing`` is per register; ``two_ids`` is of all true pairs."""

    ids_missing: tuple[float, float, float] = (0.15, 0.2, 0.25)  # better in the survey, which looks at the card
    two_ids: float = 0.007  # measured in issue 5: pairs of one person with two valid ids that differ
    typo: float = 0.01  # per name; names have eight keys, and one key in a thousand slips unseen
    birth_typo: float = 0.008
    house_typo: float = 0.01
    birth_missing: float = 0.005
    moved: float = 0.08  # persons with another address in one register


DEFAULT: Final = Rates()
HARD: Final = replace(
    DEFAULT,
    ids_missing=(0.5, 0.5, 0.5),
    typo=2 * DEFAULT.typo,
    birth_typo=2 * DEFAULT.birth_typo,
    house_typo=2 * DEFAULT.house_typo,
    birth_missing=0.08,
    moved=0.2,
)
