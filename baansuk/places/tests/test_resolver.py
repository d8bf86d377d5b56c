"""A name with its parents is one area, or ambiguous, or unknown; a code is itself, or what it became."""

import pytest

from baansuk.places.names import AreaName
from baansuk.places.resolver import PROBLEMS, Resolved, Resolver, common_parent, follow
from baansuk.thai.words import Refusal


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("ฟ้าใส",), Resolved("99")),
        (("จ.ฟ้าใส", "อ.เมือง"), Resolved("9901")),
        (("จ.ฟ้าใส", "อ.เมืองฟ้าใส", "ต.หนองดาว"), Resolved("990102")),
        (("Fa Sai", "Chan Chai", "Nong Dao"), Resolved("990201")),
        (("", "เมืองรุ้งงาม", "หนองดาว"), Resolved("980101")),
        (("", "", "ดาวเหนือ"), Resolved("990101")),
        (("", "", "หนองดาว"), Resolved("", "ambiguous", ("980101", "990102", "990201"))),
        (("ฟ้าใส", "", "หนองดาว"), Resolved("", "ambiguous", ("990102", "990201"))),
        (("รุ้งงาม", "", "หนองดาว"), Resolved("980101")),
        (("", "เมือง"), Resolved("", "ambiguous", ("9801", "9901"))),
        (("", "จันทร์ฉาย"), Resolved("9902")),
        (("", "", "จันทร์ฉาย"), Resolved("980102")),
        (("รุ้งงาม", "จันทร์ฉาย"), Resolved("", "unknown", ("9902",))),
        (("รุ้งงาม", "", "ไม่มีจริง"), Resolved("", "unknown")),
        (("ไม่มีจริง", "", "ดาวเหนือ"), Resolved("", "unknown", ("990101",))),
        (("", "", "หนองเดือน"), Resolved("990201")),  # the name it had before
        (("", "", ""), Resolved("", "missing")),
        ((None, None, None, None, None), Resolved("", "missing")),
        (("-", "-", "-", "3"), Resolved("", "missing")),
    ],
)
def test_names_with_their_parents(fiction: Resolver, cells: tuple[str, ...], expected: Resolved) -> None:
    assert fiction.resolve(*cells) == expected


@pytest.mark.parametrize(
    ("village", "expected"),
    [
        ("ม.2", Resolved("99010102")),
        ("ทุ่งดาว", Resolved("99010102")),
        ("บ้านทุ่งดาว", Resolved("99010102")),
        ("4", Resolved("990101", "unknown_village")),
        ("บ้านไม่มีจริง", Resolved("990101", "unknown_village")),
        ("บ้านแสงดาว", Resolved("990101", "unknown_village", ("99010101", "99010103"))),
        ("9", Resolved("99010101", "retired_code")),
        ("0", Resolved("990101")),
    ],
)
def test_a_village_by_number_or_name(fiction: Resolver, village: str, expected: Resolved) -> None:
    assert fiction.resolve("ฟ้าใส", "เมือง", "ดาวเหนือ", village) == expected


def test_where_no_villages_are_held_any_number_is_taken(fiction: Resolver) -> None:
    assert fiction.resolve("", "จันทร์ฉาย", "หนองดาว", "12") == Resolved("99020112")
    assert fiction.resolve("", "จันทร์ฉาย", "หนองดาว", "บ้านใด") == Resolved("990201", "unknown_village")


