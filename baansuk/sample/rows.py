"""One register in the making: rows drawn from the truth, spoilt at the declared rates, every fault written down."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from . import dates, faults
from .draws import Mask, Whole
from .truth import Truth, gather

MARK = ("ตัวอย่าง", "ข้อมูลสมมุติ")  # the first column of every table says that nobody in it is real
TEXT_FAULTS = (
    "sara_am_split",
    "double_tone",
    "double_e",
    "zero_width",
    "no_break_space",
    "trailing_space",
    "mark_order",
    "misspelt",
)

Change = Callable[[Whole, pl.Series], pl.Series]  # the numbers of the rows and their old values -> new values


class Rows:
    """Rows of one table: which person and household each row is, the printed columns, and the faults given so far.

    ``household`` is the household whose address the row prints, which need not be where the person lives.
    """

    def __init__(self, truth: Truth, source: str, rng: np.random.Generator, person: Whole, household: Whole) -> None:
        self.truth, self.rng, self.source = truth, rng, source
        self.rates = truth.rates.faults.get(source, {})
        self.person, self.household = person, household
        self.frame = pl.DataFrame({MARK[0]: pl.repeat(MARK[1], len(household), eager=True)})
        self.errors = np.zeros(len(household), dtype=np.uint64)

    def __len__(self) -> int:
        return len(self.household)

    def only(self, rows: np.ndarray) -> Rows:
        """These rows alone (a mask or row numbers), in this order; to be called before columns are added."""
        kept = Rows(self.truth, self.source, self.rng, self.person[rows], self.household[rows])
        kept.errors = self.errors[rows]
        return kept

    def with_more(self, person: Whole, household: Whole, kind: str) -> Rows:
        """These rows and more, each at its house; to be called before columns are added."""
        more = Rows(
            self.truth,
            self.source,
            self.rng,
            np.concatenate([self.person, person]),
            np.concatenate([self.household, household]),
        )
        more.errors[: len(self)] = self.errors
        more.errors[len(self) :] = faults.BIT[kind]
        return more.only(np.argsort(more.household, kind="stable"))

    def people(self, *columns: str) -> pl.DataFrame:
        """The truth about each row's person (nulls where the row is of no person)."""
        return gather(self.truth.persons.select(columns), self.person).with_columns(pl.col(pl.Enum).cast(pl.String))

    def address(self, *columns: str) -> pl.DataFrame:
        """The address of each row's household."""
        return gather(self.truth.addresses.select(columns), self.household)

    def put(self, columns: dict[str, object]) -> None:
        """Append columns by header: a series, an array, an expression, or one value for all rows."""
        made: list[pl.Expr | pl.Series] = []
        for name, value in columns.items():
            if isinstance(value, pl.Expr):
                made.append(value.alias(name))
            elif isinstance(value, (pl.Series, np.ndarray)):
                made.append(pl.Series(name, value))
            else:
                made.append(pl.lit(value, dtype=pl.String if value is None else None).alias(name))
        self.frame = self.frame.with_columns(made)

    def mark(self, mask: Mask, kind: str) -> None:
        """Write down that these rows have this fault."""
        self.errors[mask] |= faults.BIT[kind]

    def change(
        self, column: str, kind: str, how: Change | pl.Expr, where: Mask | None = None, rate: float | None = None
    ) -> Mask:
        """Spoil a share of the column's values; where nothing changes (or there is no value), nothing is written down."""
        rate = self.rates.get(kind, 0.0) if rate is None else rate
        if not rate:
            return np.zeros(len(self), dtype=bool)
        drawn = self.rng.random(len(self)) < rate
        if where is not None:
            drawn &= where
        old = self.frame[column]
        rows = np.flatnonzero(drawn & old.is_not_null().to_numpy())
        before = old.gather(rows)
        after = how(rows, before) if not isinstance(how, pl.Expr) else before.to_frame().select(how).to_series()
        differs = after.ne_missing(before).to_numpy()
        rows = rows[differs]
        hit = np.zeros(len(self), dtype=bool)
        hit[rows] = True
        if len(rows):
            self.frame = self.frame.with_columns(old.scatter(rows, after.filter(pl.Series(differs))).alias(column))
        self.mark(hit, kind)
        return hit

    def blank(self, column: str, kind: str, where: Mask | None = None) -> Mask:
        """Leave a share of the column's values empty."""
        return self.change(column, kind, lambda _, old: pl.Series([None] * len(old), dtype=old.dtype), where)

    def spoil_text(self, *columns: str) -> None:
        """Give names and the like the declared faults of typing and encoding."""
        for column in columns:
            for kind in TEXT_FAULTS:
                self.change(column, kind, faults.text_fault(kind, pl.col(column)))

    def spoil_ids(self, column: str) -> None:
        """Give id numbers the declared faults; only 13-digit values are touched, so faults do not pile up blindly."""
        self.change(column, "id_parents", self._parents, where=self._minors())
        whole = (self.frame[column].str.len_chars() == 13).fill_null(False).to_numpy() & ~self.frame[
            column
        ].str.starts_with("G").fill_null(False).to_numpy()
        zero = self.frame[column].str.starts_with("0").fill_null(False).to_numpy()
        self.change(column, "id_typo", lambda _, old: faults.typo(self.rng, old), where=whole)
        self.change(column, "id_swapped", lambda _, old: faults.swapped(self.rng, old), where=whole)
        self.change(column, "id_letter_o", pl.col(column).str.replace("0", "O", literal=True), where=whole)
        self.change(column, "id_scientific", faults.scientific(pl.col(column)), where=whole & ~zero)
        self.change(column, "id_lost_zero", pl.col(column).str.strip_prefix("0"), where=whole & zero)
        self.change(column, "id_thai_digits", faults.thai_digits(pl.col(column)), where=whole)
        self.blank(column, "id_missing")

    def _minors(self) -> Mask:
        return (self.person >= 0) & (self.truth.people.age[np.maximum(self.person, 0)] < 15)

    def _parents(self, rows: Whole, old: pl.Series) -> pl.Series:
        """A child is often written down under the number of the head of its house."""
        head = self.truth.houses.first[self.truth.home[self.person[rows]]]
        number = gather(self.truth.persons.select("national_id"), head).to_series()
        return pl.select(pl.coalesce(number, old)).to_series()

    def spoil_titles(self, column: str) -> None:
        """A child's title kept by a grown person, or a woman's title not changed: title and age or marriage disagree."""
        old_child = (
            pl.when(pl.col(column) == "นางสาว")
            .then(pl.lit("เด็กหญิง"))
            .when(pl.col(column) == "นาย")
            .then(pl.lit("เด็กชาย"))
        )
        age = self.truth.people.age[np.maximum(self.person, 0)]
        self.change(column, "title_conflict", old_child.otherwise(pl.col(column)), where=(age >= 15) & (age < 25))
        self.change(
            column, "title_conflict", pl.when(pl.col(column) == "นาง").then(pl.lit("นางสาว")).otherwise(pl.col(column))
        )

    def former_names(self, column: str) -> None:
        """Print the family name from before marriage for a share of those who changed it."""
        former = gather(self.truth.persons.select("former_family_name"), self.person).to_series()
        drawn = former.is_not_null().to_numpy() & (
            self.rng.random(len(self)) < self.rates.get("former_family_name", 0.0)
        )
        self.frame = self.frame.with_columns(
            pl.when(pl.Series(drawn)).then(former).otherwise(pl.col(column)).alias(column)
        )
        self.mark(drawn, "former_family_name")

    def births(self, column: str, style: str) -> None:
        """Append the date of birth as this register writes it (see dates.show), with the declared faults."""
        born = self.truth.people.born[self.person].copy()
        wrong = self.rng.random(len(self)) < self.rates.get("birth_off_by_years", 0.0)
        born = np.where(wrong, born + 365 * self.rng.choice([-10, -2, -1, 1, 2], len(self)), born)
        self.mark(wrong, "birth_off_by_years")
        known = self.people("birth_precision").to_series().to_numpy() == "day"
        date = (
            pl.Series(np.minimum(born, dates.day_number(self.truth.rates.reference_day))).cast(pl.Int32).cast(pl.Date)
        )
        date = pl.select(pl.when(pl.Series(known)).then(date).otherwise(date.dt.truncate("1y"))).to_series()
        self.put({column: dates.show(date, style)})
        if style == "compact":
            self.mark(~known, "birth_year_only")
        else:
            self.change(
                column, "birth_year_only", lambda rows, _: dates.show(date.gather(rows), "year_" + style), where=~known
            )
        self.change(column, "wrong_era", lambda rows, _: dates.show(date.gather(rows), style, other_era=True))
        if style == "be":
            both = (date.dt.day() <= 12).to_numpy() & (self.frame[column].str.len_chars() == 10).to_numpy()
            turned = pl.col(column).str.replace(r"^(\d\d)/(\d\d)/", "$2/$1/")
            self.change(column, "birth_day_month_swapped", turned, where=both)
            self.change(column, "birth_day_unknown", pl.col(column).str.replace(r"^\d\d/\d\d/", "00/00/"))
        self.blank(column, "birth_missing")
