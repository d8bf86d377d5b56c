"""The people of the made-up world: households, kin, births, names, ids, houses; the registers look at them later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.link_words import Whole, Words

Flags = NDArray[np.bool_]

HEAD, SPOUSE, CHILD, PARENT, SIBLING, GRANDCHILD = range(6)
LARGEST_HOUSEHOLD: Final = 8
COUPLES: Final = 0.62  # the other heads are single, widowed or apart
# Shares of households with none, one, two ... of them; three and more generations under one roof are common.
CHILDREN: Final = (0.36, 0.30, 0.24, 0.08, 0.02)
PARENTS: Final = (0.75, 0.18, 0.07)
SIBLINGS: Final = (0.92, 0.06, 0.02)
GRANDCHILDREN: Final = (0.86, 0.10, 0.04)  # often left with the grandparents while the parents work elsewhere
TWINS: Final = 0.011  # of children who have an elder sibling: a little over one birth in a hundred
NAMED_ALIKE: Final = 0.25  # siblings whose names begin alike: a custom, and the linker's hardest neighbours
NAMED_ALIKE_TWINS: Final = 0.8  # for twins it is nearly the rule
TOOK_HUSBANDS_NAME: Final = 0.8  # a choice since 2005, still the usual one
OTHER_SURNAME: Final = 0.06  # members with neither name: step-children, in-laws, lodgers
LOCAL_SURNAMES: Final = 6  # old families of one village
LOCAL_SURNAME: Final = 0.3  # households that bear one of these: namesakes live next door to each other
# Frequency falls as 1 / rank ** exponent: the first given name near 1%, the first surname near 0.5% of people.
GIVEN_EXPONENT: Final = 0.65
FAMILY_EXPONENT: Final = 0.6
FIRST_BIRTH, LAST_BIRTH = 1926, 2021  # all were born before the oldest register was closed
HOUSES_PER_VILLAGE, VILLAGES_PER_TAMBON, TAMBONS_PER_AMPHOE = 150, 9, 8  # as in a northern province
EMPTY_HOUSES: Final = 0.05  # houses beyond one for each household: somewhere to move to
SHARED_HOUSE: Final = 0.03  # households in the house of another: two families, one house number
MOVED_TOGETHER: Final = 0.4  # of those with another address, the ones whose whole household has it
MOVED_NEAR: Final = 0.3  # of moves, those within about two villages
PHONE: Final = 0.7  # persons for whom a number is known at all
SHARED_PHONE: Final = 0.3  # adults who give the number of the head of the household; every child does
ID_FIRST_DIGITS: Final = (0, 0.34, 0.06, 0.38, 0.03, 0.12, 0.02, 0.02, 0.03)  # digit 1 born since 1984, 3 before


@dataclass(frozen=True, slots=True)
class People:
    """One element per person, households one after the other. ``birth_family`` is the surname at birth, ``other_house``
    -1 for who never moved, ``spare`` a second valid id that only a mistaken record bears; names are numbers of words."""

    household: Whole
    woman: Flags
    married: Flags
    year: Whole
    month: Whole
    day: Whole
    given: Whole
    family: Whole
    birth_family: Whole
    house: Whole
    other_house: Whole
    id: Whole
    spare: Whole
    phone: Whole


def people_of(households: int, words: Words, moved: float, rng: np.random.Generator) -> People:
    """Make the people of so many households, about three in each."""
    head_year = rng.normal(1970, 15, households).astype(np.int64).clip(1934, 2001)
    household, role, order = _members(head_year, rng)
    twin = (role == CHILD) & (order > 0) & (rng.random(len(role)) < TWINS)
    couple = np.bincount(household[role == SPOUSE], minlength=households) > 0
    man_leads = rng.random(households) < 0.72
    woman = rng.random(len(role)) < 0.5
    woman[role == HEAD], woman[role == SPOUSE] = ~man_leads, man_leads[household[role == SPOUSE]]
    woman[role == PARENT] = order[role == PARENT] == 0  # a widowed parent is most often the mother
    village = np.arange(households) // HOUSES_PER_VILLAGE
    family, birth_family = _surnames(household, role, woman, couple, village, len(words.family), rng)
    house, other_house = _houses(household, moved, rng)
    ids = _ids(len(role), rng)
    year, month, day = _births(head_year[household], role, twin, rng)
    return People(
        household=household, woman=woman, married=(role == SPOUSE) | (role == PARENT) | ((role == HEAD) & couple[household]),
        year=year, month=month, day=day, given=_given_names(household, role, order, woman, twin, words, rng),
        family=family, birth_family=birth_family, house=house, other_house=other_house,
        id=ids[: len(role)], spare=ids[len(role) :], phone=_phones(household, role, year, rng),
    )  # fmt: skip


def _members(head_year: Whole, rng: np.random.Generator) -> tuple[Whole, Whole, Whole]:
    """Return household, role and place among those of the same role, for each person."""
    count = len(head_year)
    sizes = np.ones((count, 6), dtype=np.int64)
    sizes[:, SPOUSE] = rng.random(count) < COUPLES
    for role, shares in ((CHILD, CHILDREN), (PARENT, PARENTS), (SIBLING, SIBLINGS), (GRANDCHILD, GRANDCHILDREN)):
        sizes[:, role] = rng.choice(len(shares), count, p=shares)
    sizes[:, CHILD] *= head_year < 1998  # nobody here is a parent before 20,
    sizes[:, GRANDCHILD] *= head_year < 1976  # or a grandparent before 40,
    sizes[:, PARENT] *= head_year > 1962  # and few parents of the old are still alive
    flat = sizes.ravel()
    group = np.repeat(np.arange(flat.size), flat)
    order = np.arange(len(group)) - (np.cumsum(flat) - flat)[group]
    household = group // 6
    totals = sizes.sum(axis=1)
    place = np.arange(len(group)) - (np.cumsum(totals) - totals)[household]
    kept = place < LARGEST_HOUSEHOLD
    return household[kept], group[kept] % 6, order[kept]


def _births(head: Whole, role: Whole, twin: Flags, rng: np.random.Generator) -> tuple[Whole, Whole, Whole]:
    """Return year (CE), month and day; twins have those of the sibling before them."""
    count = len(role)
    # Years after the head's birth, at least and at most, by role.
    least = np.array([0, -6, 19, -38, -9, 40])[role]
    most = np.minimum(np.array([0, 9, 38, -19, 9, 58])[role], LAST_BIRTH - head)
    year = head + least + (rng.random(count) * (most - least + 1)).astype(np.int64)
    year = year.clip(FIRST_BIRTH, LAST_BIRTH)
    month = rng.integers(1, 13, count)
    days = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])[month - 1]
    day = 1 + (rng.random(count) * days).astype(np.int64)
    source = _before(twin)
    return year[source], month[source], day[source]


def _before(twin: Flags) -> Whole:
    """Return for each person whose birth theirs is: their own, or for a twin that of the last who is none."""
    return np.maximum.accumulate(np.where(twin, 0, np.arange(len(twin))))


def zipf(count: int, words: int, exponent: float, rng: np.random.Generator) -> Whole:
    """Draw so many ranks below ``words``, rank r with a chance proportional to 1 / (r + 1) ** exponent."""
    shares = np.cumsum(np.arange(1, words + 1, dtype=np.float64) ** -exponent)
    return np.searchsorted(shares, rng.random(count) * shares[-1], side="right").clip(max=words - 1).astype(np.int64)


def _given_names(
    household: Whole, role: Whole, order: Whole, woman: Flags, twin: Flags, words: Words, rng: np.random.Generator
) -> Whole:
    """Return given names by Zipf's law, brothers and sisters sometimes with the first part of the eldest."""
    count, half = len(role), len(words.given) // 2
    ranked = np.concatenate([rng.permutation(half), half + rng.permutation(half)])
    names = ranked[zipf(count, half, GIVEN_EXPONENT, rng) + half * woman]
    young = (role == CHILD) | (role == GRANDCHILD)
    alike = young & (order > 0) & (rng.random(count) < np.where(twin, NAMED_ALIKE_TWINS, NAMED_ALIKE))
    eldest = (np.arange(count) - order)[alike]
    part = words.starts[names[eldest]]
    for sex in (0, 1):
        starts = words.starts[half * sex : half * (sex + 1)]
        first, last = np.searchsorted(starts, part, side="left"), np.searchsorted(starts, part, side="right")
        drawn = first + (rng.random(len(part)) * (last - first)).astype(np.int64)
        usable = (woman[alike] == bool(sex)) & (last > first)
        names[np.flatnonzero(alike)[usable]] = half * sex + drawn[usable]
    return names


