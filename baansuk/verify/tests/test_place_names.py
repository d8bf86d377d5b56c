"""A case of which no village is known is still called by what is known."""

from baansuk.thai.words import Words
from baansuk.verify.place_names import place_of

NAMES = {
    "99": Words("จังหวัดสมมุติ", "Sommut"),
    "990101": Words("ตำบลในเมือง", "Nai Mueang"),
    "99010101": Words("หมู่ 1", "Moo 1"),
}


def test_by_the_narrowest_area_that_is_known():
    assert place_of(NAMES, "99010101") == NAMES["99010101"]
    assert place_of(NAMES, "99010100").th == "ตำบลในเมือง (ไม่ทราบหมู่บ้าน)"
    assert place_of(NAMES, "99000000").en == "Sommut (village not known)"
    assert place_of({}, "98000000").th == "ไม่ทราบหมู่บ้าน (98000000)"
