"""Where each row of a batch lies: the address taken apart, the area found, the position believed or doubted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from baansuk.collect.declaration import Table
from baansuk.collect.reading_once import Once
from baansuk.places.place_tables import PlaceTable
from baansuk.thai import tables

AREA_PROBLEMS = {
    "ambiguous": "area_ambiguous",
    "unknown": "area_unknown",
    "unknown_code": "area_unknown",
    "unknown_village": "area_unknown",
    "retired_code": "area_retired",
    "disagree": "area_disagrees",
}
_FOUND = ["area_code", "tambon_code", "village_code", "area_problem"]
_BETWEEN = "\x1f"
_PARTS = ["house_no", "village_no", "village_name", "tambon", "amphoe", "province"]
_WORDS = ("province", "amphoe", "tambon", "village_no", "area_code")
_HOUSE_WORD = "บ้านเลขที่ "
_Rest = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Places:
    """What is known of areas while a file is read.

    ``table`` resolves names and codes, ``province`` is the code taken where a file names none, ``bounds`` the box
    (south, west, north, east, in degrees) outside of which a position is doubted; None where no area has a point.
    """

    table: PlaceTable
    province: str = ""
    bounds: tuple[float, float, float, float] | None = None


def find_places(frame: pl.DataFrame, places: Places, once: Once) -> pl.DataFrame:
    """Add where each row lies, from whatever the frame says of it.

    These are house_no and house_key, village_no in one spelling (4, not 04 or หมู่ที่ 4), area_code (the deepest that is
    certain), tambon_code, village_code and ``area_problem``, as far as the frame says anything of them.
    """
    has = set(frame.columns)
    if "address_line" not in has:
        return _tidy_village(_find_areas(_with_house_key(frame, once), places, once), once)
    if not has & {*_PARTS, *_WORDS, *_FOUND}:
        # Nothing but the line says where, so that whatever it says is found once for all that end alike.
        return frame.hstack(_lines(frame["address_line"], once, lambda parts: _all_of(parts, places)))
    address = _lines(frame["address_line"], once, lambda parts: parts)
    for name in _PARTS:
        frame = frame.with_columns(pl.coalesce(name, address[name]).alias(name) if name in has else address[name])
    return _tidy_village(_find_areas(_with_house_key(frame, once), places, once), once)


def _all_of(parts: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Return all that is wanted of addresses taken apart, but for their house numbers."""
    apart = Once()
    return _tidy_village(_find_areas(parts, places, apart), apart).select("village_no", *_FOUND)


def _lines(lines: pl.Series, once: Once, rest: _Rest) -> pl.DataFrame:
    """Read lines that begin with a plain house number by their tails, which whole villages share.

    ``rest`` gives what is wanted of the parts of an address but its house number.
    """
    bare = lines.str.strip_prefix(_HOUSE_WORD) if lines.str.starts_with(_HOUSE_WORD).any() else lines
    words = bare.str.splitn(" ", 2).struct.rename_fields(["house", "tail"]).struct.unnest()
    house = once.read("house", words["house"], _house)
    read = once.read("address", words["tail"], lambda some: _tail(some, rest))
    # Of a line that says nothing the area is looked for as well: there may be a province that goes without saying.
    odd = (~(house["number"] & read["plain"])).fill_null(True).arg_true()
    read = read.drop("plain").hstack([words["house"].alias("house_no"), house["house_key"]])
    if odd.is_empty():
        return read
    parts = _parts_of(lines.gather(odd))
    mended = rest(parts.drop("house_no")).hstack(_house(parts["house_no"])).with_columns(parts["house_no"])
    return read.select(column.scatter(odd, mended[column.name]) for column in read.iter_columns())


def _tail(tails: pl.Series, rest: _Rest) -> pl.DataFrame:
    """Read what comes after the house number; ``plain`` says that it begins with the village and not with more number."""
    return rest(_parts_of(tails).drop("house_no")).with_columns(plain=tails.str.contains(r"^ ?(?:หมู่|ม\.)"))


def _house(words: pl.Series) -> pl.DataFrame:
    """Read the first word of an address; ``number`` says that it is a plain house number."""
    return _house_key(words).with_columns(number=words.str.contains("^[0-9/]+$"))


