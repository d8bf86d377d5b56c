"""Names that Thais hear as one have one sound, others do not; a sheet of names is heard as each alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from baansuk.engine import open_engine
from baansuk.engine.functions import KEYS
from baansuk.link.linkage import spelling as rules
from baansuk.link.linkage.hearing import heard, put

# Thai with its unused places, what clerks of other scripts write, what files have between letters, and letters no rule knows.
LETTERS = (
    "".join(map(chr, range(0x0E01, 0x0E5C)))
    + "abcdefgjknpqstyzABCKSZàÉñÿß"
    + "0189 .-_,'\"\n\t\u200b\u00a0"
    + "日\uac00😀"
)
# What rules are about, so that they are met often.
PIECES = (
    "รร",
    "จน์",
    "ัญญ",
    "ิตร",
    "าติ",
    "เพชร",
    "ัญ",
    "ทร์",
    "ตร์",
    "ดร์",
    "ษณ์",
    "ธิ์",
    "ดุ์",
    "ทร",
    "ศร",
    "สร",
    "ฤ",
    "ำ",
    "ัย",
    "ทท",
    "นณ",
    "สศ",
    "รล",
    "ck",
    "ss",
)
TEXTS = some.lists(some.sampled_from(list(LETTERS)) | some.sampled_from(PIECES), max_size=14).map("".join)

SAME_SOUND = [
    ("ณัฐ", "นัฐ"),
    ("ณัฐวุฒิ", "นัทวุติ"),
    ("ณัฏฐา", "นัทธา"),
    ("ศักดิ์", "สักดิ์"),
    ("ศักดิ์ชัย", "สักชัย"),
    ("พรรณี", "พันนี"),
    ("สุพรรณ", "สุพัน"),
    ("วรรณา", "วันนา"),
    ("กรรณิการ์", "กันนิกา"),
    ("จันทร์", "จัน"),
    ("จันทร์ฉาย", "จันชาย"),
    ("ทรัพย์สิน", "ซัพสิน"),
    ("ศรีสุข", "สีสุข"),
    ("สร้อย", "ซ้อย"),
    ("ศิริพร", "สิริพร"),
    ("พิชญ์", "พิช"),
    ("วิทย์", "วิท"),
    ("ณรงค์", "นะรง"),
    ("ประเสริฐ", "ประเสริด"),
    ("ไพศาล", "ไภสาล"),
    ("ใจดี", "ไจดี"),
    ("ภูมิใจ", "พูมิไจ"),
    ("หนูนา", "นูนา"),
    ("ก้อง", "กอง"),
    ("พฤกษ์", "พริก"),
    ("สมฤดี", "สมริดี"),
    ("อำนวย", "อัมนวย"),
    ("ลัดดา", "รัดดา"),
    ("เพ็ญศรี", "เพญสี"),
    ("เกษม", "เกสม"),
]
# What ends a word is heard by its มาตรา alone; each pair with what clerks exchange in it.
SAME_END = {
    "แม่กน: ญ": "เจริญ เจริน|บุญ บุน|บุญมี บุนมี|เพ็ญ เพ็น|อรัญ อรัน|ชาญ ชาน|สำราญ สำราน|เชิญ เชิน|วันเพ็ญ วันเพ็น",
    "แม่กน: ญ within a word": "กัญญา กันยา|ปัญญา ปันยา|ธัญญา ธันยา|บุญญา บุนยา|วิญญู วินยู|บุญเชิญ บุนเชิน",
    "แม่กน: ร ล ฬ": "กุล กุน|มงคล มงคน|กมล กมน|อำพล อำพน|อำพร อำพน|วิมล วิมน|นฤมล นริมน|ไพศาล ไพสาน|ประยูร ประยูน|พิมาน พิมาร|ปลาวาฬ ปลาวาน",
    "แม่กน: a silenced letter behind it": "กาญจน์ กาน|อาจารย์ อาจาน|จันทร์ จัน",
    "แม่กด: จ ช": "กิจ กิด|เดช เดด|สมเดช สมเดต|อำนาจ อำนาด|ราช ราด",
    "แม่กด: ศ ษ ส": "พิศ พิด|พิศ พิส|วิเศษ วิเสด|เกษ เกด|โอภาส โอภาด|วิลาส วิลาศ|กฤษ กริด|ประกาศ ประกาด",
    "แม่กด: ฎ ฏ ฐ ธ": "นาฏ นาด|ประเสริฐ ประเสริด|เลิศ เลิด|พุทธ พุด|ยุทธ ยุด|วัฒน์ วัด|รัตน์ รัด|สิทธิ์ สิด",
    "แม่กด: letters that are not spoken": "มิตร มิด|บุตร บุด|ฉัตร ฉัด|เนตร เนด|เพชร เพ็ด|สมุทร สมุด|ภัทร ภัด|ชาติ ชาด|สมชาติ สมชาด|ธาตุ ธาด|ญาติ ยาด|วุฒิ วุด|ณัฐวุฒิ นัดวุด|โชติ โชต",
    "แม่กก": "สุข สุก|ศุข สุก|โชค โชก|นาค นาก|เลข เลก|วิหค วิหก|เมฆ เมก|ประมุข ประมุก|บริจาค บริจาก|จักร จัก|ศักดิ์ สัก",
    "แม่กบ": "ภพ ภบ|เทพ เทบ|สุภาพ สุภาบ|ลาภ ลาบ|เสพ เสบ|ประสพ ประสบ|ธีรภาพ ธีรภาบ|กราฟ กราบ",
}
OTHER_SOUND = [
    ("สมชาย", "สมศรี"),
    ("สมชาย", "สมหญิง"),
    ("มานี", "มานะ"),
    ("มาลี", "มะลิวัลย์"),
    ("วันดี", "วันเพ็ญ"),
    ("ประยูร", "ประยงค์"),
    ("บุญมา", "บุญมี"),
    ("ทองดี", "ทองใบ"),
    ("กมล", "กมลา"),
    ("สุดา", "สุดี"),
    ("จันทร์", "จันทรา"),
    ("เพ็ญ", "พิน"),
    # After a leading vowel a letter begins its syllable, and within a word nobody can tell: สุรชัย is สุ-ระ-ชัย.
    ("ใจ", "ใด"),
    ("ไพ", "ไป"),
    ("สุรชัย", "สุนชัย"),
    ("พรชัย", "พนชัย"),
    ("วิชัย", "วิทัย"),
    # What is spoken stays: นิ-ธิ, นิ-กอน, ชา-ตา.
    ("นิธิ", "นิด"),
    ("นิกร", "นิก"),
    ("ชาติ", "ชาตา"),
    ("กมล", "กมลา"),
]


@pytest.mark.parametrize(("one", "other"), SAME_SOUND)
def test_spellings_of_one_sound(one, other):
    assert rules.sound(rules.spelling(one)) == rules.sound(rules.spelling(other))


@pytest.mark.parametrize("rule", SAME_END)
def test_words_that_end_in_one_sound(rule):
    pairs = [pair.split() for pair in SAME_END[rule].split("|")]
    unlike = [
        (one, other) for one, other in pairs if rules.sound(rules.spelling(one)) != rules.sound(rules.spelling(other))
    ]
    assert not unlike


@pytest.mark.parametrize(("one", "other"), OTHER_SOUND)
def test_names_of_another_sound(one, other):
    assert rules.sound(rules.spelling(one)) != rules.sound(rules.spelling(other))


def test_a_letter_of_two_names_that_speech_exchanges_makes_no_other_sound():
    assert rules.sound("พร") == rules.sound("พล"), "ร and ล are one in common speech"


@pytest.fixture(scope="module")
def duckdb():
    with open_engine("duckdb") as engine:
        yield engine


@given(texts=some.lists(TEXTS, min_size=1, max_size=30))
def test_letters_are_the_same_bytes_of_many_texts_at_once(texts):
    lines = [text.replace("\n", "") for text in texts]
    sheet = put("\n".join(lines), (rules.LETTERS, rules.BYTES))
    assert sheet.split("\n") == [rules.single_bytes(line) for line in lines]


@given(texts=some.lists(TEXTS, min_size=1, max_size=30))
def test_a_sheet_of_names_is_heard_as_each_alone(texts):
    spellings = [rules.spelling(text) for text in texts]
    sounds, skeletons = heard("\n".join(spellings))
    alone = [rules.sound(one) for one in spellings]
    assert sounds.split("\n") == alone
    assert skeletons.split("\n") == [rules.skeleton(one) for one in alone]


@given(text=TEXTS)
def test_what_is_silenced_is_a_consonant_with_its_short_vowel(text):
    unpaired = rules.replaced(text, [(pair, "") for pair in ("ทร์", "ตร์", "ดร์", "ษณ์", "จน์")])
    assert rules.without_silenced(text) == re.sub("[ก-ฮ][ิุ]?์", "", unpaired)


@given(text=TEXTS)
def test_a_spelling_never_breaks_a_line(text):
    assert "\n" not in rules.spelling(text)


def test_the_key_of_a_text_is_the_same_in_python(duckdb):
    duckdb.define(KEYS)
    assert duckdb.rows("select text_key('สมมุติ'), text_key('a')") == [(rules.text_key("สมมุติ"), rules.text_key("a"))]
