"""Finishes the tables of an edition with what only Thai rules can say: list order, sort keys, words of names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from baansuk.engine import Step
from baansuk.people.searching import SOUND
from baansuk.thai import tables as thai
from baansuk.thai.sorting import WORD_SPACE

# An area code is padded to a village's length, so that one text range is one area at every level.
AREA_LENGTH = 8
LIST_KEY_LENGTH = 40
HOUSE_ORDER_LENGTH = 24
WORD_LENGTH = 80


def list_homes(homes: pl.DataFrame, home: str = "") -> pl.DataFrame:
    """Give every home its list key (area, house number in natural order, end of the code) and its place ``h``.

    A home that no record places stands in ``home``, as "somewhere in the province": it must not fall out of every list.
    """
    placed = pl.when(pl.col("area_code") == "").then(pl.lit(home)).otherwise(pl.col("area_code")).fill_null(home)
    area = placed.str.pad_end(AREA_LENGTH, "0")
    house = thai.house_orders(pl.col("house_no").fill_null("")).fill_null("").str.head(HOUSE_ORDER_LENGTH)
    # The space sorts before every sign of a house number: 1 stands before 1/1.
    key = pl.concat_str(area, house, pl.lit(" "), pl.col("household_code").str.tail(6))
    return (
        homes.with_columns(area_code=area, list_key=key)
        .sort("list_key", "household_code")
        .with_row_index("h")
        .with_columns(pl.col("h").cast(pl.Int64))
    )


def person_values(sources: Sequence[str]) -> Step:
    """The values in use of every person, with the lists the person is on."""
    return Step(
        "person_values_made",
        f"""select b.*{_flags(sources)}
        from person_all_values b left join person_on o on b.person_code = o.person_code""",
        kept=False,
    )


def household_lists(sources: Sequence[str]) -> Step:
    """The lists on which a household or one of its main members is."""
    return Step(
        "household_lists",
        f"""select b.household_code, b.area_code, b.list_key{_flags(sources)}
        from homes b left join household_on o on b.household_code = o.household_code""",
        kept=False,
    )


def _flags(sources: Sequence[str]) -> str:
    return "".join(f", coalesce(o.on_{source}, false) as on_{source}" for source in sources)


PERSONS = [
    Step(
        "persons_made",
        """select v.person_code, v.household_code, v.h, v.area_code, v.title, v.given_name, v.family_name, v.sex,
            v.birth_date, v.birth_precision, x.id_key, x.id_index, x.id_masked,
            v.relation, coalesce(v.family_no, f.family_no) as family_no,
            coalesce(f.family_by, case when v.family_no is not null then 'said' end) as family_by,
            q.father_code, q.mother_code, q.spouse_code, v.life_status, s.sources, s.records
        from all_people a
        join person_values v on a.person_code = v.person_code
        join person_sources s on a.person_code = s.person_code
        join person_ids i on a.person = i.person
        left join id_marks x on i.id_key = x.id_key
        left join kin_of_person q on a.person_code = q.person_code
        left join family_numbers f on a.person_code = f.person_code""",
        kept=False,
    )
]
SIZES = [
    Step(
        "living",
        """select household_code, title, given_name, family_name, family_no,
            row_number() over (partition by household_code order by
                case when relation = 'head' then 0 else 1 end, birth_date nulls last, person_code) as place
        from persons where coalesce(life_status, 'alive') = 'alive'""",
        kept=False,
    ),
    Step(
        "household_sizes",
        """select household_code, cast(count(*) as integer) as members,
            cast(greatest(count(distinct family_no), 1) as integer) as families
        from living group by household_code""",
    ),
]
HOUSEHOLD_VALUES = Step(
    "household_values_made",
    """select b.*, coalesce(z.members, 0) as members
    from household_all_values b left join household_sizes z on b.household_code = z.household_code""",
    kept=False,
)
HOUSEHOLDS = Step(
    "households_made",
    """select h.household_code, h.h, h.list_key, h.area_code, h.house_no, h.house_key, h.village_no,
        h.house_code, v.register_kind, h.lat, h.lon, coalesce(z.members, 0) as members,
        coalesce(z.families, 1) as families, p.title, p.given_name, p.family_name, s.sources
    from homes h
    join household_values v on h.household_code = v.household_code
    left join household_sizes z on h.household_code = z.household_code
    left join living p on h.household_code = p.household_code and p.place = 1
    left join household_sources s on h.household_code = s.household_code""",
    kept=False,
)


def dress_persons(made: Path, persons: Path) -> None:
    """Add each person's sort key, id kind and full id number (the file is sealed, and so is the number that is loaded)."""
    frame = pl.read_parquet(made)
    parts = pl.col("id_key").str.splitn(":", 2).struct
    kind, number = parts.field("field_0").fill_null("none"), parts.field("field_1")
    frame.with_columns(id_kind=kind, id_number=number, name_key=thai.sort_keys(_whole_name())).drop(
        "id_key"
    ).write_parquet(persons)