def _parts_of(lines: pl.Series) -> pl.DataFrame:
    read = tables.read_addresses(lines).struct.unnest().select(_PARTS)
    return read.with_columns(pl.when(pl.col(name) != "").then(name).alias(name) for name in _PARTS)


def _find_areas(frame: pl.DataFrame, places: Places, once: Once) -> pl.DataFrame:
    """Add area_code (the deepest that is certain), tambon_code, village_code and ``area_problem``."""
    there = {name: name for name in _WORDS if name in frame.columns}
    if "village_no" not in there and "village_name" in frame.columns:
        there["village_no"] = "village_name"
    if not there:
        nothing = pl.lit(None, pl.String)
        return frame.with_columns(nothing.alias(name) for name in _FOUND)
    words = frame.select(
        pl.concat_str([pl.col(column).fill_null("") for column in there.values()], separator=_BETWEEN)
    ).to_series()
    found = once.read("area", words, lambda some: _areas(some, list(there), places))
    return frame.drop(set(_FOUND) & set(frame.columns)).hstack(found)


def _areas(words: pl.Series, names: list[str], places: Places) -> pl.DataFrame:
    """Resolve places written as one text, their words in the order of ``names``."""
    cells = words.str.split_exact(_BETWEEN, len(names) - 1).struct.rename_fields(names).struct.unnest()
    there = {name: name if name in names else None for name in _WORDS}
    found = places.table.resolve_table(
        cells,
        province_col=there["province"],
        amphoe_col=there["amphoe"],
        tambon_col=there["tambon"],
        village_no_col=there["village_no"],
        area_code_col=there["area_code"],
        default_province=places.province,
    )
    problem = pl.col("problem").replace_strict(AREA_PROBLEMS, default=None, return_dtype=pl.String)
    return found.with_columns(problem.alias("area_problem")).select(_FOUND)


def _with_house_key(frame: pl.DataFrame, once: Once) -> pl.DataFrame:
    return frame.hstack(once.read("house key", frame["house_no"], _house_key)) if "house_no" in frame.columns else frame


def _tidy_village(frame: pl.DataFrame, once: Once) -> pl.DataFrame:
    """Put village numbers into one spelling: 4, not 04 or หมู่ที่ 4."""
    number = pl.col("village_code").str.slice(6, 2) if "village_code" in frame.columns else pl.lit(None, pl.String)
    number = number.str.strip_chars_start("0")
    if "village_no" in frame.columns:
        number = pl.coalesce(once.read("village", frame["village_no"], _village_no)["number"], number)
    return frame.with_columns(number.alias("village_no"))


def _village_no(words: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"number": words.str.extract(r"([0-9]{1,3})").str.strip_chars_start("0")})


def _house_key(numbers: pl.Series) -> pl.DataFrame:
    key = pl.DataFrame({"house_key": tables.house_keys(numbers)})
    return key.select(pl.when(pl.col("house_key") != "").then("house_key").alias("house_key"))


def doubt_positions(frame: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Add ``position_problem`` and clear the positions that have one."""
    if "lat" not in frame.columns or "lon" not in frame.columns:
        return frame
    lat, lon = pl.col("lat"), pl.col("lon")
    south, west, north, east = places.bounds or (5.4, 97.2, 20.6, 105.8)
    inside = lat.is_between(south, north) & lon.is_between(west, east)
    swapped = lon.is_between(south, north) & lat.is_between(west, east)
    both = lat.is_not_null() & lon.is_not_null()
    problem = (
        pl.when(both & (lat == 0) & (lon == 0))
        .then(pl.lit("position_zero"))
        .when(both & swapped)
        .then(pl.lit("position_swapped"))
        .when(both & ~inside)
        .then(pl.lit("position_outside"))
    )
    frame = frame.with_columns(position_problem=problem)
    sound = pl.col("position_problem").is_null() & both
    return frame.with_columns(lat=pl.when(sound).then("lat"), lon=pl.when(sound).then("lon"))


def where_header(table: Table) -> str:
    """Return the header under which an area problem is told: the most telling column that the table has."""
    for field in ("area_code", "tambon", "address_line", "amphoe", "village_no"):
        if column := table.column_of(field):
            return column.header
    return ""
