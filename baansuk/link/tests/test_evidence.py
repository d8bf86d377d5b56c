"""Evidence in sentences: every level of every field, strong and weak apart, and no id number in any of them."""

from __future__ import annotations

from baansuk.link.evidence import AGAINST, FIELDS, FOR, MEANINGS, SILENT, evidence, levels_of, sentences

# As both sides of the seam agreed.
LEVELS = {
    "id": "same near different unknown",
    "given": "same sound near part different unknown",
    "family": "same sound near part different unknown",
    "birth": "same near year close different unknown",
    "place": "house number village tambon amphoe door different unknown",
    "sex": "same different unknown",
    "phone": "same different unknown",
}
PATTERN = "id:unknown given:same family:sound birth:same place:house sex:same phone:different"


def test_every_level_has_its_sentence_in_both_languages():
    assert {field: set(MEANINGS[field]) for field in FIELDS} == {f: set(t.split()) for f, t in LEVELS.items()}
    for levels in MEANINGS.values():
        for level, meaning in levels.items():
            assert meaning.words.th and meaning.words.en
            assert (meaning.side == SILENT) == (level == "unknown")
            assert meaning.side in (FOR, AGAINST, SILENT)


def test_a_pattern_is_read_in_its_order_with_both_values():
    said = sentences(PATTERN, {"family": "ณัฐ"}, {"family": "ณัฏฐ์"})
    assert [one.field for one in said] == list(FIELDS)
    assert said[2].words.th == "นามสกุลเสียงเหมือนกัน สะกดต่างกัน: ณัฐ / ณัฏฐ์"
    assert said[2].words.en.endswith(": ณัฐ / ณัฏฐ์")


def test_strong_and_weak_stand_apart():
    found = evidence(PATTERN)
    assert [one.field for one in found.strong_for] == ["birth", "place"]
    assert [one.field for one in found.weak_for] == ["given", "family", "sex"]
    assert [one.field for one in found.weak_against] == ["phone"]
    assert not found.strong_against
    assert [one.field for one in found.unknown] == ["id"]


def test_an_id_number_is_never_in_a_sentence():
    values = {"id": "1234567890123"}
    for level in MEANINGS["id"]:
        said = sentences(f"id:{level}", values, {"id": "9999999999999"})
        assert "123" not in said[0].words.th + said[0].words.en


def test_a_level_nobody_declared_is_shown_as_it_stands():
    [said] = sentences("given:new")
    assert said.words.th == "given: new"
    assert levels_of("") == {}


def test_how_common_the_names_are_is_told_only_where_it_matters():
    def told(level: str) -> list[str]:
        return [one.side for one in sentences(f"given:same family:same names:{level}") if one.field == "names"]

    assert [told(level) for level in ("rare", "some", "common", "none")] == [[FOR], [], [AGAINST], []]
