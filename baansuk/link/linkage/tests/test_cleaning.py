"""Dates, ids and names are read as registers write them, and what cannot be is unknown, never guessed."""

from __future__ import annotations

import polars as pl
import pytest

from baansuk.link.linkage.cleaning import EARLIER, clean
from baansuk.link.linkage.tests.small_registers import made, pieces_of, valid_id

VALID = "1101700230708"


def cleaned(rows):
    """Clean records of which only some columns are told; return the records, and the names in them."""
    named = [{"record_id": f"r{place}", **row} for place, row in enumerate(rows)]
    found = clean(pieces_of([named]), pl.DataFrame(schema=EARLIER))
    return found.records(), found.names


def births(texts):
    return cleaned([{"birth_date": text} for text in texts])[0]["birth"].to_list()


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


def test_dates():
    assert dict(zip(DATES, births(list(DATES)), strict=True)) == DATES


def ids(texts):
    return cleaned([{"national_id": text} for text in texts])[0].select("id", "odd_id").rows()


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


def test_ids():
    assert dict(zip(IDS, ids(list(IDS)), strict=True)) == IDS


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


def test_names_and_what_titles_say():
    records, names = cleaned([told for told, _ in NAMES])
    spelled = dict(names.select("name", "spelling").rows())
    read = [
        (spelled.get(given), spelled.get(family), sex)
        for given, family, sex in records.select("given", "family", "sex").rows()
    ]
    assert read == [meant for _, meant in NAMES]


def test_a_name_is_counted_as_given_and_as_family_name():
    rows = [
        *({"given_name": "ขวัญ", "family_name": "ใจดี"}, {"given_name": "นายขวัญ"}, {"given_name": "ขวัญ-"}),
        {"family_name": "ขวัญ"},
    ]
    records, names = cleaned(rows)
    assert sorted(names.select("spelling", "as_given", "as_family").rows()) == [("ขวัญ", 3, 1), ("ใจดี", 0, 1)]
    assert records.select("given_records", "family_records").rows() == [(3, 1), (3, None), (3, None), (None, 1)]


# Numbers as registers write them, and what they are read as.
NUMBERS = {
    "village_no": {"4": 4, " 4": 4, "ม.4": 4, "หมู่ที่ ๔": 4, "12345": 12345, "40000": 400, "-": None, None: None},
    "house_code": {"99000000001": 99000000001, "11111111111": None, "0": None, "x": None, "-5": None, None: None},
    "phone": {
        "0812345678": 812345678,
        "081-234-5678": 812345678,
        "๐๘๑๒๓๔๕๖๗๘": 812345678,
        "+66 (81) 2345678": 66812345678,
        "1912": None,
        "ไม่มีโทรศัพท์": None,
        None: None,
    },
}


@pytest.mark.parametrize("column", NUMBERS)
def test_numbers(column):
    meant = NUMBERS[column]
    records, _ = cleaned([{column: text} for text in meant])
    assert dict(zip(meant, records[column.removesuffix("_no")], strict=True)) == meant


def test_a_house_number_is_one_however_it_is_written():
    records, _ = cleaned([{"house_no": text} for text in ("12/3", "๑๒/๓", " 12 / 3", "12/3.", "12-3", "-", None)])
    houses = records["house"].to_list()
    assert len(set(houses[:4])) == 1 and houses[4] not in houses[:4] and houses[5:] == [None, None]


def test_a_code_is_the_name_that_most_of_its_people_have_elsewhere():
    people = [{"national_id": valid_id(310000000001 + number)} for number in range(4)]
    by_code = [person | {"tambon": "990101"} for person in people]
    by_name = [person | {"tambon": "ต.หนองดี", "amphoe": "เมือง"} for person in people[:3]]
    records, _ = cleaned([*by_code, *by_name, {"tambon": "990202"}])
    places = records["place"].to_list()
    assert len(set(places[:7])) == 1 and places[7] not in places[:7]
    records, _ = cleaned([*by_code, *by_name[:2]])
    assert len(set(records["place"])) == 2, "two persons are too few"


def test_who_names_no_tambon_has_no_say_in_which_name_a_code_is():
    people = [{"national_id": valid_id(310000000001 + number)} for number in range(4)]
    by_code = [person | {"tambon": "990101"} for person in people]
    by_name = [person | {"tambon": "หนองดี", "amphoe": "เมือง"} for person in people[:3]]
    records, _ = cleaned([*by_code, *by_name, *3 * people, *(person | {"amphoe": "ใต้"} for person in people)])
    assert len(set(records["place"].to_list()[:7])) == 1


def test_one_name_in_several_spellings_is_one_name_of_a_code():
    people = [{"national_id": valid_id(310000000001 + number)} for number in range(4)]
    spelled = ("หนองดี", "ต.หนองดี", "ตำบลหนองดี", "หนอง ดี")
    by_name = [person | {"tambon": tambon, "amphoe": "เมือง"} for person, tambon in zip(people, spelled, strict=True)]
    records, _ = cleaned([*by_name, *(person | {"tambon": "990101"} for person in people)])
    assert records["place"].n_unique() == 1


