"""Cleans every distinct text once and leaves records of whole numbers, the same ones whatever engine goes on with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl

from baansuk.engine import Engine
from baansuk.engine.frame_file import Listed
from baansuk.link.linkage import aliases, homes
from baansuk.link.linkage.columns import RECORD_ID
from baansuk.link.linkage.named import Named, named
from baansuk.link.linkage.numbering import Places, Texts, keys_of
from baansuk.link.linkage.records import UNKNOWN, Kept, arrayed, numbers_of
from baansuk.link.linkage.told import told
from baansuk.link.linkage.worded import areas, births, houses

_AREA: Final = ("tambon", "amphoe")
# What a linkage tells of an area, for the next one.
EARLIER: Final = dict.fromkeys(("told_place", "place", "district", "tambon"), pl.Int64) | {"tambon_name": pl.String}


@dataclass(slots=True)
class _Told:
    """What all pieces have told: the records' own values, and their texts by columns."""

    records: list[pl.DataFrame] = field(default_factory=list)
    texts: dict[str, Texts] = field(
        default_factory=lambda: {
            name: Texts() for name in ("given_name", "family_name", "birth_date", "house_no", "area")
        }
    )

    def add(self, piece: pl.DataFrame) -> None:
        read = told(piece)
        for name, texts in self.texts.items():
            texts.add(read.select(_AREA if name == "area" else name))
        own = read.select(RECORD_ID, "id", "odd_id", "sex", "village", "house_code", "phone")
        self.records.append(piece.select("source").hstack(own))


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Records of whole numbers (rid from 0), the names in them, the areas that they tell, and what areas sound like.

    ``ids`` is what each record is called, ``columns`` what else is told of it, UNKNOWN where nothing is: arrays, so that
    whoever looks at pairs takes them as they are. ``sound_ids`` says whether every record has an id of its own; where not,
    it is to be looked for which.
    """

    ids: pl.Series
    columns: Mapping[str, Kept]
    names: pl.DataFrame
    areas: pl.DataFrame
    area_names: pl.DataFrame
    sound_ids: bool

    def of_files(self, files: int) -> list[tuple[int, int]]:
        """Return of each of so many files how many records it has, and how many of them have an id."""
        source, with_id = arrayed(self.columns["source"]), arrayed(self.columns["id"]) != UNKNOWN
        counted = (np.bincount(some, minlength=files).tolist() for some in (source, source.compress(with_id)))
        return list(zip(*counted, strict=True))

    def records(self) -> pl.DataFrame:
        """Return the records as a table of the columns of RECORDS, null where nothing is known."""
        return table_of(self.ids, {name: self.columns[name] for name in RECORDS if name != RECORD_ID}).select(RECORDS)


def table_of(ids: pl.Series, columns: Mapping[str, Kept]) -> pl.DataFrame:
    """Return what records are called (record_id) and columns of theirs as a table, null for UNKNOWN."""
    told = pl.DataFrame({RECORD_ID: ids, **{name: arrayed(column) for name, column in columns.items()}})
    return told.with_columns(pl.when(pl.col(name) != UNKNOWN).then(name) for name in columns)


def clean(pieces: Iterable[pl.DataFrame], earlier_areas: pl.DataFrame) -> Cleaned:
    """Clean records that come piece by piece: a text column for each of ``columns.COLUMNS``, and source, the number of
    their file. ``earlier_areas`` is what an older linkage has learned of areas, as ``Cleaned.areas``.
    """
    all_told = _Told()
    for piece in pieces:
        all_told.add(piece)
    texts = {name: found.told() for name, found in all_told.texts.items()}
    given, family = (_counted(*texts[name]) for name in ("given_name", "family_name"))
    names = named(given, family)
    area_told, of_area = texts["area"]
    ids = pl.concat([piece["id"] for piece in all_told.records])
    given_column, family_column = _of_names(names, texts["given_name"][1], texts["family_name"][1])
    birth = (pl.DataFrame({"birth": births(texts["birth_date"][0].to_series())}), texts["birth_date"][1])
    known = aliases.known_areas(
        areas(area_told),
        pl.DataFrame({"id": ids, "area": of_area}),
        lambda: _alike(given_column, family_column, birth),
        earlier_areas,
    )
    told_areas = known.select(*EARLIER).filter(pl.col("told_place").is_not_null()).unique()
    own = pl.concat(all_told.records)
    all_told.records.clear()
    house = pl.DataFrame({"house": houses(texts["house_no"][0].to_series())})
    area = known.select("place", "district", "tambon")
    lived = homes.homes(own["house_code"], own["village"], (house, texts["house_no"][1]), (area, of_area))
    told_of_texts = [
        *(given_column, family_column, birth),
        (house, lived.houses),
        (area, lived.areas),
        (pl.DataFrame({"title_sex": names.title_sex}), texts["given_name"][1]),
    ]
    ids = own[RECORD_ID].rechunk()  # texts are picked several times as fast of one piece
    columns = _columns(own.drop(RECORD_ID, "village"), told_of_texts) | {"village": lived.village, "home": lived.home}
    area_names = _area_names(pl.concat([told_areas, earlier_areas]))
    return Cleaned(ids, columns, names.told(), told_areas, area_names, _sound_ids(ids))


def _area_names(known: pl.DataFrame) -> pl.DataFrame:
    """What the names of tambons sound like, for those that are spelled in two ways."""
    return known.drop_nulls("tambon_name").group_by("tambon").agg(pl.col("tambon_name").min().alias("name"))


def _counted(texts: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Distinct texts with how many records have each."""
    counts = np.bincount(places, minlength=len(texts))
    return pl.DataFrame({"text": texts.to_series(), "records": counts})


