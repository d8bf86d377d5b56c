"""Likeness joins what ids and exact names leave apart; people's words stand above it; too little data teaches nothing."""

from __future__ import annotations

import datetime as dt
import tempfile
from functools import cache
from pathlib import Path

import polars as pl

from baansuk.engine import open_engine
from baansuk.link import linker
from baansuk.link.tests import registers
from baansuk.link.workshop import Asked
from baansuk.people.trust import load_trust
from baansuk.thai.ids import check_digit

GIVEN = [
    a + b for a in ("สม", "วร", "จัน", "ธน", "พิม", "อร", "กฤต", "ณัฐ") for b in ("ชาย", "พล", "ทิพย์", "นุช", "วัฒน์", "ศรี")
]
FAMILY = [a + b for a in ("ใจ", "บุญ", "ทอง", "แก้ว", "ศรี", "คำ", "มา", "วงศ์") for b in ("ดี", "มี", "สุข", "งาม", "เพชร")]


def number(serial: int) -> str:
    first = f"1990{serial:08d}"
    return first + str(check_digit(first))


def people(count: int):
    """Yield so many fictional persons: name, birth and id."""
    for serial in range(count):
        name = f"{GIVEN[serial * 7 % len(GIVEN)]} {FAMILY[serial * 11 % len(FAMILY)]}"
        yield serial, name, dt.date(1950, 1, 1) + dt.timedelta(days=serial * 37 % 20000), number(serial)


def rows(count: int = 900):
    """Three registers: all with ids; the same persons, every third without and some misspelt; strangers of like names."""
    made = []
    for _, name, born, id_ in people(count):
        made.append(registers.person(source="bmn", delivery=1, id=id_, name=name, born=born, tambon_code="990101"))
    for serial, name, born, id_ in people(count):
        without = serial % 3 == 0
        other = name.replace("ทิพย์", "ทิพ").replace("ณัฐ", "ณัฏฐ์") if without else name
        made.append(
            registers.person(
                source="moph43", delivery=2, id=None if without else id_, name=other, born=born, tambon_code="990102"
            )
        )
    # Strangers with other ids who share a birth and a surname with somebody teach that these alone are not enough.
    for serial, name, born, _ in people(count):
        given = GIVEN[(serial * 7 + 5) % len(GIVEN)]
        stranger = f"{given} {name.split()[1]}"
        made.append(
            registers.person(
                source="college",
                delivery=3,
                id=number(serial + 500_000),
                name=stranger,
                born=born,
                tambon_code="990103",
            )
        )
    return made


def link(made, judgements=()):
    """Return record -> person, record -> rule, and the questions asked."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables = registers.write(folder / "clean", made)
        asked = Asked(
            tables, folder, folder, None, load_trust(), lambda keys: pl.DataFrame(), set(), judgements=judgements
        )
        with open_engine("duckdb") as engine:
            linker._read(engine, asked)
            linker._link_persons(engine, asked)
            found = engine.rows("select record_id, person, rule from person_of_record order by record_id")
        questions = pl.read_parquet(folder / "review.parquet")
    return {one: person for one, person, _ in found}, {one: rule for one, _, rule in found}, questions


@cache
def linked():
    """The rows of 900 persons, and what was found of them before anybody judged anything."""
    made = rows()
    return made, link(made)


def records_of(made, source):
    """The record numbers of a source's rows, in their order."""
    with tempfile.TemporaryDirectory() as name:
        tables = registers.write(Path(name), made)
        return [
            number
            for table in tables
            if table.source == source
            for number in pl.read_parquet(table.path)["record_id"].to_list()
        ]


def test_a_misspelt_name_without_an_id_joins_its_person():
    made, (person_of, rule_of, _) = linked()
    first, second = records_of(made, "bmn"), records_of(made, "moph43")
    misspelt = [place for place in range(len(first)) if made[place]["given_name"].startswith("ณัฐ") and place % 3 == 0]
    assert len(misspelt) > 20
    joined = [place for place in misspelt if person_of[first[place]] == person_of[second[place]]]
    assert len(joined) / len(misspelt) > 0.9
    assert {rule_of[second[place]] for place in joined} == {"likely"}


def test_strangers_who_share_a_birth_and_a_surname_stay_apart():
    made, (person_of, _, _) = linked()
    first, strangers = records_of(made, "bmn"), records_of(made, "college")
    assert not [place for place, one in enumerate(first) if person_of[one] == person_of[strangers[place]]]


def test_no_person_has_two_ids_without_a_human_word():
    made, (person_of, _, _) = linked()
    every = [one for source in ("bmn", "moph43", "college") for one in records_of(made, source)]
    ids: dict[int, set[str]] = {}
    for one, row in zip(every, made, strict=True):
        if row.get("national_id"):
            ids.setdefault(person_of[one], set()).add(row["national_id"])
    assert max(len(numbers) for numbers in ids.values()) == 1


def test_people_part_what_an_id_has_joined_and_join_what_ids_keep_apart():
    made = rows()
    first, second, strangers = (records_of(made, source) for source in ("bmn", "moph43", "college"))
    person_of, rule_of, _ = link(
        made, judgements=[(first[1], second[1], "different"), (first[4], strangers[4], "same")]
    )
    assert person_of[first[1]] != person_of[second[1]]
    assert person_of[first[4]] == person_of[second[4]] == person_of[strangers[4]]
    assert rule_of[strangers[4]] == "judged"
    assert person_of[first[2]] == person_of[second[2]], "what nobody spoke of stays"


def test_too_few_ids_teach_nothing():
    made = rows(count=30)
    person_of, rule_of, questions = link(made)
    first, second = records_of(made, "bmn"), records_of(made, "moph43")
    assert "likely" not in rule_of.values()
    assert person_of[first[1]] == person_of[second[1]]
    assert questions.filter(pl.col("reason") != "sample").is_empty()


def test_the_questions_name_two_records_each_once_and_never_two_of_one_answer():
    made, (_, _, questions) = linked()
    assert questions.height > 0
    assert (questions["left"] < questions["right"]).all()
    assert questions.select("left", "right").is_unique().all()
    assert questions["rank"].is_unique().all()
    answered = questions.row(0, named=True)
    _, _, again = link(made, judgements=[(answered["left"], answered["right"], "unsure")])
    assert again.filter((pl.col("left") == answered["left"]) & (pl.col("right") == answered["right"])).is_empty()
