"""Makes three registers of one made-up population, and the truth: ``python -m bench.link_registers OUT --records 1000000``.

The measure of the linker, so it knows nothing of the linker: it stands for the world. Writes A.parquet, B.parquet and
C.parquet in the columns of ``baansuk link-files`` (all text) and truth.parquet (record_id, person).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from bench import link_rates as often
from bench.link_rates import Rates
from bench.link_slips import misheard, slip
from bench.link_words import Strings, Whole, Words, words_of
from bench.link_world import TAMBONS_PER_AMPHOE, Flags, People, people_of
from bench.link_writing import Desk, Office, Papers, column

OFFICES: Final = (
    Office(0, 2026, "{}/{}/{}", "dmy", True, ("ชาย", "หญิง"), (0.05, 0.02, 0.01)),
    Office(1, 2024, "{}-{}-{}", "ymd", False, ("M", "F"), (0.02, 0.05, 0.03)),
    Office(2, 2022, "{}{}{}", "ymd", True, ("1", "2"), (0.0, 0.0, 0.0)),
)
RECORDS_PER_HOUSEHOLD: Final = 3.9  # a little less than it is, so that there are always enough to cut from
GLUED: Final = {"thai": 0.7, "latin": 0.05}  # of full names, the title without a blank after it, as Thai is written


def main() -> None:
    """Read the command line and write the registers."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("out", type=Path)
    asked.add_argument("--records", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument(
        "--hard", action="store_true", help="half the ids missing, typos doubled, 20%% moved, 8%% no date"
    )
    asked.add_argument("--no-ids", choices=("A", "B", "C"), help="this register has no id at all")
    asked.add_argument("--names", choices=("thai", "latin"), default="thai")
    given = asked.parse_args()
    rates = often.HARD if given.hard else often.DEFAULT
    make(given.out, given.records, given.seed, rates=rates, no_ids=given.no_ids, names=given.names)


def make(
    out: Path, records: int, seed: int, *, rates: Rates = often.DEFAULT, no_ids: str | None = None, names: str = "thai"
) -> None:
    """Write the three registers, ``records`` rows in all, and the truth into the folder ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    words = words_of(names, rng)
    people = people_of(int(records / RECORDS_PER_HOUSEHOLD) + 40, words, rates.moved, rng)
    present = _present(people, rng)
    papers = _papers(people, present, words, rng)
    person, office = _rows(present, records, rng)
    truth = []
    for where, (letter, write) in zip(OFFICES, WRITERS.items(), strict=True):
        who = rng.permutation(person[office == where.number])
        register = write(Desk(where, people, papers, words, who, rates, rng))
        ids = pl.Series("record_id", np.arange(1, len(who) + 1)).cast(pl.String).str.zfill(8)
        register = register.select((letter + ids).alias("record_id"), pl.all())
        if letter == no_ids:
            register = register.with_columns(pl.lit(None, dtype=pl.String).alias("national_id"))
        register.write_parquet(out / f"{letter}.parquet")
        truth.append(register.select("record_id", pl.Series("person", who)))
    pl.concat(truth).write_parquet(out / "truth.parquet")


def _present(people: People, rng: np.random.Generator) -> Flags:
    """Return person by office: who stands in which register."""
    count = len(people.household)
    households = int(people.household[-1]) + 1
    surveyed = (rng.random(households) < often.HOUSEHOLDS_IN_A)[people.household]
    return np.stack(
        [
            surveyed & (rng.random(count) < often.MEMBERS_IN_A),
            rng.random(count) < often.IN_B,
            rng.random(count) < often.IN_C,
        ],
        axis=1,
    )


def _rows(present: Flags, records: int, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Return person and office of each row, duplicates included, of the first people who have so many records."""
    times = present * (1 + (rng.random(present.shape) < often.DUPLICATES))
    cell = np.repeat(np.arange(times.size), times.ravel())[:records]
    if len(cell) < records:
        raise ValueError(f"the made-up population gave {len(cell)} records, fewer than the {records} asked for")
    return cell // len(OFFICES), cell % len(OFFICES)


def _papers(people: People, present: Flags, words: Words, rng: np.random.Generator) -> Papers:
    """Decide how names are spelled on people's papers, and which office still has something of former times."""
    count = len(people.household)
    own = rng.random(count) < often.OWN_SPELLING
    half = len(words.given) // 2
    other_given = words.given[rng.integers(0, half, count) + half * people.woman]
    one = _one_office(present, rng.random(present.shape))
    # A household that moved together did so for one office.
    of_house = rng.random((int(people.household[-1]) + 1, len(OFFICES)))[people.household]
    renamed = people.family != people.birth_family
    tambons = int(max(people.house.max(), people.other_house.max())) // 1000 + 2
    amphoes = rng.permutation(words.places)[np.arange(tambons // TAMBONS_PER_AMPHOE + 1) % len(words.places)]
    return Papers(
        given=slip(words.given[people.given], own, misheard(words.script), rng),
        former_given=other_given,
        family=_family_spelling(people, words, rng),
        birth_family=words.family[people.birth_family],
        given_office=np.where(rng.random(count) < often.FORMER_GIVEN, one, -1),
        family_office=np.where(renamed & (rng.random(count) < often.FORMER_SURNAME), one, -1),
        house_office=np.where(people.other_house >= 0, _one_office(present, of_house), -1),
        no_id=rng.random(count) < often.ID_NEVER,
        tambons=rng.choice(words.places, tambons),
        amphoes=amphoes,
    )


def _one_office(present: Flags, drawn: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Whole:
    """Return for each person one of the offices that have them."""
    chosen: Whole = np.argmax(present * drawn, axis=1)
    return chosen


def _family_spelling(people: People, words: Words, rng: np.random.Generator) -> Strings:
    """Return surnames, in some households spelled in their own way by all who bear the name."""
    branch, person, member = np.unique(
        people.household * len(words.family) + people.family, return_index=True, return_inverse=True
    )
    names = words.family[people.family[person]]
    return slip(names, rng.random(len(branch)) < often.OWN_SPELLING, misheard(words.script), rng)[member]


def _write_a(desk: Desk) -> pl.DataFrame:
    given, family, title = *desk.names(), desk.titles()
    glued = desk.chance(often.TITLE_IN_NAME) & (title != None)  # noqa: E711 - asked of each element
    given[glued], title[glued] = title[glued] + given[glued], None
    return pl.DataFrame(
        {
            "national_id": desk.ids(), "title": column(title), "given_name": column(given), "family_name": column(family),
            "sex": column(desk.sexes()), "birth_date": desk.births(), "house_code": desk.house_codes(often.HOUSE_CODE_IN_A),
            **desk.addresses(codes=False, share=often.NUMBER_IN_A),
            "phone": desk.phones(often.PHONE_IN_A, changed=0.0, dashes=True),
        }
    )  # fmt: skip


def _write_b(desk: Desk) -> pl.DataFrame:
    given, family = desk.names()
    parts = pl.DataFrame(
        {
            "title": column(desk.titles()), "given": column(given), "family": column(family),
            "glued": desk.chance(GLUED[desk.words.script]), "wide": desk.chance(often.WIDE_GAP),
        }
    )  # fmt: skip
    title = pl.col("title") + pl.when("glued").then(pl.lit("")).otherwise(pl.lit(" "))
    gap = pl.when("wide").then(pl.lit("  ")).otherwise(pl.lit(" "))
    full = pl.concat_str(title.fill_null(""), "given", (gap + pl.col("family")).fill_null(""))
    return pl.DataFrame(
        {
            "national_id": desk.ids(), "full_name": parts.select(full).to_series(), "sex": column(desk.sexes()),
            "birth_date": desk.births(), **desk.addresses(codes=False),
        }
    )  # fmt: skip


def _write_c(desk: Desk) -> pl.DataFrame:
    given, family, title = *desk.names(), desk.titles()
    glued = desk.chance(often.TITLE_IN_NAME) & (title != None)  # noqa: E711 - asked of each element
    given[glued] = title[glued] + given[glued]
    return pl.DataFrame(
        {
            "national_id": desk.ids(), "given_name": column(given), "family_name": column(family),
            "sex": column(desk.sexes()), "birth_date": desk.births(), **desk.addresses(codes=True),
            "house_code": desk.house_codes(often.HOUSE_CODE_IN_C),
            "phone": desk.phones(often.PHONE_IN_C, changed=often.PHONE_CHANGED, dashes=False),
        }
    )  # fmt: skip


WRITERS: Final[dict[str, Callable[[Desk], pl.DataFrame]]] = {"A": _write_a, "B": _write_b, "C": _write_c}


if __name__ == "__main__":
    main()
