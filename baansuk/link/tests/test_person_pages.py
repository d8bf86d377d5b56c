"""The page of a person's records: why each is there, splitting, the history and its undoing."""

from __future__ import annotations

import pytest

from baansuk.access.tests.cast import sign_in_as
from baansuk.audit.models import Event
from baansuk.link.models import Judgement, PersonEvent, ReviewPair
from baansuk.link.questions import codes_to_restore, judgements_table
from baansuk.link.review_loading import load_review
from baansuk.link.tests.review_files import review_files
from baansuk.link.tests.review_world import EDITION, PERSONS, THREE, make_queue, make_world, record
from baansuk.link.tests.test_review_pages import SAME, at, text_of
from baansuk.people.models import Edition, Membership, Person, RecordLink

pytestmark = pytest.mark.django_db
ONE = f"/review/persons/{PERSONS[4]}/"
OLD = "P-OLDX-CODE-2"
R1, R2, R3 = record(1, 6), record(2, 6), record(3, 6)
# The second record came by a merge, the third joined later.
HISTORY = [(1, "merge", PERSONS[4], OLD, R2), (2, "join", PERSONS[4], "", R3)]


@pytest.fixture
def keeper():
    make_world()
    make_queue(*THREE, events=HISTORY)
    ReviewPair.objects.update(second_wanted=False)
    return sign_in_as("register_keeper")


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_records_with_their_reasons_and_the_history(keeper, language):
    keeper.cookies["language"] = language
    page = text_of(keeper.get(ONE))
    assert {"th": "เลขประจำตัวตรงกันและถูกต้อง", "en": "The same valid id number"}[language] in page
    assert "ร่วม" in page and "สมมุด" in page
    assert {"th": "รวมสองบุคคลเป็นคนเดียว", "en": "Two persons became one"}[language] in page
    assert Event.objects.get(act="link.look_records").listed == 2


def test_a_split_is_shown_first_then_kept_then_taken_back_whole(keeper):
    shown = keeper.post(f"{ONE}split/", {"apart": [str(R3)]})
    assert shown.status_code == 200 and "ยืนยันการแยก" in text_of(shown)
    assert not Judgement.objects.exists(), "showing keeps nothing"
    kept = keeper.post(f"{ONE}split/", {"apart": [str(R3)], "confirmed": "yes"})
    assert kept["Location"] == ONE
    assert judgements_table().rows() == [(R1, R3, "different"), (R2, R3, "different")]
    assert Event.objects.get(act="link.split").actor == "register_keeper"
    keeper.post(f"{ONE}split/", {"apart": [str(R3)], "confirmed": "yes"})
    assert Judgement.objects.count() == 2, "twice is as good as once"
    taken = keeper.post(f"/review/decisions/{Judgement.objects.all()[0].pk}/withdraw/", {"because": "learned"})
    assert taken["Location"] == ONE
    assert judgements_table().is_empty()
    assert Judgement.objects.count() == 2


def test_what_the_next_edition_changes_is_said(keeper):
    assert "ฉบับถัดไป" not in text_of(keeper.get(ONE))
    keeper.post(f"{ONE}split/", {"apart": [str(R3)], "confirmed": "yes"})
    assert "จะแยกเป็นสองบุคคล" in text_of(keeper.get(ONE))
    pair = ReviewPair.objects.get(left_record=record(1, 2), right_record=record(2, 3))
    keeper.post(at(pair), SAME)
    page = keeper.get(f"/review/persons/{PERSONS[0]}/").content.decode()
    assert "จะรวมกับอีกบุคคลหนึ่ง" in page and f"/review/persons/{PERSONS[1]}/" in page


@pytest.mark.parametrize("apart", [[], [R1, R2, R3], ["x"], [record(1, 2)]])
def test_a_split_needs_two_parts_of_this_person(keeper, apart):
    answer = keeper.post(f"{ONE}split/", {"apart": apart, "confirmed": "yes"})
    assert answer.status_code == 422
    assert not Judgement.objects.exists()


def test_a_split_against_a_decision_is_refused_and_names_it(keeper):
    pair = make_queue((R1, R3, "sample", 4.0))[0]
    ReviewPair.objects.update(second_wanted=False)
    keeper.post(at(pair), SAME)
    answer = keeper.post(f"{ONE}split/", {"apart": [str(R3)], "confirmed": "yes"})
    assert answer.status_code == 422
    assert pair.code in text_of(answer)
    assert Judgement.objects.count() == 1, "not even the part that would agree is kept"


