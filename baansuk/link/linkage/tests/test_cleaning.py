"""Dates, ids and names are read as registers write them, and what cannot be is unknown, never guessed."""

from __future__ import annotations

import pytest

from baansuk.engine import open_engine
from baansuk.engine.functions import KEYS
from baansuk.link.linkage.cleaning import clean
from baansuk.link.linkage.columns import COLUMNS

ENGINES = ["duckdb", pytest.param("spark", marks=pytest.mark.spark)]
VALID = "1101700230708"


def cleaned(rows, asked, engine="duckdb"):
    """Clean records of which only some columns are told; return the answer to ``asked`` for each."""
    columns = {name: [row.get(name) for row in rows] for name in COLUMNS}
    columns |= {"record_id": [f"r{place}" for place in range(len(rows))]}
    numbers = {"rid": list(range(len(rows))), "source": [0] * len(rows)}
    types = dict.fromkeys(numbers, "integer") | dict.fromkeys(columns, "varchar")
    with open_engine(engine) as opened:
        opened.define(KEYS)
        opened.give("raw", types, numbers | columns)
        clean(opened)
        return [row[1:] for row in sorted(opened.rows(asked))]


def births(texts, engine="duckdb"):
    asked = "select t.rid, b.birth from told t left join births b on t.birth_word = b.word"
    return [birth for (birth,) in cleaned([{"birth_date": text} for text in texts], asked, engine)]


DATES = {
    # Eras, told by the year.
    "03/02/2523": 19800203,
    "3/2/2523": 19800203,
    "03/02/1980": 19800203,
    "2523-02-03": 19800203,
    "1980-02-03": 19800203,
    "25230203": 19800203,
    "19800203": 19800203,
    "03-02-2523": 19800203,
    "3.2.2523": 19800203,
    "3 2 2523": 19800203,
    "2523/02/03": 19800203,
    " 03/02/2523 ": 19800203,
    "๐๓/๐๒/๒๕๒๓": 19800203,
    "๒๕๒๓-๐๒-๐๓": 19800203,
    "๒๕๒๓๐๒๐๓": 19800203,
    # What is unknown is 00: the month without a day, the year alone.
    "00/02/2523": 19800200,
    "00/00/2523": 19800000,
    "2523-02-00": 19800200,
    "25230200": 19800200,
    "25230000": 19800000,
    "2523": 19800000,
    "2523-02": 19800200,
    # A day without its month says nothing of the day.
    "03/00/2523": 19800000,
    # Months and days there are not.
    "03/13/2523": 19800000,
    "32/02/2523": 19800200,
    "2523-99-99": 19800000,
    # Two digits of a year may be of either era and of any century.
    "03/02/23": None,
    "3/2/80": None,
    # Years nobody was born in.
    "03/02/2223": None,
    "03/02/1780": None,
    "03/02/2999": None,
    "00/00/0000": None,
    "0000-00-00": None,
    "ไม่ทราบ": None,
    "-": None,
    None: None,
}


@pytest.mark.parametrize("engine", ENGINES)
def test_dates(engine):
    assert dict(zip(DATES, births(list(DATES), engine), strict=True)) == DATES


def ids(texts, engine="duckdb"):
    return cleaned([{"national_id": text} for text in texts], "select rid, id, odd_id from told", engine)


NUMBER = int(VALID)
IDS = {
    VALID: (NUMBER, None),
    "1-1017-00230-70-8": (NUMBER, None),
    "1 1017 00230 70 8": (NUMBER, None),
    " 1101700230708 ": (NUMBER, None),
    "๑๑๐๑๗๐๐๒๓๐๗๐๘": (NUMBER, None),
    "๑-๑๐๑๗-๐๐๒๓๐-๗๐-๘": (NUMBER, None),
    # The first digit may be 0: persons without Thai nationality.
    "0101700230700": (101700230700, None),
    "0-1017-00230-70-0": (101700230700, None),
    "๐๑๐๑๗๐๐๒๓๐๗๐๐": (101700230700, None),
    "0012345678909": (12345678909, None),
    "0012345678901": (None, 12345678901),
    # A wrong check digit is evidence, no id.
    "1101700230707": (None, 1101700230707),
    "๑๑๐๑๗๐๐๒๓๐๗๐๗": (None, 1101700230707),
    "0101700230702": (None, 101700230702),
    # So is a digit too few or too many; nothing is padded.
    "110170023070": (None, 110170023070),
    "101700230701": (None, 101700230701),
    "11017002307088": (None, 11017002307088),
    "11017002307": (None, 11017002307),
    # An id may end in noughts.
    "1101700203000": (1101700203000, None),
    # Far from an id.
    "1101700230": (None, None),
    "110170023070888": (None, None),
    "G123456789012": (None, None),
    # A spreadsheet has cut its end off.
    "1.10170E+12": (None, None),
    "1.1017002E+12": (None, None),
    "-": (None, None),
    "ไม่มี": (None, None),
    None: (None, None),
}


