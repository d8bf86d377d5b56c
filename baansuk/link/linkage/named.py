"""Cleans given and family names, each distinct text once: the title off, the letters only, and what they sound like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from baansuk.engine.text_keys import text_keys
from baansuk.link.linkage.hearing import heard, spellings
from baansuk.link.linkage.numbering import Texts, read_once
from baansuk.link.linkage.told import OF_SEX
from baansuk.thai.batches import split_at
from baansuk.thai.text import DEPENDENT
from baansuk.thai.titles import TITLED, TITLES

# Longer before shorter: นางสาว is no นาง.
_COMMON_TITLES: Final = ("นางสาว", "นาง", "นาย", "เด็กชาย", "เด็กหญิง")
# A word that goes on with one of these is no title with a name behind it: นายิกา, and นางสาวิตรี is นาง สาวิตรี.
_COMMON: Final = f"^({'|'.join(_COMMON_TITLES)})[^{DEPENDENT} .,\\-]."


def _rare() -> str:
    """What begins like another title, or has a dot: only this is asked for the whole pattern, a hundred times as dear."""
    others = {title.written[:2] for title in TITLES if title.glued and not title.written.startswith(_COMMON_TITLES)}
    return f"^(?:{'|'.join(map(re.escape, sorted(others)))})|[. ]"


_RARE: Final = _rare()


@dataclass(frozen=True, slots=True)
class Named:
    """The names of a register.

    ``names``: name (a number that stays), spelling, sound, skeleton, as_given and as_family (how many records bear it so);
    a row of nulls stands for what is no name. ``given`` and ``family``: for each distinct text the row of its name.
    ``title_sex``: what the title glued to each given name says.
    """

    names: pl.DataFrame
    given: pl.Series
    family: pl.Series
    title_sex: pl.Series

    def told(self) -> pl.DataFrame:
        """Return ``names`` without the row of nulls."""
        return self.names.filter(pl.col("name").is_not_null())


def named(given: pl.DataFrame, family: pl.DataFrame) -> Named:
    """Clean given and family names; each comes as text (null for none) and records, how many bear it."""
    titles = glued_titles(given["text"])
    rest = pl.DataFrame({"text": given["text"], "title": titles}).select(
        pl.when(pl.col("title").is_null()).then("text").otherwise(pl.col("text").str.strip_prefix(pl.col("title")))
    )
    spelled = Texts()
    for texts in (rest.to_series(), family["text"]):
        spelled.add(pl.DataFrame({"spelling": spellings(texts).replace("", None)}))
    names, places = spelled.told()
    of_given, of_family = places[: len(given)], places[len(given) :]
    counted = {
        "as_given": np.bincount(of_given, given["records"].to_numpy(), len(names)).astype(np.int32),
        "as_family": np.bincount(of_family, family["records"].to_numpy(), len(names)).astype(np.int32),
    }
    is_name = pl.col("spelling").is_not_null()
    sounds, skeletons = _heard(names["spelling"])
    keyed = names.select(
        text_keys(names["spelling"]).alias("name"),
        "spelling",
        # Some texts stand twice, and to see that takes less than to key them again.
        read_once(sounds, text_keys).alias("sound"),
        read_once(skeletons, text_keys).alias("skeleton"),
        *(pl.when(is_name).then(pl.Series(name, counts)).alias(name) for name, counts in counted.items()),
    )
    sex = titles.str.strip_chars(" ").replace_strict(OF_SEX, default=None, return_dtype=pl.Int16)
    return Named(keyed, pl.Series(of_given), pl.Series(of_family), sex)


def glued_titles(texts: pl.Series) -> pl.Series:
    """Return the title that stands before each name without a space, null where none does."""
    common = texts.str.extract(_COMMON, 1)
    rare = (common.is_null() & texts.str.contains(_RARE)).fill_null(value=False).arg_true()
    if not len(rare):
        return common
    odd = texts[rare]
    # The title and the two letters behind it go, and what is gone is counted: to take a group out takes five times as long.
    titles, _names = split_at(odd, odd.str.replace(TITLED, ""), keep=2)
    return common.clone().scatter(rare, titles.replace("", None))


def _heard(spelled: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Sounds and skeletons of spellings, null for one that has none; no spelling has a line end."""
    if spelled.is_empty():
        return spelled, spelled
    sounds, skeletons = (
        pl.Series([sheet]).str.split("\n").explode() for sheet in heard(spelled.fill_null("").str.join("\n").item())
    )
    return sounds.replace("", None), skeletons.replace("", None)
