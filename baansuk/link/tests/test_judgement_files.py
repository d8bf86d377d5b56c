"""Decisions as a file: out and in again changes nothing, in is previewed, whole or not at all, and harmless to open."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as some

from baansuk.access.tests.cast import sign_in_as
from baansuk.audit.models import Event
from baansuk.link.judgement_file import Line, decode, read, write
from baansuk.link.models import Judgement, ReviewPair
from baansuk.link.questions import judgements_table
from baansuk.link.tests.review_world import THREE, make_queue, make_world
from baansuk.link.tests.test_review_pages import SAME, at, text_of
from baansuk.thai.words import Refusal

GOOD = "left,right,decision,reason,by,at\n5,3,same,ตรวจบัตรแล้ว,สมมุติ,2026-01-31T09:30:00+07:00\n3,8,unsure,,,\n"


def sent(text: str | bytes):
    return {"file": SimpleUploadedFile("j.csv", text.encode() if isinstance(text, str) else text)}


@pytest.fixture
def keeper(db):
    make_world()
    return sign_in_as("register_keeper")


def bring_in(client, text: str):
    page = client.post("/review/file/", sent(text))
    assert page.status_code == 200, text_of(page)
    return client.post("/review/file/", {"text": page.context["text"]})


def test_a_file_is_shown_first_and_then_brought_in(keeper):
    page = keeper.post("/review/file/", sent(GOOD))
    assert "คำตัดสินใหม่" in text_of(page) and not Judgement.objects.exists()
    assert keeper.post("/review/file/", {"text": page.context["text"]}).status_code == 302
    assert judgements_table().rows() == [(3, 5, "same"), (3, 8, "unsure")]
    made = Judgement.objects.get(left_record=3, right_record=5)
    assert (made.by, made.recorded_by, made.reason, made.way) == ("สมมุติ", "register_keeper", "ตรวจบัตรแล้ว", "file")
    assert Event.objects.get(act="link.bring_in_judgements").actor == "register_keeper"


def test_twice_is_as_good_as_once_and_what_was_taken_back_here_stays_so(keeper):
    bring_in(keeper, GOOD)
    bring_in(keeper, GOOD)
    assert Judgement.objects.count() == 2
    made = Judgement.objects.get(left_record=3, right_record=5)
    keeper.post(f"/review/decisions/{made.pk}/withdraw/", {"because": "asked"})
    bring_in(keeper, GOOD)
    assert judgements_table().rows() == [(3, 8, "unsure")]


def test_out_and_in_again_changes_nothing(keeper):
    bring_in(keeper, GOOD)
    out = keeper.get("/review/file/judgements.csv")
    assert out["Content-Type"].startswith("text/csv") and "attachment" in out["Content-Disposition"]
    assert Event.objects.filter(act="link.take_out_judgements").count() == 1
    before = list(Judgement.objects.values_list())
    bring_in(keeper, decode(out.content))
    assert list(Judgement.objects.values_list()) == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("left,right\n1,2\n", "decision"),
        ("left,right,decision\n", "ไม่มีคำตัดสิน"),
        ("left,right,decision\n1,2,same\n1,x,same\n", "บรรทัดที่ 3"),
        ("left,right,decision\n1,1,same\n", "บรรทัดที่ 2"),
        ("left,right,decision\n1,2,maybe\n", "same, different"),
        ("left,right,decision,at\n1,2,same,yesterday\n", "at"),
        ("left,right,decision\n1,99999999999999999999,same\n", "บรรทัดที่ 2"),
        (f"left,right,decision,reason\n1,2,same,{'ย' * 400}\n", "ยาวเกินไป"),
        ('left,right,decision,reason\n1,2,same,"open', "CSV"),
        ("left,right,decision\n1,2,same\n2,1,different\n", "บรรทัดที่ 2 และ 3"),
        ("left,right,decision\n1,2,same\n2,3,same\n1,3,different\n", "ขัดกัน"),
        (b"\xff\xfe\x00\x81\x8d", "ไม่ใช่ข้อความ"),
    ],
)
def test_a_bad_file_is_refused_whole(keeper, text, told):
    page = keeper.post("/review/file/", sent(text))
    assert page.status_code == 422
    assert told in text_of(page) and "ไม่ได้นำเข้าเลยสักบรรทัด" in text_of(page)
    assert not Judgement.objects.exists()


def test_a_file_against_what_people_decided_here_is_refused_whole(keeper):
    pairs = make_queue(*THREE)
    ReviewPair.objects.update(second_wanted=False)
    keeper.post(at(pairs[0]), SAME)
    keeper.post(at(pairs[1]), SAME)
    left, right = pairs[2].left_record, pairs[2].right_record
    against = f"left,right,decision\n900,901,same\n{left},{right},different\n"
    page = keeper.post("/review/file/", sent(against))
    assert page.status_code == 422 and pairs[0].code in text_of(page)
    assert keeper.post("/review/file/", {"text": against}).status_code == 422, "nor when it is confirmed unseen"
    assert Judgement.objects.count() == 2


def test_without_a_file_and_with_one_too_large(keeper):
    assert keeper.post("/review/file/", {}).status_code == 422
    assert keeper.post("/review/file/", sent("x" * 1_000_001)).status_code == 422


def test_a_file_from_an_old_office_computer_is_read():
    assert read(decode("left,right,decision,by\n1,2,same,สมมุติ\n".encode("cp874")))[0].by == "สมมุติ"
    assert read("\ufeff".encode().decode("utf-8-sig") + " LEFT ,Right,DECISION\n1,2,Same\n")[0].decision == "same"


NASTY = some.text(alphabet="=+-@'\t\"ก,\n a", max_size=8).map(str.strip)


@given(some.lists(some.tuples(some.integers(1, 9), some.integers(10, 19), NASTY, NASTY), min_size=1, max_size=5))
def test_what_is_written_is_read_again_and_no_cell_is_a_formula(rows):
    lines = [Line(place, left, right, "same", reason, by) for place, (left, right, reason, by) in enumerate(rows, 2)]
    text = "".join(write(lines))
    assert [(one.reason, one.by) for one in read(text)] == [(one.reason, one.by) for one in lines]
    for one in lines:
        for cell in (one.reason, one.by):
            if cell[:1] in ("=", "+", "-", "@"):
                assert f"'{cell[:1]}" in text


def test_the_longest_file_is_named():
    with pytest.raises(Refusal) as refused:
        read("left,right,decision\n" + "1,2,same\n" * 20_001)
    assert refused.value.code == "too_long"
