"""Finding a household: what was meant, who may find it, in which order, with how many queries."""

from __future__ import annotations

import pytest
from django.utils import timezone

from baansuk.access.tests.cast import AGREEMENT, wide_scope
from baansuk.people.blind import blind_index
from baansuk.people.codes import issue
from baansuk.people.models import Edition, Household, Membership, NameWord, Person, RecordLink
from baansuk.people.search import PAGE, search
from baansuk.people.searching import found_by, read_search
from baansuk.thai.addresses import house_key
from baansuk.thai.sorting import sort_key

PROVINCE = wide_scope("keeper", "99")
ID = "3000000000129"


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("", "nothing", ""),
        ("   ", "nothing", ""),
        ("12/3 ม.4", "house", house_key("12/3")),
        ("12/3 หมู่ 4", "house", house_key("12/3")),
        ("๑๒/๓ หมู่ที่ ๔", "house", house_key("12/3")),
        ("บ้านเลขที่ 12/3 ม.4", "house", house_key("12/3")),
        ("99010000019", "house_code", "99010000019"),
        ("9901-000001-9", "house_code", "99010000019"),
        (ID, "id", ID),
        ("3-0000-00000-12-9", "id", ID),
        ("สมชาย", "name", "สมชาย"),
        ("นายสมชาย ใจดี", "name", "สมชาย ใจดี"),
        ("' OR 1=1 --", "name", "' OR 1=1 --"),
    ],
)
def test_what_was_typed_is_read(typed, kind, text):
    wanted = read_search(typed)
    assert wanted.kind == kind
    if kind not in ("name", "nothing") or typed == "สมชาย":
        assert wanted.text == text


def test_the_village_is_read_with_the_house_number():
    assert read_search("12/3 ม.4").village_no == "4"
    assert read_search("12/3 หมู่ที่ ๐๔").village_no == "4"
    assert read_search("12/3").village_no == ""


def test_a_very_long_text_is_cut_and_a_code_is_forgiven():
    assert len(read_search("ก" * 5000).text) < 200
    code = issue("household", 1)[0]
    assert read_search(code.lower().replace("-", " ")).text == code


def home(edition, area, number, people, houses="H"):
    """Put a household with people ("given family" -> id or "") into the database as a run would."""
    code = issue("household", 1)[0]
    village = str(int(area[6:]))
    row = Household.objects.create(
        edition=edition, code=code, area_code=area, list_key=f"{area}{house_key(number)}~{code[-6:]}", name_key="",
        house_no=number, house_key=house_key(number), village_no=village, house_code="",
    )  # fmt: skip
    for name, digits in people.items():
        given, _, family = name.partition(" ")
        person = Person.objects.create(
            edition=edition, code=issue("person", 1)[0], household_code=code, area_code=area, given_name=given,
            family_name=family, name_key=sort_key(name), id_index=blind_index("thai_id", digits) if digits else "",
        )  # fmt: skip
        for word in found_by(given, family):
            NameWord.objects.create(
                edition=edition, word=word, area_code=area, tambon_code=area[:6], person_code=person.code,
                household_code=code,
            )  # fmt: skip
    return row


@pytest.fixture
def register(db):
    Edition.objects.create(
        number=5, state="current", made_at=timezone.now(), about={"deliveries": {"1": ["bmn", AGREEMENT]}}
    )
    return {
        "a": home(5, "99010104", "12/3", {"สมชาย ทดสอบดี": ID, "เกียรติ ทดสอบดี": ""}),
        "b": home(5, "99010105", "12/3", {"สมหญิง ตัวอย่าง": ""}),
        "c": home(5, "99020101", "9", {"สมชาย จำลอง": "", "ณัฐ จำลอง": ""}),
        "old": home(4, "99010104", "12/3", {"สมชาย เก่า": ID}),
    }


def found(scope, text, **more):
    return [hit.household.code for hit in search(scope, text, **more).hits]


def test_by_the_number_on_the_door(register):
    assert found(PROVINCE, "12/3 ม.4") == [register["a"].code]
    assert found(PROVINCE, "12/3") == [register["a"].code, register["b"].code]
    assert found(PROVINCE, "99/9") == []


