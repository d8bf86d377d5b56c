"""The quality page: estimates per register and area, the load of review, hot keys; and nobody's facts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from baansuk.access.tests.cast import scope_as, sign_in_as
from baansuk.link.models import Judgement, ReviewPair
from baansuk.link.quality_questions import load_of, measured
from baansuk.link.tests.review_world import EDITION, FAR, PERSONS, THREE, make_queue, make_world, record
from baansuk.link.tests.test_review_pages import text_of
from baansuk.people.models import Edition
from baansuk.people.questions import sight_of

pytestmark = pytest.mark.django_db
HOT = {"rule": "family_sound+birth", "key_text_masked": "ท***บ", "records": 1840}


@pytest.fixture
def decided():
    """Thirty linked pairs of the keeper's amphoe and thirty apart, all decided, one of them wrong."""
    make_world()
    about = Edition.objects.get().about
    Edition.objects.update(about=about | {"linkage": {"hot_keys": [HOT]}})
    make_queue(*THREE, FAR)
    now = timezone.now()
    for number in range(60):
        linked = number < 30
        left, right = record(1, 1000 + number), record(2, 1000 + number)
        person = PERSONS[1] if linked else PERSONS[0]
        ReviewPair.objects.create(
            edition=EDITION, rank=100 + number, code=f"sample{number}", left_record=left, right_record=right,
            left_person=PERSONS[1], right_person=person, reason="sample", weight=50.0 if linked else 10.0, since=now,
        )  # fmt: skip
        same = number not in (0,) if linked else number == 59
        Judgement.objects.create(
            left_record=left, right_record=right, left_person=PERSONS[1], right_person=person,
            decision="same" if same else "different", reason="same_details", by="x", recorded_by="x",
            at=now - timedelta(days=number % 10), recorded_at=now,
        )  # fmt: skip


def test_the_estimates_by_register_and_area(decided):
    whole, registers, areas, drawn = measured(sight_of(scope_as("register_keeper")))
    assert drawn == 60
    assert whole.precision and whole.recall
    assert whole.precision.value == pytest.approx(29 / 30)
    assert whole.recall.value == pytest.approx(29 * 50 / (29 * 50 + 10))
    assert [(part.code, part.decided) for part in registers] == [("bmn", 60), ("welfare_card", 60)]
    assert [(part.code, part.decided) for part in areas] == [("9901", 60)]
    of_amphoe = measured(sight_of(scope_as("amphoe_officer")))[2]
    assert [part.code for part in of_amphoe] == ["990101"]


def test_too_few_pairs_are_no_figure(decided):
    ReviewPair.objects.filter(rank__gte=110).delete()
    _whole, registers, _areas, _drawn = measured(sight_of(scope_as("register_keeper")))
    assert [part.quality for part in registers] == [None, None]


def test_the_load(decided):
    ReviewPair.objects.filter(reason="uncertain").update(since=timezone.now() - timedelta(days=12))
    scope = scope_as("register_keeper")
    load = load_of(scope, sight_of(scope))
    assert (load.waiting, load.median_age) == (4, 12)
    assert [count for _day, count in load.weeks][-2:] == [18, 42]


@pytest.mark.parametrize(("language", "word"), [("th", "ความแม่นยำ"), ("en", "Precision")])
def test_the_page_tells_no_facts_of_anybody(decided, language, word):
    page = sign_in_as("register_keeper", language=language).get("/review/quality/")
    text = text_of(page)
    assert word in text and "96.7%" in text and "ท***บ" in text
    # The family name of the fourth is a word of the page itself.
    for name in ("ณัฐ", "ณัฏฐ์", "ทดสอบ"):
        assert name not in text
    for code in PERSONS:
        assert code not in text


def test_hot_keys_are_the_keepers(decided):
    page = sign_in_as("amphoe_officer").get("/review/quality/")
    assert page.status_code == 200 and "ท***บ" not in text_of(page)


def test_with_nothing_decided_it_says_so():
    make_world()
    make_queue((*FAR[:2], "sample", 9.0))
    text = text_of(sign_in_as("register_keeper").get("/review/quality/"))
    assert "ยังประมาณไม่ได้" in text and "มีคู่ที่สุ่มมา 1 คู่" in text