def test_a_village_is_not_looked_for_without_its_tambon(fiction: Resolver) -> None:
    assert fiction.resolve("ฟ้าใส", "เมือง", "", "2") == Resolved("9901")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("99", Resolved("99")),
        ("TH9901", Resolved("9901")),
        ("๙๙๐๑๐๑", Resolved("990101")),
        ("99010102", Resolved("99010102")),
        ("99010100", Resolved("990101")),
        ("99010150", Resolved("990101", "unknown_village")),
        ("99020107", Resolved("99020107")),
        ("990103", Resolved("990101", "retired_code")),
        ("9903", Resolved("9902", "retired_code")),
        ("99010305", Resolved("990101", "retired_code")),
        ("990209", Resolved("", "ambiguous", ("990203", "990204"))),
        ("95", Resolved("", "unknown_code")),
        ("ดาว", Resolved("", "unknown_code")),
        ("-", Resolved("", "missing")),
    ],
)
def test_codes(fiction: Resolver, code: str, expected: Resolved) -> None:
    assert fiction.resolve(area_code=code) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("", "", "หนองดาว", "", "9902"), Resolved("990201")),
        (("", "", "หนองดาว", "", "99"), Resolved("", "ambiguous", ("990102", "990201"))),
        (("ฟ้าใส", "", "หนองดาว", "5", "990201"), Resolved("99020105")),
        (("รุ้งงาม", "", "", "", "990201"), Resolved("990201", "disagree", ("98",))),
        (("", "", "สะกดผิด", "", "990201"), Resolved("990201", "disagree")),
        (("", "", "บ้านเมฆ", "", "990209"), Resolved("990203", "retired_code")),
        (("ฟ้าใส", "", "", "", "990209"), Resolved("", "ambiguous", ("990203", "990204"))),
        (("", "", "ดาวเหนือ", "", "957777"), Resolved("990101", "unknown_code")),
        (("", "", "หนองดาว", "", "957777"), Resolved("", "unknown_code", ("980101", "990102", "990201"))),
        (("", "", "", "2", "99010101"), Resolved("99010101", "disagree")),
        (("", "", "", "1", "99010101"), Resolved("99010101")),
        (("", "", "", "แสงดาว", "99010103"), Resolved("99010103")),
        (("", "", "", "บ้านใด", "99020105"), Resolved("99020105")),
        (("", "", "ดาวเหนือ", "9", "990103"), Resolved("99010101", "retired_code")),
    ],
)
def test_a_known_code_decides_and_names_agree_or_go_deeper(
    fiction: Resolver, cells: tuple[str, ...], expected: Resolved
) -> None:
    assert fiction.resolve(*cells) == expected


def test_a_missing_province_is_the_default_one(fiction: Resolver) -> None:
    assert fiction.resolve("", "เมือง", "หนองดาว", default_province="99") == Resolved("990102")
    assert fiction.resolve("", "", "หนองดาว", default_province="98") == Resolved("980101")
    assert fiction.resolve("รุ้งงาม", "", "หนองดาว", default_province="99") == Resolved("980101")
    assert fiction.resolve(area_code="9801", tambon="หนองดาว", default_province="99") == Resolved("980101")
    assert fiction.resolve("", "", "", "3", default_province="99") == Resolved("", "missing")


def test_a_default_province_must_be_held(fiction: Resolver) -> None:
    with pytest.raises(Refusal, match="import the areas first"):
        fiction.resolve("", "เมือง", default_province="57")


def test_tambon_and_village_codes_of_an_answer() -> None:
    assert (Resolved("99010102").tambon_code, Resolved("99010102").village_code) == ("990101", "99010102")
    assert (Resolved("9901").tambon_code, Resolved("990101").village_code) == ("", "")


def test_every_problem_is_said_in_both_languages() -> None:
    assert all(words.th and words.en for words in PROBLEMS.values())


def test_aliases_are_followed_to_today_and_circles_end() -> None:
    assert follow([("1", "2"), ("2", "3")], {"3"}) == {"1": ("3",), "2": ("3",)}
    assert follow([("1", "2"), ("2", "1")], {"3"}) == {}
    assert follow([("1", "3"), ("1", "4")], {"3", "4"}) == {"1": ("3", "4")}


def test_common_parent() -> None:
    assert common_parent(["990203", "990204"]) == "9902"
    assert common_parent(["990203", "980204"]) == ""


def test_the_seat_of_a_province_may_lack_mueang_in_its_name() -> None:
    places = Resolver([AreaName("14", "พระนครศรีอยุธยา"), AreaName("1401", "พระนครศรีอยุธยา"), AreaName("1402", "ท่าเรือ")])
    assert places.resolve("อยุธยา", "เมือง").code == "1401"
    assert places.resolve("อยุธยา", "พระนครศรีอยุธยา").code == "1401"


def test_an_amphoe_that_only_begins_with_mueang_is_not_the_seat() -> None:
    places = Resolver([AreaName("30", "นครราชสีมา"), AreaName("3001", "เมืองนครราชสีมา"), AreaName("3026", "เมืองยาง")])
    assert places.resolve("โคราช", "เมือง").code == "3001"
    assert places.resolve("โคราช", "เมืองยาง").code == "3026"
