"""A line of free text comes apart at its markers and means one area, several or none."""

import pytest

from baansuk.places.place_text import PlaceText, read_place, resolve_text
from baansuk.places.resolver import Resolved, Resolver


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("ม.3 ต.ดาวเหนือ อ.เมือง จ.ฟ้าใส", PlaceText("ฟ้าใส", "เมือง", "ดาวเหนือ", "3")),
        ("หมู่ที่ ๑๒ ตำบลดาวเหนือ อำเภอเมือง จังหวัดฟ้าใส 99000", PlaceText("ฟ้าใส", "เมือง", "ดาวเหนือ", "12")),
        ("ต.ดาวเหนืออ.เมืองจ.ฟ้าใส", PlaceText("ฟ้าใส", "เมือง", "ดาวเหนือ")),
        ("ต. บ้านเมฆ อ.จันทร์ฉาย", PlaceText("", "จันทร์ฉาย", "บ้านเมฆ")),
        ("บ้านแสงดาว ต.ดาวเหนือ", PlaceText("", "", "ดาวเหนือ", "", "แสงดาว")),
        ("ต.จ.ป.ร. อ.กระบุรี จ.ระนอง", PlaceText("ระนอง", "กระบุรี", "จ.ป.ร.")),
        ("ตำบลสามตำบล อ.ใด", PlaceText("", "ใด", "สามตำบล")),
        ("ต.ม่วงหมู่ อ.สนามชัยเขต", PlaceText("", "สนามชัยเขต", "ม่วงหมู่")),
        ("กิ่งอำเภอใด แขวงหนึ่ง เขตสอง", PlaceText("", "ใด", "หนึ่ง", bare=())),
        ("เขตบางนา กทม.", PlaceText("", "บางนา", bare=("กทม.",))),
        ("12/3 ดาวเหนือ, ฟ้าใส", PlaceText(bare=("ดาวเหนือ", "ฟ้าใส"))),
        ("", PlaceText()),
    ],
)
def test_a_line_comes_apart(line: str, parts: PlaceText) -> None:
    assert read_place(line) == parts


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ม.2 ต.ดาวเหนือ อ.เมือง ฟ้าใส", Resolved("99010102")),
        ("บ้านทุ่งดาว ต.ดาวเหนือ", Resolved("99010102")),
        ("หนองดาว เมือง ฟ้าใส", Resolved("990102")),
        ("หนองดาว", Resolved("", "ambiguous", ("980101", "990102", "990201"))),
        ("ฟ้าใส", Resolved("99")),
        ("จันทร์ฉาย", Resolved("", "ambiguous", ("9902", "980102"))),
        ("บ้านเมฆ", Resolved("990203")),
        ("Fa Sai Province", Resolved("99")),
        ("ต.หนองดาว อ.ไม่มีจริง", Resolved("", "unknown", ("980101", "990102", "990201"))),
        ("ไม่มีจริง", Resolved("", "unknown")),
        ("ไม่มี จริงเลย", Resolved("", "unknown")),
        ("", Resolved("", "missing")),
    ],
)
def test_a_line_means_an_area(fiction: Resolver, line: str, expected: Resolved) -> None:
    assert resolve_text(fiction, line) == expected


def test_within_a_province_a_bare_name_is_that_provinces(fiction: Resolver) -> None:
    assert resolve_text(fiction, "หนองดาว", default_province="98") == Resolved("980101")
    assert resolve_text(fiction, "ต.หนองดาว อ.เมือง", default_province="99") == Resolved("990102")