def dress_households(made: Path, households: Path) -> None:
    """Add the head's name as shown and the key by which households are sorted by it."""
    frame = pl.read_parquet(made)
    shown = pl.concat_str(pl.col("title").fill_null(""), _whole_name())
    frame = frame.with_columns(head_name=shown, head_sort=thai.sort_keys(_whole_name()))
    frame.drop("title", "given_name", "family_name").write_parquet(households)


def key_names(names: pl.DataFrame) -> pl.DataFrame:
    """Give every distinct ``name`` (given or family) its words, folded and in sort-key form, joined by ``!``."""
    words = (
        names.with_columns(word=pl.col("name").str.split(" "))
        .explode("word")
        .with_columns(start=thai.sort_starts(thai.fold(pl.col("word"))))
        .filter(pl.col("start") != "")
    )
    return words.group_by("name", maintain_order=True).agg(start=pl.col("start").str.join(WORD_SPACE))


def key_words(words: pl.DataFrame) -> pl.DataFrame:
    """Give every distinct ``word`` of a name its spelling in sort-key form and its sound."""
    return words.with_columns(
        spelling=thai.sort_starts(thai.fold(pl.col("word"))),
        sound=SOUND + thai.sound_keys(pl.col("word")),
    )


_PARTS = """select person_code, household_code, area_code, {name} as name from persons where {name} is not null"""
SPOKEN = [
    Step(
        "spoken_words",
        f"""select person_code, household_code, area_code, part, word
        from (
            select person_code, household_code, area_code, part, unnest(string_split(name, ' ')) as word
            from (
                select *, case when name like '% %' then 'word' else 'given' end as part
                from ({_PARTS.format(name="given_name")}) as given
                union all
                select *, 'word' as part from ({_PARTS.format(name="family_name")}) as family
            ) as parts
        ) as split_up
        where word <> ''""",
        kept=False,
    ),
    Step("distinct_words", "select distinct word from spoken_words", kept=False),
    Step(
        "distinct_names",
        """select distinct name from (
            select given_name as name from persons union all select family_name as name from persons
        ) as names where name <> ''""",
        kept=False,
    ),
]
# A given name of one word is the beginning of the whole name and needs no row of its own.
WORDS = Step(
    "words",
    f"""select distinct substr(word, 1, {WORD_LENGTH}) as word, area_code, substr(area_code, 1, 6) as tambon_code,
        person_code, household_code
    from (
        select concat_ws('{WORD_SPACE}', g.start, f.start) as word, p.area_code, p.person_code, p.household_code
        from persons p
        left join name_keys g on p.given_name = g.name
        left join name_keys f on p.family_name = f.name
        union all
        select k.spelling as word, s.area_code, s.person_code, s.household_code
        from spoken_words s join word_keys k on s.word = k.word
        where s.part = 'word'
        union all
        select k.sound as word, s.area_code, s.person_code, s.household_code
        from spoken_words s join word_keys k on s.word = k.word
    ) as found
    where word is not null and word not in ('', '{SOUND}')""",
    kept=False,
)


def _whole_name() -> pl.Expr:
    return pl.concat_str(
        pl.col("given_name").fill_null(""), pl.lit(" "), pl.col("family_name").fill_null("")
    ).str.strip_chars()
