"""A run acts for the seat that asked for it, and stops at the next stage when that seat or its agreement has ended."""

import pytest

from baansuk.access.models import Grant, Post
from baansuk.access.questions import presence_of
from baansuk.access.tests.cast import purpose_of, user_as
from baansuk.runs import actions
from baansuk.runs.hold import AskerEnded, Hold
from baansuk.runs.models import Run
from baansuk.thai.words import Words

pytestmark = pytest.mark.django_db
STAGE = Words("ขั้น", "Stage")


@pytest.fixture
def seat():
    user = user_as("register_keeper")
    return presence_of(user, user.posts.get().pk, purpose_of("register_keeper")).scope


def _held(seat):
    run = actions.ask("register", by=seat.username, partner=seat.partner, seat=seat)
    assert (run.partner, run.purpose, run.post) == (seat.partner, seat.purpose, seat.post)
    taken = actions.take(run.pk)
    assert taken is not None
    return Hold(taken)


def test_a_run_goes_on_while_its_seat_is_held(seat):
    hold = _held(seat)
    hold.check_asker()
    hold.stage("one", STAGE)
    hold.stage("two", STAGE)


@pytest.mark.parametrize("ended", ["agreement", "post", "account"])
def test_a_run_stops_at_the_next_stage_when_its_seat_has_ended(seat, ended):
    hold = _held(seat)
    hold.stage("one", STAGE)
    if ended == "agreement":
        Grant.objects.all().delete()
    elif ended == "post":
        Post.objects.all().delete()
    else:
        user = Post.objects.get(pk=seat.post).user
        user.is_active = False
        user.save()
    with pytest.raises(AskerEnded) as refused:
        hold.stage("two", STAGE)
    assert refused.value.words.th and "asked" in refused.value.words.en


def test_a_run_of_a_seat_that_ended_in_the_queue_is_not_begun(seat):
    run = actions.ask("register", by=seat.username, partner=seat.partner, seat=seat)
    Grant.objects.all().delete()
    taken = actions.take(run.pk)
    assert taken is not None
    ended = actions.work(taken)
    assert ended.state == "failed"
    assert "ตำแหน่งหรือข้อตกลง" in ended.said_th


def test_a_run_of_the_command_line_has_no_seat_that_could_end():
    run = actions.ask("register", by="command")
    assert run.post is None
    Hold(Run.objects.get(pk=run.pk)).check_asker()
