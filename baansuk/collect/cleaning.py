"""Turns a batch of cells into clean rows beside the cells as received, and lists what is wrong with which cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from baansuk.collect.cell_readers import Reading, plain, read_column
from baansuk.collect.clean_tables import clean_shape, fact_fields, kept_places
from baansuk.collect.declaration import Column, Table
from baansuk.collect.harmless import SUM_COLUMNS, SUMS
from baansuk.collect.issues import REFUSED, as_issues
from baansuk.collect.layout import Layout, no_header_over
from baansuk.collect.name_reading import read_names
from baansuk.collect.place_reading import Places, doubt_positions, find_places, where_header
from baansuk.collect.raw_tables import ROW, Batch
from baansuk.collect.reading_once import Once
from baansuk.people.fields import load_fields
from baansuk.thai import tables
from baansuk.thai.dates import DateProblem, read_date
from baansuk.thai.text import FAULTS, LONGEST, repair_mojibake

TEXT_FAULTS = {
    "control": "control_characters",
    "direction": "direction_marks",
    "mojibake": "mojibake",
    "lost_letters": "mojibake",
    "too_long": "too_long",
}
# A line of sums, with or without the number and what it counts: "รวมทั้งสิ้น 120 ราย".
TOTAL = r"(?i)^\s*(?:รวม(?:ทั้งสิ้น|ทั้งหมด|เป็นเงิน|ยอด)?|ยอดรวม|(?:grand )?total)[\s:]*[0-9๐-๙,.]*\s*(?:คน|ราย|หลัง|หลังคาเรือน|ครัวเรือน|ครอบครัว|บาท|หมู่บ้าน)?\s*$"
_ANY_FAULT = "|".join(f"(?:{pattern})" for _, pattern in FAULTS)


@dataclass(frozen=True)
class Cleaner:
    """How the rows of one table of one file are cleaned; ``record_base`` + row is the record id."""

    table: Table
    layout: Layout
    places: Places
    today: date
    record_base: int = 0
    observed: date | None = None
    observed_precision: str = "year"
    shape: dict[str, pl.DataType] = field(init=False)
    once: Once = field(default_factory=Once)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", clean_shape(self.table, self.layout))

    def clean(self, batch: Batch) -> Cleaned:
        """Return the clean rows of a batch and its issues."""
        frame, found = batch.frame, [batch.issues]
        for place in self.layout.unnamed:
            if (frame[str(place)].str.strip_chars() != "").any():
                raise no_header_over(place, self.table.name)
        frame, totals = self._without_totals(frame) if batch.may_sum else (frame, [])
        found += totals
        read, problems, changed = self._read(batch, frame)
        read = self._finish(read)
        problems += self._found_late(read, frame)
        found += [
            self._issues(frame, read, header, codes) for header, codes in problems if codes.null_count() < len(codes)
        ]
        issues = pl.concat(found) if found else batch.issues
        refused = issues.filter(pl.col("answer") == REFUSED)["row"].unique()
        kept = read.select(*self.shape)
        if len(refused):
            kept = kept.filter(~pl.col("row").is_in(refused.implode()))
        held = issues.filter(pl.col("answer") != REFUSED)["row"].n_unique() if len(issues) else 0
        return Cleaned(
            kept,
            issues,
            len(frame) + batch.refused + sum(map(len, totals)),
            len(refused),
            held,
            changed,
        )

    def _without_totals(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
        names = {place for place, column in self.layout.places if column.field in ("given_name", "family_name")}
        some = [str(p) for p in range(min(SUM_COLUMNS, len(self.layout.headers))) if p not in names]
        # Nearly no cell has these letters; looking for the letters is cheaper than for the whole shape.
        likely = frame.filter(pl.any_horizontal(pl.col(p).str.contains(SUMS) for p in some))
        totals = likely.filter(pl.any_horizontal(pl.col(place).str.contains(TOTAL) for place in some))
        if totals.is_empty():
            return frame, []
        is_total = pl.col(ROW).is_in(totals[ROW].implode())
        lines = totals.select(
            ROW, column=pl.lit(""), value=pl.concat_str(some, separator=" "), code=pl.lit("total_row")
        )
        return frame.filter(~is_total), [as_issues(lines, self.table.name)]

    def _read(
        self, batch: Batch, frame: pl.DataFrame
    ) -> tuple[pl.DataFrame, list[tuple[str, pl.Series]], Counter[str]]:
        """Read each declared column; return the values, the problem codes by header, and how many cells were changed."""
        fields = load_fields()
        columns: dict[str, pl.Series] = {"row": frame[ROW]}
        problems: list[tuple[str, pl.Series]] = []
        changed: Counter[str] = Counter()
        joined: list[tuple[Column, pl.Series]] = []
        for place, column in self.layout.places:
            cells = frame[str(place)]
            if not column.ignore:
                columns[f"raw.{column.header}"] = cells
                if not batch.looked_at and (faults := _text_faults(cells)) is not None:
                    problems.append((column.header, faults))
            if column.field == "area_code":
                joined.append((column, plain(cells)))
            elif column.field:
                reading = read_column(cells, column, fields[column.field], self.today, self.once)
                columns |= reading.values
                _count_changed(changed, column, cells, reading)
                if reading.problems is not None:
                    problems.append((column.header, reading.problems))
        if joined:
            columns["area_code"] = _joined(joined)
        for place, header in kept_places(self.layout):
            if f"raw.{header}" not in columns:
                columns[f"raw.{header}"] = frame[str(place)]
        return pl.DataFrame(columns), problems, changed

    def _finish(self, read: pl.DataFrame) -> pl.DataFrame:
        read = read_names(read, self.once)
        read = find_places(read, self.places, self.once)
        if "house_code" in read.columns:
            code = tables.to_arabic(read["house_code"]).str.replace_all(r"[-\s]", "")
            good = code.str.contains(r"^[0-9]{11}$")
            read = read.with_columns(
                pl.DataFrame({"code": code, "good": good}).select(
                    pl.when("good").then("code").alias("house_code"),
                    pl.when(~pl.col("good")).then(pl.lit("house_code_length")).alias("house_code_problem"),
                )
            )
        read = doubt_positions(read, self.places)
        read = _constants(read, self.table)
        read = self._observed(read)
        read = read.with_columns(record_id=pl.col("row") + self.record_base)
        missing = [pl.lit(None, kind).alias(name) for name, kind in self.shape.items() if name not in read.columns]
        return read.with_columns(missing).cast(pl.Schema(self.shape), strict=False)

    def _observed(self, read: pl.DataFrame) -> pl.DataFrame:
        """Rows without a day of their own bear the day of the file, with the precision that the source declares."""
        day = self.observed or self.table.observed_on
        precision = self.observed_precision if self.observed else self.table.observed_precision
        if "observed_on" not in read.columns:
            return read.with_columns(
                observed_on=pl.lit(day, pl.Date), observed_precision=pl.lit(precision if day else None, pl.String)
            )
        if day is None:
            return read
        own = pl.col("observed_on").is_not_null()
        return read.with_columns(
            observed_on=pl.coalesce("observed_on", pl.lit(day, pl.Date)),
            observed_precision=pl.when(own).then("observed_precision").otherwise(pl.lit(precision)),
        )

    def _found_late(self, read: pl.DataFrame, frame: pl.DataFrame) -> list[tuple[str, pl.Series]]:
        """Return the problems that only the whole row shows: the area, the position, nobody named."""
        late = []
        for name, header in (
            ("area_problem", where_header(self.table)),
            ("position_problem", self._header("lat")),
            ("house_code_problem", self._header("house_code")),
        ):
            if name in read.columns and read[name].null_count() < len(read):
                late.append((header, read[name]))
        return [*late, ("", self._nobody(read))]

    def _nobody(self, read: pl.DataFrame) -> pl.Series:
        """A row that names no person, house or area cannot be found again by anyone."""
        telling = {
            "person": ("national_id", "given_name"),
            "household": ("household_key", "house_no", "house_code"),
            "area": ("area_code",),
        }[self.table.unit]
        return read.select(
            pl.when(pl.all_horizontal(pl.col(name).is_null() for name in telling)).then(pl.lit("missing_required"))
        ).to_series()

    def _header(self, field_code: str) -> str:
        column = self.table.column_of(field_code)
        return column.header if column else ""

    def _issues(self, frame: pl.DataFrame, read: pl.DataFrame, header: str, codes: pl.Series) -> pl.DataFrame:
        place = self.layout.place_of(header) if header else None
        value = frame[str(place)] if place is not None else pl.repeat("", len(frame), eager=True)
        area = read["area_code"] if "area_code" in read.columns else pl.repeat("", len(frame), eager=True)
        told = pl.DataFrame({"row": frame[ROW], "value": value, "code": codes, "area": area}).filter(
            pl.col("code").is_not_null()
        )
        hint = pl.when(pl.col("code").str.starts_with("area_")).then(pl.col("area"))
        told = told.with_columns(hint.alias("hint"), column=pl.lit(header))
        if (told["code"] == "mojibake").any():
            repaired = {text: repair_mojibake(text) or "" for text in told["value"].unique().to_list()}
            told = told.with_columns(hint=told["value"].replace_strict(repaired, return_dtype=pl.String))
        column = next((column for _, column in self.layout.places if column.header == header), None)
        if column is not None and column.era and told["code"].str.starts_with("date_").any():
            hints = self.once.read(f"hint {header}", told["value"], lambda some: _readings(some, column))
            told = told.with_columns(hints["hint"])
        return as_issues(told, self.table.name)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The clean rows of a batch, its issues, how many rows it had, lost and asks about, and changed cells by header."""

    frame: pl.DataFrame
    issues: pl.DataFrame
    rows: int
    refused: int
    held: int
    changed: Counter[str]