def _of_names(names: Named, given_places: Places, family_places: Places) -> Iterator[tuple[pl.DataFrame, Places]]:
    for kind, rows, places in (("given", names.given, given_places), ("family", names.family, family_places)):
        wanted = names.names.select(
            pl.col("name").alias(kind),
            pl.col("skeleton").alias(f"{kind}_skeleton"),
            pl.col(f"as_{kind}").alias(f"{kind}_records"),
        )
        yield wanted, rows.to_numpy().take(places)


def _alike(*columns: tuple[pl.DataFrame, Places]) -> pl.Series:
    """A number for the names and the birth of each record, the same for equal ones; null where one is not known whole."""
    told = pl.concat([values.select(pl.first())[places] for values, places in columns], how="horizontal")
    known = pl.all_horizontal(pl.all().is_not_null()) & (pl.col("birth") % 100 > 0)
    return told.select(pl.when(known).then(pl.Series(keys_of(told)))).to_series()


def _columns(own: pl.DataFrame, of_texts: Iterable[tuple[pl.DataFrame, Places]]) -> dict[str, Kept]:
    """The records' own columns and those of distinct values, each with where a record's stands among them."""
    columns: dict[str, Kept] = {"rid": np.arange(len(own), dtype=np.int32)}
    for name in own.columns:
        # Of three million records the pieces that are let go one by one are 170 MB.
        columns[name], own = numbers_of(own[name]), own.drop(name)
    for values, places in of_texts:
        columns |= {column.name: Listed(numbers_of(column), places) for column in values.iter_columns()}
    said, of_title = arrayed(columns["sex"]), arrayed(columns.pop("title_sex"))
    columns["sex"] = np.where(said == UNKNOWN, of_title, said)
    return columns


# In the order in which a state keeps them.
RECORDS: Final = (
    *("rid", "source", RECORD_ID, "id", "odd_id", "given", "given_skeleton", "given_records"),
    *("family", "family_skeleton", "family_records", "birth", "sex", "house", "village"),
    *("place", "district", "tambon", "house_code", "phone", "home"),
)


def _sound_ids(ids: pl.Series) -> bool:
    """Say whether all ids differ and none is missing or blank; what begins with a blank stands before '!'."""
    return not ids.null_count() and not (ids < "!").any() and ids.hash().n_unique() == len(ids)


def clean_names(engine: Engine) -> None:
    """Leave ``given_words`` and ``family_words`` (the words of ``told``, with their names) and ``names``.

    ``told`` has given_name and family_name, and given_word and family_word, their quick_key(). A name has its spelling,
    its sound and skeleton, and how many records bear it as given and as family name.
    """
    given, family = (engine.frame(_WORDS.format(kind=kind)) for kind in ("given", "family"))
    found = named(given, family)
    name = found.names["name"]
    engine.take("given_words", [pl.DataFrame({"word": given["word"], "name": name.gather(found.given)})])
    engine.take("family_words", [pl.DataFrame({"word": family["word"], "name": name.gather(found.family)})])
    engine.take("names", [found.told()])


_WORDS: Final = """select {kind}_word as word, any_value({kind}_name) as text, cast(count(*) as bigint) as records
    from told where {kind}_name is not null group by {kind}_word"""