def _surnames(
    household: Whole, role: Whole, woman: Flags, couple: Flags, village: Whole, words: int, rng: np.random.Generator
) -> tuple[Whole, Whole]:
    """Return the surname of today and that at birth."""
    count, houses = len(role), len(couple)
    of_house = zipf(houses, words, FAMILY_EXPONENT, rng)
    local = zipf((int(village[-1]) + 1) * LOCAL_SURNAMES, words, FAMILY_EXPONENT, rng).reshape(-1, LOCAL_SURNAMES)
    is_local = rng.random(houses) < LOCAL_SURNAME
    of_house[is_local] = local[village[is_local], rng.integers(0, LOCAL_SURNAMES, int(is_local.sum()))]
    # The house has the husband's name; the wife was born with another, which her parents and siblings bear.
    of_wife = zipf(houses, words, FAMILY_EXPONENT, rng)
    wife_leads = couple.copy()
    wife_leads[household[(role == HEAD) & ~woman]] = False
    birth = of_house[household]
    wife = ((role == HEAD) | (role == SPOUSE)) & woman & couple[household]
    kin_of_wife = ((role == PARENT) | (role == SIBLING)) & wife_leads[household]
    birth[wife | kin_of_wife] = of_wife[household[wife | kin_of_wife]]
    family = birth.copy()
    took = wife & (rng.random(count) < TOOK_HUSBANDS_NAME)
    family[took] = of_house[household[took]]
    other = (role > SPOUSE) & (rng.random(count) < OTHER_SURNAME)
    family[other] = birth[other] = zipf(int(other.sum()), words, FAMILY_EXPONENT, rng)
    return family, birth