def test_by_id_and_the_person_is_named(register):
    page = search(PROVINCE, "3 0000 00000 12 9")
    assert [hit.household.code for hit in page.hits] == [register["a"].code]
    assert [person.given_name for person in page.hits[0].persons] == ["สมชาย"]


def test_by_code_of_household_or_person(register):
    person = Person.objects.get(edition=5, given_name="สมหญิง")
    assert found(PROVINCE, register["c"].code.lower()) == [register["c"].code]
    assert found(PROVINCE, person.code) == [register["b"].code]


def test_by_the_beginning_of_any_word_of_a_name(register):
    assert set(found(PROVINCE, "สม")) == {register[name].code for name in "abc"}
    assert found(PROVINCE, "ทดสอบ") == [register["a"].code]
    assert found(PROVINCE, "เกีย") == [register["a"].code]
    assert found(PROVINCE, "นายสมชาย จำ") == [register["c"].code]
    assert found(PROVINCE, "จำลอง ณัฐ") == [register["c"].code]  # the family name first
    assert found(PROVINCE, "สม ทด") == [register["a"].code]
    assert found(PROVINCE, "สมชาย ไม่มี") == []


def test_results_come_as_thais_sort(register):
    home(5, "99010104", "1", {"กานดา ทดสอบดี": ""})
    people = [p.given_name for hit in search(PROVINCE, "ก").hits for p in hit.persons]
    assert people == ["กานดา", "เกียรติ"]


def test_by_sound_when_it_is_spelled_otherwise(register):
    assert found(PROVINCE, "ณัฏฐ์") == [register["c"].code]


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        (("9901",), {"a", "b"}),
        (("990101",), {"a", "b"}),
        (("99010105",), {"b"}),
        (("9902",), {"c"}),
        (("98",), set()),
        ((), set()),
    ],
)
def test_a_scope_finds_only_its_area(register, areas, expected):
    scope = wide_scope("officer", *areas)
    assert set(found(scope, "สม")) == {register[name].code for name in expected}
    assert set(found(scope, "12/3")) <= {register[name].code for name in expected}
    assert (found(scope, ID) == []) == ("a" not in expected)
    assert (found(scope, register["c"].code) == []) == ("c" not in expected)


def test_a_volunteer_finds_only_assigned_houses_and_figures_posts_find_nobody(register):
    volunteer = wide_scope("v", "99", houses={register["b"].code})
    assert found(volunteer, "สม") == [register["b"].code]
    assert found(volunteer, "12/3") == [register["b"].code]
    assert found(volunteer, "ทดสอบ") == []
    governor = wide_scope("g", "99", sees_persons=False)
    assert found(governor, "สม") == [] and found(governor, ID) == []


def test_queries_stay_the_same_however_many_are_found(register, django_assert_max_num_queries):
    for number in range(60):
        home(5, "99010106", str(number + 100), {f"สมศรี{number} ทดลอง": ""})
    for text in ("สม", "สม ทดลอง", "12/3", ID, "ไม่มีใคร"):
        with django_assert_max_num_queries(10):
            search(PROVINCE, text)
    last = 60 // PAGE + 1
    pages = [search(PROVINCE, "ทดลอง", page=number) for number in range(1, last + 1)]
    assert [page.more for page in pages] == [True] * (last - 1) + [False]
    assert [len(page.hits) for page in pages] == [PAGE] * (last - 1) + [60 % PAGE]
    assert len({hit.household.code for page in pages for hit in page.hits}) == 60
    assert search(PROVINCE, "ทดลอง", page=10**9).hits == []


def names(page):
    return [f"{person.given_name} {person.family_name}" for hit in page.hits for person in hit.persons]