def test_where_ids_tell_nothing_of_a_code_names_and_births_do():
    people = [{"full_name": f"สมมุติ {family}", "birth_date": "03/02/2523"} for family in ("ใจดี", "ทดลอง", "ตัวอย่าง")]
    named_so = {"tambon": "หนองดี", "amphoe": "เมือง"}
    rows = [*(person | {"tambon": "990101"} for person in people), *(person | named_so for person in people)]
    assert cleaned(rows)[0]["place"].n_unique() == 1
    assert cleaned(rows[1:])[0]["place"].n_unique() == 2, "two persons are too few"
    undated = [row | {"birth_date": "00/02/2523"} for row in rows]
    assert cleaned(undated)[0]["place"].n_unique() == 2, "namesakes are not one person"
    # Three persons by id say something else.
    by_id = [{"national_id": valid_id(310000000001 + number)} for number in range(3)]
    elsewhere = [person | {"tambon": "บ้านสุข", "amphoe": "ใต้"} for person in by_id]
    records, _ = cleaned([*rows, *(person | {"tambon": "990101"} for person in by_id), *elsewhere])
    assert records["place"].to_list()[0] == records["place"].to_list()[-1]


CODE = "99000000001"
AT_12 = {"house_no": "12/3", "village_no": "4", "tambon": "หนองดี", "amphoe": "เมือง"}
AT_7 = AT_12 | {"house_no": "7"}


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ([AT_12], True),
        ([AT_12, AT_12, AT_7], True),
        ([AT_7, AT_12, AT_12 | {"house_no": "๑๒ / ๓"}], True),
        ([AT_12, AT_7], False),
        ([AT_12, AT_12 | {"village_no": "5"}], False),
        ([AT_12 | {"village_no": None}], False),
        ([AT_12 | {"house_no": None}], False),
        ([{"village_no": "4"}], False),
    ],
)
def test_a_house_code_is_the_address_that_most_tell_with_it(told, known):
    only_a_code = [{"house_code": CODE}, {"house_code": CODE, "village_no": "9"}]
    records, _ = cleaned([*(row | {"house_code": CODE} for row in told), *only_a_code, AT_12])
    address = records.select("home", "house", "place", "village", "district", "tambon").rows()
    *_, coded, with_a_village, at_the_address = address
    if known:
        assert coded == with_a_village == at_the_address
        assert {home for home, *_ in address} == {at_the_address[0]}
    else:
        assert coded == (int(CODE), *[None] * 5)
        assert with_a_village == (int(CODE), None, None, 9, None, None)


def test_whoever_tells_more_than_a_code_keeps_the_own_address():
    rows = [AT_12 | {"house_code": CODE}, {"house_code": CODE, "amphoe": "ใต้"}, {"house_code": CODE, "house_no": "7"}]
    records, _ = cleaned(rows)
    assert records["home"].n_unique() == 1
    assert records["place"].to_list() == [records["place"][0], None, None]
    assert records["house"][1] is None and records["house"][2] != records["house"][0]


def test_the_area_of_a_code_does_not_hang_on_the_order_of_records():
    people = [{"national_id": valid_id(310000000001 + number)} for number in range(3)]
    rows = [
        *(
            person | {"tambon": "990101", "house_no": "12/3", "village_no": "4", "house_code": CODE}
            for person in people
        ),
        *(person | {"tambon": "หนองดี"} for person in people),
        {"house_code": CODE},
    ]
    found = [cleaned(each)[0].select("record_id", "home", "place", "district", "tambon") for each in (rows, rows[::-1])]
    # The helper numbers records as they come.
    forth, back = found[0].drop("record_id"), found[1].drop("record_id").reverse()
    assert forth.equals(back)


def test_pieces_do_not_matter():
    rows = [dict(row) for register in made(5, 200) for row in register]
    whole = clean(pieces_of([rows]), pl.DataFrame(schema=EARLIER))
    parts = clean(
        (piece[at : at + 7] for piece in pieces_of([rows]) for at in range(0, 200, 7)), pl.DataFrame(schema=EARLIER)
    )
    assert whole.records().equals(parts.records())
    assert whole.names.sort("name").equals(parts.names.sort("name"))


def test_ids_of_records_that_are_missing_or_stand_twice_are_seen():
    for names, sound in ((["a", "b"], True), (["a", "a"], False), (["a", None], False), (["a", " b"], False)):
        rows = [{"record_id": name, "sex": "1"} for name in names]
        assert clean(pieces_of([rows]), pl.DataFrame(schema=EARLIER)).sound_ids is sound


def test_no_records_at_all():
    found = clean(pieces_of([[]]), pl.DataFrame(schema=EARLIER))
    assert found.records().is_empty() and found.names.is_empty() and found.areas.is_empty() and found.sound_ids