@pytest.mark.parametrize("engine", ENGINES)
def test_ids(engine):
    assert dict(zip(IDS, ids(list(IDS), engine), strict=True)) == IDS


# What is told of a person, and the given name, family name and sex (1 male, 2 female) that it is read as.
NAMES = [
    ({"full_name": "นายสมมุติ ใจดี"}, ("สมมุติ", "ใจดี", 1)),
    ({"full_name": "นาย สมมุติ ใจดี"}, ("สมมุติ", "ใจดี", 1)),
    ({"full_name": "สมมุติ ใจดี"}, ("สมมุติ", "ใจดี", None)),
    ({"full_name": "นางสาวสมหญิง ใจดี"}, ("สมหญิง", "ใจดี", 2)),
    ({"full_name": "ด.ช. สมมุติ ใจดี"}, ("สมมุติ", "ใจดี", 1)),
    ({"full_name": "ด.ญ.สมหญิง ใจดี"}, ("สมหญิง", "ใจดี", 2)),
    # Two titles, a family name of two words, none at all, a title alone.
    ({"full_name": "พล.ต. นาย สมมุติ ใจดี"}, ("สมมุติ", "ใจดี", None)),
    ({"full_name": "นาย สมมุติ ณ ทดลอง"}, ("สมมุติ", "ณทดลอง", 1)),
    ({"full_name": "นายสมมุติ"}, ("สมมุติ", None, 1)),
    ({"full_name": "นาย สมมุติ"}, ("สมมุติ", None, 1)),
    ({"full_name": "นาง"}, (None, None, 2)),
    # What only begins like a title is none.
    ({"full_name": "นายิกา ใจดี"}, ("นายิกา", "ใจดี", None)),
    ({"full_name": "นางสาวิตรี ใจดี"}, ("สาวิตรี", "ใจดี", 2)),
    # Parts; the sex that is told goes before the title's.
    ({"title": "น.ส.", "given_name": "สมหญิง", "family_name": "ใจดี"}, ("สมหญิง", "ใจดี", 2)),
    ({"title": "นาย", "given_name": "สมมุติ", "sex": "หญิง"}, ("สมมุติ", None, 2)),
    ({"given_name": "นายสมมุติ", "sex": "2"}, ("สมมุติ", None, 2)),
    ({"given_name": " สม-มุติ\n", "family_name": "ใจ ดี 2"}, ("สมมุติ", "ใจดี", None)),
    ({"given_name": "Jané", "sex": "F"}, ("jane", None, 2)),
    ({"given_name": "-", "family_name": "."}, (None, None, None)),
    ({"full_name": "นายสมมุติ ใจงาม", "family_name": "ใจดี"}, ("สมมุติ", "ใจดี", 1)),
]


@pytest.mark.parametrize("engine", ENGINES)
def test_names_and_what_titles_say(engine):
    asked = """select t.rid, n.spelling as given, m.spelling as family, coalesce(t.sex, g.title_sex) as sex
        from told t
        left join given_words g on t.given_word = g.word
        left join family_words f on t.family_word = f.word
        left join names n on g.name = n.name
        left join names m on f.name = m.name"""
    assert cleaned([told for told, _ in NAMES], asked, engine) == [read for _, read in NAMES]


def test_a_name_is_counted_as_given_and_as_family_name():
    rows = [
        *({"given_name": "ขวัญ", "family_name": "ใจดี"}, {"given_name": "นายขวัญ"}, {"given_name": "ขวัญ-"}),
        {"family_name": "ขวัญ"},
    ]
    asked = "select 0, spelling, as_given, as_family from names"
    assert cleaned(rows, asked) == [("ขวัญ", 3, 1), ("ใจดี", 0, 1)]