def test_who_bears_both_words_is_found_however_many_bear_one(register, monkeypatch):
    monkeypatch.setattr("baansuk.people.search.MOST_CANDIDATES", 5)
    for number in range(20):
        home(5, "99010106", str(number + 100), {f"สมศรี ทดลอง{number}": ""})
    home(5, "99020101", "7", {"สมศรี วงศ์ตัวอย่าง": ""})
    home(5, "99020101", "8", {"สมศรีนวล วงศ์ตัวอย่าง": ""})
    for text in ("วงศ์ตัวอย่าง สมศรี", "สมศรี วงศ์", "สม วงศ์ตัว"):
        page = search(PROVINCE, text)
        assert (names(page), page.cut) == (["สมศรี วงศ์ตัวอย่าง", "สมศรีนวล วงศ์ตัวอย่าง"], False)


def test_the_page_says_when_too_many_bear_each_word_to_look_at_them_all(register, monkeypatch):
    monkeypatch.setattr("baansuk.people.search.MOST_CANDIDATES", 5)
    for number in range(10):
        home(5, "99010106", str(number + 100), {f"สมศรี{number} ทดลอง{number}": ""})
    assert search(PROVINCE, "ทด สม").cut
    assert not search(PROVINCE, "ทดลอง7 สม").cut


def test_two_words_spelled_otherwise_are_found_among_many_who_share_a_sound(register):
    for number in range(70):
        home(5, "99010106", str(number + 100), {f"กิตติศักดิ์ ทดลอง{number}": ""})
    home(5, "99020102", "5", {"กิตติศักดิ์ จันทร์": "", "กิตติสัก จัน": ""})
    both = ["กิตติศักดิ์ จันทร์", "กิตติสัก จัน"]
    assert names(search(PROVINCE, "กิตติศักดิ์ จันทร์")) == both
    assert names(search(PROVINCE, "จันทร์ กิตติศักดิ์")) == both
    assert set(names(search(PROVINCE, "กิตติศัก จันทร์"))) == set(both)


def test_pages_of_one_spelling_do_not_overlap_and_the_last_says_that_it_is(register, monkeypatch):
    monkeypatch.setattr("baansuk.people.search.MOST_FOUND", 2 * PAGE)
    for _ in range(2 * PAGE + 1):
        home(5, "99010106", "77", {"ปรีดา สมมติ": ""})
    for text in ("ปรีดา", "77 ม.6"):
        pages = [search(PROVINCE, text, page=number) for number in (1, 2)]
        assert [(page.more, page.cut) for page in pages] == [(True, False), (False, True)]
        assert len({hit.household.code for page in pages for hit in page.hits}) == 2 * PAGE


@pytest.mark.parametrize(
    "text", ["\x00", "%", "_", "'; drop table people_person; --", "{{7*7}}", "~", "😀", "ก" * 2000]
)
def test_odd_texts_find_nobody_and_break_nothing(register, text):
    assert found(PROVINCE, text) == []


def test_before_the_first_edition_nothing_is_found(db):
    assert found(PROVINCE, "สม") == []


def test_those_whose_names_may_not_be_used_take_no_place_from_those_whose_may(register):
    Edition.objects.filter(number=5).update(about={"deliveries": {"1": ["bmn", AGREEMENT], "2": ["bmn", "ANOTHER"]}})

    def known_from(row, *deliveries):
        person = Person.objects.get(edition=5, household_code=row.code).code
        Membership.objects.create(edition=5, person_code=person, household_code=row.code, kind="lives", source="bmn")
        for delivery in deliveries:
            RecordLink.objects.create(
                edition=5, record_id=1, household_code=row.code, person_code=person, household_rule="", source="bmn",
                delivery=delivery, row=1, table="persons",
            )  # fmt: skip
        return row

    for number in range(PAGE + 1):
        known_from(home(5, "99010104", str(number + 1), {"ปรีดา สมมติ": ""}), 1, 2)
        known_from(home(5, "99010105", str(number + 1), {"ปรีดา สมมติ": ""}), 2)
    own = known_from(home(5, "99020101", "1", {"ปรีดา สมมติ": ""}), 1)
    for text in ("ปรีดา", "สมมติ ปรีดา", "ปรีดาร์ สมมติ"):
        page = search(PROVINCE, text)
        assert ([hit.household.code for hit in page.hits], page.more) == ([own.code], False)
