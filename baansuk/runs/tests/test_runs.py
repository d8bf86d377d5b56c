"""A run is taken by one, kept by a lease, and ended once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from baansuk.audit.models import Event
from baansuk.runs import actions
from baansuk.runs.hold import Hold, LeaseLost
from baansuk.runs.models import Run, StageDone
from baansuk.runs.moves import MOVES, OWNERS
from baansuk.runs.worker import work_until
from baansuk.thai.words import Refusal, Words

pytestmark = pytest.mark.django_db

CALLS: list[dict] = []


def good_work(hold, *, by, partner, **arguments):
    CALLS.append(arguments)
    hold.stage("count", Words("นับ", "Counting"))
    hold.progress(1, 2)
    hold.progress(2, 2)
    return {"counted": 2}


def refusing_work(hold, *, by, partner, **arguments):
    raise Refusal("no", "ทำไม่ได้", "It cannot be done.")


def broken_work(hold, *, by, partner, **arguments):
    raise ValueError("นางสาวลับมาก 1000000000009")


def taken_over_work(hold, *, by, partner, **arguments):
    Run.objects.filter(pk=hold.number).update(fence=hold.fence + 1)
    hold.check()


def interrupted_work(hold, *, by, partner, **arguments):
    raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def jobs(settings):
    CALLS.clear()
    here = "baansuk.runs.tests.test_runs."
    settings.BAANSUK_JOBS = [
        (name, here + name, lane, name, name)
        for name, lane in [
            ("good_work", ""),
            ("refusing_work", ""),
            ("broken_work", ""),
            ("taken_over_work", ""),
            ("interrupted_work", ""),
            ("lane_work", "register"),
        ]
    ]


def taken(run: Run) -> Run:
    """Take a run that must be free."""
    mine = actions.take(run.pk)
    assert mine is not None
    return mine


def test_a_run_is_done_with_stages_result_and_trail():
    run = actions.ask("good_work", by="keeper", arguments={"engine": "duckdb"})
    done = actions.work(taken(run))
    assert (done.state, done.result) == ("done", {"counted": 2})
    assert CALLS == [{"engine": "duckdb"}]
    assert StageDone.objects.get().name == "count"
    assert list(Event.objects.order_by("pk").values_list("act", flat=True)) == ["runs.ask", "runs.take", "runs.end"]


def test_case_fault_19_two_workers_one_effect():
    run = actions.ask("good_work", by="keeper")
    assert actions.take(run.pk) is not None
    assert actions.take(run.pk) is None
    assert actions.take_next() is None


def test_an_expired_lease_is_taken_with_a_higher_fence_and_the_sleeper_is_refused():
    run = actions.ask("good_work", by="keeper")
    sleeper = Hold(taken(run))
    Run.objects.filter(pk=run.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    second = actions.take_next()
    assert second is not None
    assert second.fence == sleeper.fence + 1
    with pytest.raises(LeaseLost):
        sleeper.check()
    with pytest.raises(LeaseLost):
        sleeper.progress(1, 1)
    Hold(second).check()


def test_runs_of_one_lane_go_one_after_another():
    first, second = (actions.ask("lane_work", by="keeper") for _ in range(2))
    assert actions.take(first.pk) is not None
    assert actions.take(second.pk) is None, "the lane is busy"
    actions._end(Run.objects.get(pk=first.pk), "done", Words("", ""))
    assert actions.take(second.pk) is not None


def test_a_refusal_is_shown_and_a_fault_shows_no_value_of_a_person(caplog):
    refused = actions.work(taken(actions.ask("refusing_work", by="keeper")))
    assert (refused.state, refused.said_en) == ("failed", "It cannot be done.")
    broken = actions.work(taken(actions.ask("broken_work", by="keeper")))
    assert broken.state == "failed"
    assert "ValueError" in broken.said_en
    assert "ลับมาก" not in broken.said_th + broken.said_en + caplog.text
    assert "1000000000009" not in caplog.text


def test_a_lost_lease_changes_nothing():
    run = actions.work(taken(actions.ask("taken_over_work", by="keeper")))
    assert run.state == "running", "it belongs to the other worker now"


def test_an_interrupted_worker_gives_the_run_back():
    mine = taken(actions.ask("interrupted_work", by="keeper"))
    with pytest.raises(KeyboardInterrupt):
        actions.work(mine)
    assert Run.objects.get().state == "queued"


def test_a_run_that_kills_its_worker_is_put_aside():
    run = actions.ask("good_work", by="keeper")
    Run.objects.filter(pk=run.pk).update(attempts=actions.MOST_ATTEMPTS)
    assert actions.work(taken(run)).state == "failed"
    assert CALLS == []


def test_stop_and_ask_again():
    run = actions.ask("good_work", by="keeper")
    hold = Hold(taken(run))
    actions.stop(run, by="keeper")
    with pytest.raises(LeaseLost):
        hold.check()
    assert actions.ask_again(run, by="keeper").state == "queued"
    done = actions.work(taken(run))
    with pytest.raises(Refusal, match="cannot become"):
        actions.stop(done, by="keeper")


def test_an_undeclared_job_is_refused():
    with pytest.raises(Refusal, match=r"no job called os\.system"):
        actions.ask("os.system", by="keeper")


# Between runs the worker lets go of old connections, which closes one that a test's own transaction has open.
@pytest.mark.django_db(transaction=True)
def test_the_worker_empties_the_queue():
    import threading

    for _ in range(3):
        actions.ask("good_work", by="keeper")
    assert work_until(threading.Event(), most=10) == 3


def test_every_state_has_an_owner():
    assert set(MOVES) == set(OWNERS) == {state for state, _ in Run.STATES}


def duckdb_interrupted_work(hold, *, by, partner, **arguments):
    raise RuntimeError("Query interrupted")


def test_ctrl_c_inside_the_engine_is_an_interruption_not_a_fault(settings):
    settings.BAANSUK_JOBS = [("job", "baansuk.runs.tests.test_runs.duckdb_interrupted_work", "", "งาน", "Job")]
    mine = taken(actions.ask("job", by="keeper"))
    with pytest.raises(KeyboardInterrupt):
        actions.work(mine)
    assert Run.objects.get().state == "queued"


def test_the_step_rises_with_each_stage_and_a_new_attempt_begins_anew():
    run = actions.take(actions.ask("good_work", by="keeper").pk)
    assert run is not None
    with Hold(run) as hold:
        hold.expect(2)
        hold.stage("a", Words("ก", "a"))
        hold.stage("b", Words("ข", "b"))
    run.refresh_from_db()
    assert (run.step, run.steps, run.stages.count()) == (2, 2, 1)
    with Hold(run) as hold:
        hold.expect(2)
        run.refresh_from_db()
        assert (run.step, run.stages.count()) == (0, 0)