def _houses(household: Whole, moved: float, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Return the house of each person and the other one where some register still has, or already has, them."""
    households = int(household[-1]) + 1
    houses = int(households * (1 + EMPTY_HOUSES)) + 1
    home = np.arange(households)
    shares = (rng.random(households) < SHARED_HOUSE) & (home > 0)
    home[shares] -= 1
    together = rng.random(households) < moved * MOVED_TOGETHER
    alone = rng.random(len(household)) < moved * (1 - MOVED_TOGETHER) / (1 - moved * MOVED_TOGETHER)
    for_house, for_one = (_elsewhere(home_of, houses, rng) for home_of in (home, home[household]))
    other = np.where(together[household], for_house[household], np.where(alone, for_one, -1))
    return home[household], other


def _elsewhere(home: Whole, houses: int, rng: np.random.Generator) -> Whole:
    near = home + rng.integers(1, 2 * HOUSES_PER_VILLAGE, len(home))
    anywhere = rng.integers(0, houses, len(home))
    other = np.where(rng.random(len(home)) < MOVED_NEAR, near % houses, anywhere)
    return np.where(other == home, (other + 1) % houses, other)


def check_digits(twelve: Whole) -> Whole:
    """Return the 13th digit of each 12-digit number: (11 - sum of digit times weight 13 ... 2, mod 11) mod 10."""
    total, rest = np.zeros_like(twelve), twelve.copy()
    for weight in range(2, 14):
        total += rest % 10 * weight
        rest //= 10
    return (11 - total % 11) % 10


def _ids(count: int, rng: np.random.Generator) -> Whole:
    """Return two distinct valid ids for each person, of province 99, which does not exist."""
    first = rng.choice(len(ID_FIRST_DIGITS), 3 * count, p=ID_FIRST_DIGITS)
    rest = 99 * 10**9 + rng.integers(1, 10**9, 3 * count)  # amphoe and serial
    twelve = rng.permutation(np.unique(first * 10**11 + rest))[: 2 * count]
    return twelve * 10 + check_digits(twelve)


def _phones(household: Whole, role: Whole, year: Whole, rng: np.random.Generator) -> Whole:
    """Return the last nine digits of a made-up mobile number (000 after the first two), -1 for none."""
    count = len(role)
    serial = rng.permutation(count)
    own = np.array([6, 8, 9])[serial % 3] * 10**8 + serial // 3
    adult = year < 2008
    head = np.flatnonzero(role == HEAD)[household]
    shared = ~adult | (rng.random(count) < SHARED_PHONE)
    return np.where(rng.random(count) < PHONE, np.where(shared, own[head], own), -1)
