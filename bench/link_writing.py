"""How the office of a register writes down a person: names, ids, dates, places, with the errors of its own hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from bench import link_rates as often
from bench.link_rates import Rates
from bench.link_slips import misheard, misplaced, mistyped, slip
from bench.link_words import RANKS, TITLES, Strings, Whole, Words, strings
from bench.link_world import (
    HOUSES_PER_VILLAGE,
    TAMBONS_PER_AMPHOE,
    VILLAGES_PER_TAMBON,
    Flags,
    People,
)

THAI_DIGITS: Final = dict(zip("0123456789", "๐๑๒๓๔๕๖๗๘๙", strict=True))
PLACEHOLDERS: Final = strings(("-", "0", "0000000000000", "1111111111111"))
BUDDHIST: Final = 543
# Any odd number that 5 does not divide spreads 0, 1, 2 ... over all numbers of so many digits, each once.
SPREAD: Final = 7_654_321


@dataclass(frozen=True, slots=True)
class Office:
    """One register: its ``number`` 0, 1, 2, the ``year`` (CE) of its entries, the form of
    its dates and the order of day, month and year in it, whether in the Buddhist era, the words for man and woman, the shares of ids with dashes, blanks, Thai digits."""

    number: int
    year: int
    date_form: str
    date_order: str
    buddhist: bool
    sexes: tuple[str, str]
    id_forms: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Papers:
    """What is true of all people beyond the world's numbers: their names as their papers spell them, their former
    given name, and the office (or -1) that still has the former given name, former surname, other house."""

    given: Strings
    former_given: Strings
    family: Strings
    birth_family: Strings
    given_office: Whole
    family_office: Whole
    house_office: Whole
    no_id: Flags
    tambons: Strings
    amphoes: Strings


class Desk:
    """The desk of one office: writes columns for the persons ``who`` (their numbers, one per row), drawing errors."""

    def __init__(
        self,
        office: Office,
        people: People,
        papers: Papers,
        words: Words,
        who: Whole,
        rates: Rates,
        rng: np.random.Generator,
    ) -> None:
        self.office, self.people, self.papers, self.words = office, people, papers, words
        self.who, self.rates, self.rng = who, rates, rng

    def chance(self, share: float) -> Flags:
        """Return for each row whether it befell it."""
        return self.rng.random(len(self.who)) < share

    def names(self) -> tuple[Strings, Strings]:
        """Return given names and surnames as written here; a surname may be None."""
        papers, who, here = self.papers, self.who, self.office.number
        given = np.where(papers.given_office[who] == here, papers.former_given[who], papers.given[who])
        family = np.where(papers.family_office[who] == here, papers.birth_family[who], papers.family[who])
        nick = self.chance(often.NICKNAME)
        given[nick] = self.rng.choice(self.words.nicknames, int(nick.sum()))
        given, family = self._by_hand(given), self._by_hand(family)
        family[self.chance(often.SURNAME_MISSING)] = None
        swap = self.chance(often.NAMES_EXCHANGED) & (family != None)  # noqa: E711 - asked of each element
        given[swap], family[swap] = family[swap], given[swap]
        return given, family

    def _by_hand(self, names: Strings) -> Strings:
        heard = slip(names, self.chance(often.MISHEARD), misheard(self.words.script), self.rng)
        return slip(heard, self.chance(self.rates.typo), mistyped, self.rng)

    def titles(self) -> Strings:
        """Return the titles by age at the time of the register, sex and marriage; None where none was written."""
        people, who = self.people, self.who
        child = self.office.year - people.year[who] < often.CHILD_TITLE_UNTIL
        woman, married = people.woman[who], people.married[who]
        # A wife who stands here with her name at birth was entered before she married.
        married = married & (self.papers.family_office[who] != self.office.number)
        kinds = {"girl": child & woman, "boy": child & ~woman, "wife": ~child & woman & married}
        kinds |= {"miss": ~child & woman & ~married, "man": ~child & ~woman}
        written = np.full(len(who), None, dtype=object)
        for kind, rows in kinds.items():
            written[rows] = self._any_of(TITLES[self.words.script][kind], rows)
        ranked = kinds["man"] & self.chance(often.RANKED)
        written[ranked] = self._any_of(RANKS[self.words.script], ranked)
        written[self.chance(often.NO_TITLE)] = None
        return written

    def _any_of(self, choices: Sequence[str], rows: Flags) -> Strings:
        return self.rng.choice(strings(choices), int(rows.sum()))

    def sexes(self) -> Strings:
        """Return the sex in the words of the office."""
        woman = self.people.woman[self.who] ^ self.chance(often.SEX_WRONG)
        written = strings(self.office.sexes)[woman.astype(np.int64)]
        written[self.chance(often.SEX_MISSING)] = None
        return written

    def ids(self) -> pl.Series:
        """Return national ids, some missing, mistyped, another's, or written with dashes, blanks or Thai digits."""
        who, people, rates = self.who, self.people, self.rates
        missing_of = rates.ids_missing[self.office.number]
        seen = (1 - float(np.mean(rates.ids_missing))) * (1 - often.ID_TYPO)
        # A pair shows two ids when both are seen and either row of it has the wrong one.
        wrong = self.chance(rates.two_ids / (2 * seen**2))
        number = np.where(wrong, people.spare[who], people.id[who])
        above = np.maximum(who - 1, 0)
        copied = wrong & self.chance(often.ID_OF_ANOTHER) & (people.household[above] == people.household[who])
        number = np.where(copied, people.id[above], number)
        text = strings(pl.Series(number).cast(pl.String))
        text = slip(text, self.chance(often.ID_TYPO), mistyped, self.rng)
        missing = self.papers.no_id[who] | self.chance(1 - (1 - missing_of) / (1 - often.ID_NEVER))
        text[missing] = None
        filled = missing & self.chance(often.ID_PLACEHOLDER)
        text[filled] = self.rng.choice(PLACEHOLDERS, int(filled.sum()))
        return self._id_forms(column(text))

    def _id_forms(self, ids: pl.Series) -> pl.Series:
        form = self.rng.random(len(ids))
        dashes, blanks, thai = np.cumsum(self.office.id_forms)
        parts = r"^(\d)(\d{4})(\d{5})(\d{2})(\d)$"
        return (
            pl.DataFrame({"id": ids, "form": form})
            .select(
                pl.when(pl.col("form") < dashes)
                .then(pl.col("id").str.replace(parts, "$1-$2-$3-$4-$5"))
                .when(pl.col("form") < blanks)
                .then(pl.col("id").str.replace(parts, "$1 $2 $3 $4 $5"))
                .when(pl.col("form") < thai)
                .then(pl.col("id").str.replace_many(THAI_DIGITS))
                .otherwise(pl.col("id"))
            )
            .to_series()
        )

    def births(self) -> pl.Series:
        """Return dates of birth in the form of the office."""
        people, who, rng = self.people, self.who, self.rng
        year, month, day = people.year[who], people.month[who].copy(), people.day[who].copy()
        year = year + self.chance(often.BIRTH_YEAR_OFF) * rng.choice(np.array([-1, 1]), len(who))
        swap = self.chance(often.BIRTH_SWAPPED) & (day <= 12)
        day[swap], month[swap] = month[swap], day[swap]
        unknown = self.chance(often.BIRTH_PART_UNKNOWN)
        stand_in = self.chance(often.BIRTH_AS_FIRST).astype(np.int64)
        day = np.where(unknown, stand_in, day)
        month = np.where(unknown & self.chance(often.BIRTH_MONTH_TOO), stand_in, month)
        buddhist = self.chance(often.BIRTH_WRONG_ERA) ^ self.office.buddhist
        parts = {"y": year + BUDDHIST * buddhist, "m": month, "d": day}
        padded = {name: pl.Series(value).cast(pl.String).str.zfill(2) for name, value in parts.items()}
        text = pl.DataFrame(padded).select(pl.format(self.office.date_form, *self.office.date_order)).to_series()
        typed = slip(strings(text), self.chance(self.rates.birth_typo), misplaced, rng)
        typed[self.chance(self.rates.birth_missing)] = None
        return column(typed)

    def houses(self) -> Whole:
        """Return the house where this office has each person."""
        moved = (self.papers.house_office == self.office.number)[self.who]
        return np.where(moved, self.people.other_house[self.who], self.people.house[self.who])

    def house_codes(self, share: float) -> pl.Series:
        """Return 11-digit codes of province 99 for this share of the rows."""
        codes = 99 * 10**9 + (self.houses() * SPREAD + 77) % 10**9
        return _only(self.chance(share), pl.Series(codes).cast(pl.String))

    def addresses(self, *, codes: bool, share: float = 1.0) -> dict[str, pl.Series]:
        """Return house number, village number, tambon and amphoe (as names or ``codes``) for this share of rows."""
        house = self.houses()
        village = house // HOUSES_PER_VILLAGE
        tambon = village // VILLAGES_PER_TAMBON
        amphoe = tambon // TAMBONS_PER_AMPHOE
        given = self.chance(share)
        village_no = pl.Series(village % VILLAGES_PER_TAMBON + 1).cast(pl.String)
        amphoe_code, tambon_code = area_codes(tambon)
        by_name = ~np.full(len(house), codes) | self.chance(often.PLACE_AS_NAME)
        tambons = np.where(by_name, self._place_names(self.papers.tambons[tambon], "ต."), strings(tambon_code))
        amphoes = np.where(by_name, self._place_names(self.papers.amphoes[amphoe], "อ."), strings(amphoe_code))
        return {
            "house_no": _only(given & ~self.chance(often.PLACE_MISSING), self._house_numbers(house)),
            "village_no": _only(
                given & ~self.chance(often.PLACE_MISSING), village_no.str.zfill(2) if codes else village_no
            ),
            "tambon": _only(given, column(tambons)),
            "amphoe": _only(given, column(amphoes)),
        }

    def _place_names(self, names: Strings, kind: str) -> Strings:
        names = slip(names, self.chance(often.PLACE_TYPO), mistyped, self.rng)
        if self.words.script == "thai":
            kinds = self.chance(often.PLACE_PREFIX)
            names[kinds] = kind + names[kinds]
        return names

    def _house_numbers(self, house: Whole) -> pl.Series:
        mixed = house * SPREAD % 1000
        base = pl.Series(house % HOUSES_PER_VILLAGE + 1).cast(pl.String)
        part = "/" + pl.Series(mixed % 9 + 1).cast(pl.String)
        text = strings(
            base + pl.select(pl.when(pl.lit(pl.Series(mixed < 300))).then(part).otherwise(pl.lit(""))).to_series()
        )
        text = slip(text, self.chance(self.rates.house_typo), mistyped, self.rng)
        spaced, thai = self.chance(often.HOUSE_SPACED), self.chance(often.HOUSE_THAI_DIGITS)
        written = pl.DataFrame({"n": column(text), "spaced": spaced, "thai": thai}).with_columns(
            pl.when("spaced").then(pl.col("n").str.replace("/", " / ")).otherwise("n").alias("n")
        )
        return written.select(
            pl.when("thai").then(pl.col("n").str.replace_many(THAI_DIGITS)).otherwise("n")
        ).to_series()

    def phones(self, share: float, *, changed: float, dashes: bool) -> pl.Series:
        """Return phone numbers for this share of those who have one, some ``changed`` since."""
        number = self.people.phone[self.who]
        new = 50_000_000 + self.who  # beyond every number of today
        now = np.where(self.chance(changed), number // 10**8 * 10**8 + new % 10**8, number)
        text = "0" + pl.Series(now).cast(pl.String)
        if dashes:
            text = text.str.replace(r"^(\d{3})(\d{3})(\d{4})$", "$1-$2-$3")
        return _only(self.chance(share) & (number >= 0), text)


def area_codes(tambon: Whole) -> tuple[pl.Series, pl.Series]:
    """Return the 4-digit code of the amphoe and the 6-digit code of the tambon, of provinces 99, 98 ..."""
    amphoe = tambon // TAMBONS_PER_AMPHOE
    code = (99 - amphoe // 99) * 100 + amphoe % 99 + 1
    return pl.Series(code).cast(pl.String), pl.Series(code * 100 + tambon % TAMBONS_PER_AMPHOE + 1).cast(pl.String)


def column(values: Strings) -> pl.Series:
    """Return texts (or None) as a column."""
    return pl.Series(values.tolist(), dtype=pl.String)


def _only(rows: Flags, values: pl.Series) -> pl.Series:
    return pl.DataFrame({"v": values, "rows": rows}).select(pl.when("rows").then("v")).to_series()