def test_undoing_an_older_event_lists_the_later_and_takes_all_or_nothing(keeper):
    merge, join = PersonEvent.objects.order_by("number")
    page = keeper.get(f"/review/events/{merge.number}/undo/")
    assert "ต้องยกเลิกไปด้วยกัน 1 รายการ" in text_of(page)
    refused = keeper.post(f"/review/events/{merge.number}/undo/", {})
    assert refused.status_code == 422 and "มีรายการที่เกี่ยวเนื่องเพิ่มขึ้น" in text_of(refused)
    assert PersonEvent.objects.count() == 2 and not Judgement.objects.exists()
    done = keeper.post(f"/review/events/{merge.number}/undo/", {"together": [str(join.number)]})
    assert done["Location"] == ONE
    assert judgements_table().rows() == [(R1, R2, "different"), (R1, R3, "different"), (R2, R3, "different")]
    assert codes_to_restore().rows() == [(R2, OLD)]
    merge.refresh_from_db()
    assert PersonEvent.objects.get(pk=merge.undone_by or 0).by == "register_keeper"
    assert Event.objects.filter(act="link.undo_event").count() == 1
    again = keeper.get(f"/review/events/{merge.number}/undo/")
    assert again.status_code == 422 and "ยกเลิกไปแล้ว" in text_of(again)


def test_an_undoing_that_no_run_carried_out_is_taken_back_without_a_trace_in_the_next(keeper):
    join = PersonEvent.objects.get(kind="join")
    keeper.post(f"/review/events/{join.number}/undo/", {})
    assert judgements_table().height == 2
    back = PersonEvent.objects.get(by="register_keeper")
    judgement = Judgement.objects.all()[0]
    assert (
        keeper.post(f"/review/decisions/{judgement.pk}/withdraw/", {"because": "slip"}, follow=True).status_code == 200
    )
    judgement.refresh_from_db()
    assert judgement.holds, "it is taken back with the event, not apart from it"
    keeper.post(f"/review/events/{back.number}/undo/", {})
    assert judgements_table().is_empty()
    assert codes_to_restore().is_empty()
    assert "รวมสองบุคคล" in text_of(keeper.get(ONE))


def test_the_run_that_carries_a_wish_out_adds_no_second_line(keeper):
    merge, join = PersonEvent.objects.order_by("number")
    keeper.post(f"/review/events/{merge.number}/undo/", {"together": [str(join.number)]})
    Edition.objects.filter(number=EDITION).update(state="retired")
    Edition.objects.create(number=8, state="linked", made_at=Edition.objects.get(number=EDITION).made_at)
    done = [(1, "split", PERSONS[4], OLD, R2), (2, "split", PERSONS[4], "P-NEWX-CODE-3", R3)]
    for _ in range(2):  # a run that was cut off does it again
        counts = load_review(8, *review_files([], done))
        assert counts["events"] == 0
        assert PersonEvent.objects.count() == 4
    assert codes_to_restore().is_empty()
    assert PersonEvent.objects.get(after="P-NEWX-CODE-3").realised_in == 8


def test_a_realised_undoing_is_undone_by_what_was_decided_for_it(keeper):
    join = PersonEvent.objects.get(kind="join")
    keeper.post(f"/review/events/{join.number}/undo/", {})
    back = PersonEvent.objects.get(by="register_keeper")
    # The next edition: the third record is a person of its own.
    alone = PERSONS[5]
    source = Person.objects.get(code=PERSONS[4])
    Person.objects.create(edition=EDITION, code=alone, household_code=source.household_code, area_code=source.area_code)
    Membership.objects.create(
        edition=EDITION, person_code=alone, household_code=source.household_code, kind="both", source="bmn", main=True
    )
    RecordLink.objects.filter(record_id=R3).update(person_code=alone)
    PersonEvent.objects.filter(pk=back.pk).update(realised_in=EDITION, after=alone, other_code=alone)
    assert keeper.post(f"/review/events/{back.number}/undo/", {}).status_code == 302
    assert judgements_table().rows() == [(R1, R3, "same")], "one is enough to come together"
    assert codes_to_restore().rows() == [(R3, PERSONS[4])]


def test_an_officer_may_not_undo_what_reaches_beyond_the_amphoe(keeper):
    PersonEvent.objects.filter(kind="merge").update(other_code=PERSONS[3], before=PERSONS[3])
    officer = sign_in_as("amphoe_officer")
    merge = PersonEvent.objects.get(kind="merge")
    answer = officer.get(f"/review/events/{merge.number}/undo/")
    assert answer.status_code == 422 and "นอกพื้นที่ของท่าน" in text_of(answer)
    PersonEvent.objects.filter(kind="merge").update(other_code=OLD, before=OLD, records=[R2, record(1, 5)])
    hidden = officer.get(f"/review/events/{merge.number}/undo/")
    assert hidden.status_code == 422, "a record that the officer does not see may not be left behind unsaid"
    assert keeper.get(f"/review/events/{merge.number}/undo/").status_code == 200
    assert officer.get(f"/review/persons/{PERSONS[3]}/").status_code == 404
    assert officer.get(ONE).status_code == 200


def test_the_household_page_leads_to_the_records(keeper):
    person = Person.objects.get(code=PERSONS[4])
    assert ONE in keeper.get(f"/households/{person.household_code}/").content.decode()
    team = sign_in_as("tambon_team", area_code="990101")
    assert ONE not in team.get(f"/households/{person.household_code}/").content.decode()