def _readings(cells: pl.Series, column: Column) -> pl.DataFrame:
    """Return the days that each doubtful date could mean, with Buddhist years."""
    hints = []
    for cell in cells.to_list():
        read = read_date(cell[: column.take] if column.take else cell, column.era or "per_value")
        days = read.readings if isinstance(read, DateProblem) else ()
        hints.append(" / ".join(f"{day.isoformat()} (พ.ศ. {day.year + 543})" for day in days))
    return pl.DataFrame({"hint": hints}, schema={"hint": pl.String})


def _text_faults(cells: pl.Series) -> pl.Series | None:
    """Return what is wrong with each text, None when one look at the column finds nothing."""
    if not cells.str.contains(_ANY_FAULT).any() and (cells.str.len_chars().max() or 0) <= LONGEST:  # type: ignore[operator]
        return None
    return tables.text_faults(cells).replace_strict(TEXT_FAULTS, default=None, return_dtype=pl.String)


def _count_changed(changed: Counter[str], column: Column, cells: pl.Series, reading: Reading) -> None:
    """Count cells whose clean text differs from what came; dates and codes are always rewritten and not counted."""
    text = reading.text
    if text is None or column.meanings:
        return
    number = int((text != cells).sum() or 0)
    if number:
        changed[column.header] += number


def _joined(parts: list[tuple[Column, pl.Series]]) -> pl.Series:
    """Join the columns that make up an area code, each padded to the digits that it declares."""
    ordered = sorted(parts, key=lambda part: part[0].order)
    texts = [tables.to_arabic(text).str.zfill(column.digits) if column.digits else text for column, text in ordered]
    if len(texts) == 1:
        return texts[0]
    frame = pl.DataFrame({str(place): text for place, text in enumerate(texts)})
    return frame.select(pl.concat_str(pl.all()).alias("area_code")).to_series()


def _constants(read: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Add what every row of the list says by being on it."""
    fields = load_fields()
    flags = [pl.lit(value).alias(code) for code, value in table.presence.items() if code not in read.columns]
    fixed = [
        pl.lit(value).alias(code)
        for code, value in table.constants.items()
        if code in fields and code not in read.columns
    ]
    return read.with_columns(flags + fixed)


__all__ = ["Cleaned", "Cleaner", "fact_fields"]
