"""Loading what a run found: once or again is the same, what nobody reads goes, what people did stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from baansuk.link.models import Judgement, PersonEvent, ReviewPair
from baansuk.link.review_loading import load_review
from baansuk.link.tests.review_files import review_files
from baansuk.link.tests.review_world import EDITION, PERSONS, THREE, make_queue, make_world, record
from baansuk.people.models import Edition, RecordLink

pytestmark = pytest.mark.django_db
MERGE = (1, "merge", PERSONS[4], "P-OLDX-CODE-2", record(2, 6))


@pytest.fixture(autouse=True)
def world():
    make_world()


def test_each_pair_finds_its_persons_and_the_smaller_record_comes_first():
    counts = load_review(
        EDITION, *review_files([(record(2, 3), record(1, 2), "uncertain"), (record(1, 2), 5, "chain")])
    )
    assert counts == {"pairs": 1, "events": 0, "without_person": 1}
    pair = ReviewPair.objects.get()
    assert (pair.left_record, pair.right_record) == (record(1, 2), record(2, 3))
    assert (pair.left_person, pair.right_person) == (PERSONS[0], PERSONS[1])


def test_events_of_many_records_are_one_line_each():
    rows = [MERGE, (1, "merge", PERSONS[4], "P-OLDX-CODE-2", record(3, 6)), (2, "join", PERSONS[0], None, record(1, 2))]
    load_review(EDITION, *review_files([], rows))
    merge, join = PersonEvent.objects.order_by("number")
    assert (merge.records, merge.before, merge.after) == ([record(2, 6), record(3, 6)], "P-OLDX-CODE-2", PERSONS[4])
    assert (join.records, join.before, join.after) == ([record(1, 2)], "", PERSONS[0])


def test_again_is_the_same():
    for _ in range(2):
        make_queue(*THREE, events=[MERGE])
        assert (ReviewPair.objects.count(), PersonEvent.objects.count()) == (3, 1)


def test_a_pair_keeps_its_code_and_how_long_it_waits_over_editions():
    before = make_queue(*THREE)
    ReviewPair.objects.update(since=timezone.now() - timedelta(days=40))
    _next_edition()
    load_review(8, *review_files(list(THREE[:1])))
    now = ReviewPair.objects.get(edition=8)
    assert now.code == before[0].code
    assert (timezone.now() - now.since).days == 40
    assert ReviewPair.objects.filter(edition=EDITION).count() == 3, "still the one that is read"
    Edition.objects.filter(number=EDITION).update(state="retired")
    load_review(8, *review_files(list(THREE[:1])))
    assert not ReviewPair.objects.filter(edition=EDITION).exists()


def test_events_of_an_edition_that_nobody_ever_read_go_those_of_others_stay():
    make_queue(events=[MERGE])
    _next_edition()
    load_review(8, *review_files([], [MERGE]))
    assert PersonEvent.objects.count() == 2
    Edition.objects.filter(number=8).update(state="retired")
    Edition.objects.create(number=9, state="linked", made_at=timezone.now())
    load_review(9, *review_files([]))
    assert [one.edition for one in PersonEvent.objects.all()] == [EDITION]


def test_judgements_are_never_touched():
    now = timezone.now()
    Judgement.objects.create(
        left_record=1, right_record=2, decision="same", reason="x", by="x", at=now, recorded_by="x", recorded_at=now
    )
    make_queue(*THREE)
    load_review(EDITION, *review_files([]))
    assert Judgement.objects.count() == 1


def test_whoever_may_write_no_more_writes_nothing():
    def check() -> None:
        raise RuntimeError("lost the lease")

    with pytest.raises(RuntimeError):
        load_review(EDITION, *review_files(list(THREE), [MERGE]), check=check)
    assert not ReviewPair.objects.exists() and not PersonEvent.objects.exists()


def _next_edition() -> None:
    Edition.objects.create(number=8, state="linked", made_at=timezone.now())
    for link in list(RecordLink.objects.filter(edition=EDITION)):
        link.pk, link.edition = None, 8
        link.save()
