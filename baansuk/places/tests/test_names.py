"""Names as people write them come down to one key; codes and village numbers to digits."""

import pytest

from baansuk.places.names import AMPHOE, PROVINCE, TAMBON, VILLAGE, AreaName, area_key, village_key, written_code


@pytest.mark.parametrize(
    ("level", "written", "official"),
    [
        (PROVINCE, "จ.เชียงราย", "เชียงราย"),
        (PROVINCE, "จังหวัด เชียงราย", "เชียงราย"),
        (PROVINCE, "จ เชียงราย", "เชียงราย"),
        (PROVINCE, "โคราช", "นครราชสีมา"),
        (PROVINCE, "จ.โคราช", "นครราชสีมา"),
        (PROVINCE, "กทม.", "กรุงเทพมหานคร"),
        (PROVINCE, "กรุงเทพฯ", "กรุงเทพมหานคร"),
        (PROVINCE, "Chiang Rai Province", "chiang rai"),
        (AMPHOE, "อ.แม่สาย", "แม่สาย"),
        (AMPHOE, "กิ่งอำเภอแม่สาย", "แม่สาย"),
        (AMPHOE, "กิ่ง อ.แม่สาย", "แม่สาย"),
        (AMPHOE, "เขตบางนา", "บางนา"),
        (AMPHOE, "อำเภอ อ.แม่สาย", "แม่สาย"),
        (AMPHOE, "เมืองโคราช", "เมืองนครราชสีมา"),
        (AMPHOE, "Muang", "เมือง"),
        (TAMBON, "ต. เวียง", "เวียง"),
        (TAMBON, "แขวงบางนาเหนือ", "บางนาเหนือ"),
        (TAMBON, "สุไหงโกลก", "สุไหงโก-ลก"),
        (TAMBON, "จปร", "จ.ป.ร."),
        (TAMBON, "นํ้าแพร่", "น้ำแพร่"),
        (VILLAGE, "บ้านห้วยไคร้", "ห้วยไคร้"),
    ],
)
def test_a_written_name_has_the_key_of_the_official_one(level: int, written: str, official: str) -> None:
    assert area_key(written, level) == area_key(official, level) != ""


@pytest.mark.parametrize(
    ("level", "one", "other"),
    [
        (TAMBON, "บ้านใหม่", "ใหม่"),  # 446 tambons begin with บ้าน: it is part of their name
        (TAMBON, "จ.ป.ร.", "ป.ร."),
        (AMPHOE, "อุ้มผาง", "ุ้มผาง"),
        (PROVINCE, "จันทบุรี", "ันทบุรี"),
        (TAMBON, "ตลาด", "ลาด"),
    ],
)
def test_a_letter_that_begins_a_name_is_not_taken_for_a_prefix(level: int, one: str, other: str) -> None:
    assert area_key(one, level) != area_key(other, level)


@pytest.mark.parametrize("blank", ["", None, "  ", "-", ".", "\u200b"])
def test_nothing_written_has_no_key(blank: str | None) -> None:
    assert area_key(blank, TAMBON) == ""
    assert village_key(blank) == ""


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("3", "03"),
        ("03", "03"),
        ("๓", "03"),
        ("3.0", "03"),
        ("ม.3", "03"),
        ("ม. ๑๒", "12"),
        ("หมู่ที่ 7", "07"),
        ("หมู่ 7 บ้านแสงดาว", "07"),
        ("บ้านแสงดาว หมู่ที่ 7", "07"),
        ("Moo 4", "04"),
        ("0", ""),
        ("00", ""),
        ("123", "123"),
    ],
)
def test_a_village_number_is_two_digits(written: str, key: str) -> None:
    assert village_key(written) == key


def test_a_village_name_is_a_key_without_ban() -> None:
    assert village_key("บ้านแสงดาว") == village_key("แสงดาว") == area_key("แสงดาว", VILLAGE)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("57", "57"),
        ("5701", "5701"),
        ("TH570103", "570103"),
        ("th570103", "570103"),
        ("๕๗๐๑๐๓", "570103"),
        ("57010304", "57010304"),
        ("570103.0", "570103"),
        ("58010000", "5801"),
        ("58000000", "58"),
        ("58010300", "580103"),
        ("570", ""),
        ("57-01", ""),
        ("เชียงราย", ""),
        ("", ""),
        (None, ""),
        ("1234567890", ""),
    ],
)
def test_a_written_code(written: str | None, code: str) -> None:
    assert written_code(written) == code


@pytest.mark.parametrize(
    ("area", "th", "en"),
    [
        (AreaName("57", "เชียงราย", "Chiang Rai"), "จังหวัดเชียงราย", "Chiang Rai Province"),
        (AreaName("5701", "เมืองเชียงราย", "Mueang Chiang Rai"), "อำเภอเมืองเชียงราย", "Mueang Chiang Rai District"),
        (AreaName("570101", "เวียง", "Wiang"), "ตำบลเวียง", "Wiang Subdistrict"),
        (AreaName("57010103", "แสงดาว", "Saeng Dao"), "หมู่ที่ 3 บ้านแสงดาว", "Village 3 Saeng Dao"),
        (AreaName("57010103", "บ้านแสงดาว"), "หมู่ที่ 3 บ้านแสงดาว", "Village 3 บ้านแสงดาว"),
        (AreaName("10", "กรุงเทพมหานคร", "Bangkok"), "กรุงเทพมหานคร", "Bangkok"),
        (AreaName("1047", "บางนา", "Bang Na"), "เขตบางนา", "Bang Na District"),
        (AreaName("104702", "บางนาเหนือ", "Bang Na Nuea"), "แขวงบางนาเหนือ", "Bang Na Nuea Subdistrict"),
    ],
)
def test_names_are_shown_with_their_prefix(area: AreaName, th: str, en: str) -> None:
    assert (area.words().th, area.words().en) == (th, en)
