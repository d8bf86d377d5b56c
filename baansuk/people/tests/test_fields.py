"""The vocabulary of fields loads whole, and a broken one is refused."""

from __future__ import annotations

import pytest

from baansuk.people.fields import TYPES, UNITS, facts_of, load_fields, parse_fields

ONE = '[[field]]\ncode = "{code}"\nunit = "{unit}"\ntype = "{type}"\nclass = "household"\nth = "ก"\nen = "a"\n'


def test_every_field_has_two_names_a_unit_and_a_type():
    for code, field in load_fields().items():
        assert field.code == code and field.unit in UNITS and field.type in TYPES
        assert field.words.th and field.words.en and field.field_class


def test_the_31_answers_are_written_out_with_their_classes():
    answers = [field for field in load_fields().values() if field.type == "answer"]
    assert [field.code for field in answers] == [f"bmn_{n:02d}" for n in range(1, 32)]
    assert load_fields()["bmn_28"].field_class == "disability"
    assert load_fields()["bmn_22"].field_class == "economic"
    assert load_fields()["bmn_05"].words.th == "จปฐ. ข้อ 5"
    assert load_fields()["bmn_05"].say("fail").th == "ไม่ผ่าน"


def test_what_only_identifies_is_no_fact():
    facts = {field.code for unit in UNITS for field in facts_of(unit)}
    assert "national_id" not in facts and "lat" not in facts
    assert {"birth_date", "welfare_card", "road", "bmn_31"} <= facts


def test_an_open_value_says_itself():
    assert load_fields()["occupation"].say("ทำนา").en == "ทำนา"
    assert load_fields()["welfare_card"].say("true").th == "ใช่"


def test_a_field_twice_or_of_unknown_unit_or_type_is_refused():
    good = ONE.format(code="a", unit="person", type="text")
    assert list(parse_fields(good)) == ["a"]
    for wrong in (
        good + good,
        ONE.format(code="a", unit="dog", type="text"),
        ONE.format(code="a", unit="area", type="x"),
    ):
        with pytest.raises(ValueError, match="field a"):
            parse_fields(wrong)
