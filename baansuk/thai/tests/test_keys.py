"""Names that sound alike share a key, and sort keys put Thai words in dictionary order."""

from __future__ import annotations

import random

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baansuk.thai import tables
from baansuk.thai.sorting import sort_key, sort_start
from baansuk.thai.sound import sound_key
from baansuk.thai.tests.strategies import LETTERS, column, name_text
from baansuk.thai.text import clean

ALIKE = [
    "ณัฐ/ณัฏฐ์",
    "ณัฐวุฒิ/ณัฏฐวุฒิ",
    "สุวรรณ/สุวัน",
    "จันทร์/จัน",
    "เพ็ชร/เพชร",
    "ศรี/สี",
    "กัญญา/กันยา",
    "วุฒิ/วุฑฒิ",
    "ธรรม/ธัม",
    "ชัย/ไชย",
    "ชัยวัฒน์/ไชยวัฒน์",
    "พันธุ์/พันธ์",
    "ศักดิ์/สัก",
    "สิทธิ์/สิทธ์",
    "กฤษฎา/กฤษดา",
    "บุญมี/บุนมี",
    "เชาว์/เชาวน์",
    "กมล/กะมล",
    "ทรัพย์/ซับ",
    "วรรณา/วันนา",
    "รัตน์/รัด",
    "กร/กรณ์",
    "น้ำ/นัม",
    "กนกวรรณ/กนกวัน",
    "ภัทร/พัตร",
    "เกษม/เกสม",
    "พิมพ์/พิม",
    "หญิง/ยิง",
    "มิตร/มิด",
    "เกียรติ/เกียต",
    "ภูมิ/ภูม",
    "สมชาย/ส้มชาย",
    "ใจ/ไจ",
    "ลาวัณย์/ลาวัน",
    "Ann/ANN",
]
UNLIKE = [
    "สมชาย/สมหญิง",
    "มานะ/มานี",
    "ดำ/แดง",
    "ปู/บู",
    "กา/ขา",
    "วิชัย/วิชา",
    "นภา/นภพ",
    "ก้อง/กล้อง",
    "เผื่อนอุดม/เผื่อนพิภพ",
    "จัน/จัง",
]


@pytest.mark.parametrize("pair", ALIKE)
def test_alike(pair):
    one, other = pair.split("/")
    assert sound_key(one) == sound_key(other) != ""


@pytest.mark.parametrize("pair", UNLIKE)
def test_unlike(pair):
    one, other = pair.split("/")
    assert sound_key(one) != sound_key(other)


@given(st.lists(name_text, max_size=12))
def test_both_forms_of_keys_agree(texts):
    assert tables.sound_keys(column(texts)).to_list() == [sound_key(text) for text in texts]
    assert tables.sort_keys(column(texts)).to_list() == [sort_key(text) for text in texts]
    assert tables.sort_starts(column(texts)).to_list() == [sort_start(text) for text in texts]


def random_words(count: int) -> list[str]:
    chance = random.Random(3)

    def syllable() -> str:
        first, last, tone = chance.choice(LETTERS), chance.choice(LETTERS), chance.choice(["", "", "่", "้", "๊", "๋"])
        shapes = (
            f"{first}{tone}า", f"{first}ิ{tone}", f"เ{first}{tone}{last}", f"แ{first}{tone}", f"ไ{first}{tone}",
            f"โ{first}{tone}{last}", f"{first}ั{tone}{last}", f"{first}ุ{tone}", f"{first}{tone}ะ", f"{first}{tone}ำ",
            f"{first}{last}", f"เ{first}ี{tone}ย", f"เ{first}็{last}", f"{first}{last}์", f"{first}ื{tone}อ",
        )  # fmt: skip
        return chance.choice(shapes)

    words = {"".join(syllable() for _ in range(chance.randint(1, 3))) for _ in range(count)}
    return sorted(word for word in words if clean(word) == word)


def test_order_is_the_order_of_icu():
    words = [*random_words(6000), "กา", "ก่า", "ก้า", "กาก่า", "ก่ากา", "abc", "z1", "12", "เก", "แก", "กก", "กะ"]
    frame = pl.DataFrame({"word": words})  # noqa: F841  # read by DuckDB by its name
    ordered = duckdb.sql('select word from frame order by word collate "th"').fetchall()
    assert sorted(words, key=sort_key) == [word for (word,) in ordered]


def test_a_list_by_hand():
    names = ["กก", "กา", "ก่า", "ก้า", "เก", "แก", "ไก", "ขา", "เขา", "คน", "ฤดี", "ลา", "อา", "ann"]
    assert sorted(random.Random(1).sample(names, len(names)), key=sort_key) == names


def test_given_names_come_before_longer_given_names():
    assert sorted(["กานา ก", "กา ฮ", "กา ก"], key=sort_key) == ["กา ก", "กา ฮ", "กานา ก"]


@given(name_text, name_text)
def test_a_beginning_of_words_is_a_beginning_of_the_key(first, second):
    assert sort_key(f"{clean(first)} ก{second}").startswith(sort_start(first))


def test_a_beginning_without_its_tone_finds_the_name():
    assert sort_key("ก้องเกียรติ").startswith(sort_start("กอง"))
