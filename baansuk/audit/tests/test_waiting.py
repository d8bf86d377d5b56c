"""What a page of a list touched: kept as one text, found at once, and written out by the worker without a gap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction

from baansuk.audit import gate, indexing, questions, standing, waiting
from baansuk.audit.models import Event, Subject, Waiting
from baansuk.audit.verify import verify

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE = [("household", f"H-{number:05}") for number in range(50)]


def look(subjects=PAGE) -> Event:
    with transaction.atomic():
        return Event.objects.get(pk=gate.write("people.look_list", by="keeper", subjects=subjects))


def found(code: str) -> list[int]:
    return [event.pk for event in questions.events_about("household", code, below=2**62, most=50)]


def answers(event: Event) -> tuple[object, ...]:
    """Everything that is asked of the trail about one look at a list."""
    begin, end = event.at - timedelta(minutes=1), event.at + timedelta(minutes=1)
    return (
        questions.subjects_of(event),
        found("H-00007"),
        found("H-0000"),
        questions.touched_by("keeper", begin, end),
        questions.touched_by("keeper", begin, end, kinds=["person"]),
        standing.is_whole(event),
        verify().whole,
    )


def test_a_page_of_a_list_is_one_row_until_the_worker_comes_and_answers_do_not_change():
    event = look()
    assert (Waiting.objects.count(), Subject.objects.count()) == (1, 0)
    before = answers(event)
    assert before == (PAGE, [event.pk], [], set(PAGE), set(), True, True)
    assert indexing.write_out() == 1
    assert (Waiting.objects.count(), Subject.objects.count()) == (0, len(PAGE))
    assert answers(event) == before
    assert indexing.write_out() == 0


def test_pages_are_written_out_a_few_at_a_time(monkeypatch):
    monkeypatch.setattr(indexing, "TEXTS_AT_ONCE", 2)
    events = [look(PAGE[start : start + 12]) for start in range(5)]
    assert indexing.write_out() == 5
    assert [questions.subjects_of(event) for event in events] == [PAGE[start : start + 12] for start in range(5)]


def test_what_fails_half_way_is_neither_lost_nor_doubled(monkeypatch):
    event = look()

    def fail(*_args, **_more):
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(waiting, "read", fail)
        with pytest.raises(OSError, match="no space"):
            indexing.write_out()
    assert answers(event)[0] == PAGE
    indexing.write_out()
    assert Subject.objects.count() == len(PAGE)


def test_few_subjects_and_odd_codes_are_rows_at_once():
    look(PAGE[: waiting.FEWEST - 1])
    odd = [*PAGE, ("file", "a\tb")]
    assert questions.subjects_of(look(odd)) == sorted(odd)
    assert not Waiting.objects.exists()


@pytest.mark.parametrize(
    "act",
    [
        "update audit_waiting set lines = replace(lines, 'H-00007', 'H-00099')",
        "delete from audit_waiting",
        "insert into audit_waiting (event, lines) values (999999, 'x')",
        "update audit_waiting set event = event + 1",
    ],
)
def test_a_text_that_was_touched_is_found(act):
    look()
    assert verify().whole
    with connection.cursor() as cursor:
        cursor.execute(act)
    assert not verify().whole


def test_a_code_is_found_in_a_text_only_where_it_stands_whole_and_of_its_kind():
    look([("person", "P-1"), *PAGE])
    assert waiting.touching("person", "P-1") and not waiting.touching("person", "P-")
    assert waiting.touching("household", "H-00049") and not waiting.touching("person", "H-00049")
