"""Assessing an edition: what is stored, what is published, and what happens when it is interrupted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars
import pytest

from baansuk.assess.actions import MODELS, assess
from baansuk.assess.models import Figure, Mark, Profile
from baansuk.assess.tests.conftest import MakeEdition, leave_edition
from baansuk.assess.tests.edition_tables import Row
from baansuk.audit.models import Event
from baansuk.people import editions, loading
from baansuk.people.models import Edition
from baansuk.people.questions import current_edition
from baansuk.runs.hold import LeaseLost
from baansuk.thai.words import Refusal
from baansuk.vault.shelf import unsealed_folder
from tests.amounts import WHOLE
from tests.kept import written_once


def stored(number: int = 1) -> tuple[list[Any], list[Any], list[Any]]:
    """Everything stored under an edition, without keys of the database."""
    profiles = Profile.objects.filter(edition=number).order_by("household_code")
    marks = Mark.objects.filter(edition=number).order_by("measure", "list_key")
    figures = Figure.objects.filter(edition=number).order_by("measure", "area_code")
    return (
        list(profiles.values_list("household_code", "answers", "dimensions", "failed", "unknown", "labels")),
        list(marks.values_list("measure", "list_key", "household_code")),
        list(figures.values_list("measure", "area_code", "level", "households_fail", "persons_fail", "persons_all")),
    )


def _judge() -> tuple[list[Row], int]:
    return leave_edition(), assess(by="register_keeper")


# The rows of an edition, and the number under which they were judged and published.
judged = written_once(_judge)


@pytest.fixture(scope="module")
def uninterrupted() -> dict[str, Any]:
    """What is stored of the same rows by a run that nothing cuts off, as soon as a test has made one."""
    return {}


def test_the_newest_linked_edition_is_judged_and_published(judged: tuple[list[Row], int], db: None) -> None:
    rows, number = judged
    assert number == 1
    assert Edition.objects.get(number=1).state == "current"
    profiles, marks, figures = stored()
    assert len(profiles) == len(rows)
    whole = Figure.objects.get(edition=1, area_code="", measure="all")
    assert (whole.households_fail, whole.persons_all) == (len(rows), sum(row["members"] for row in rows))
    failing = Figure.objects.get(edition=1, area_code="", measure="bmn.08")
    assert failing.households_fail == sum(measure == "bmn.08" for measure, _, _ in marks) > 0
    assert len(figures) == len({figure[:2] for figure in figures})


def test_the_files_say_what_the_database_says(judged: tuple[list[Row], int], db: None) -> None:
    columns = ["household_code", "answers", "dimensions", "failed", "unknown", "labels"]
    with unsealed_folder(editions.folder(1)) as files:
        profiles = polars.read_parquet(files / "profiles.parquet").sort("household_code")
        assert profiles.select(columns).rows() == stored()[0]
        assert polars.read_parquet(files / "figures.parquet").height == Figure.objects.count()


def test_the_act_is_audited_with_counts_only(judged: tuple[list[Row], int], db: None) -> None:
    rows, _number = judged
    event = Event.objects.get(act="assess.assess")
    assert event.actor == "register_keeper"
    assert event.about["profiles"] == len(rows)
    assert "H-" not in str(event.about)


def test_what_there_is_to_warn_of_stays_beside_the_edition(judged: tuple[list[Row], int], db: None) -> None:
    rows, _number = judged
    assessed = Edition.objects.get(number=1).about["assessed"]
    assert assessed["rules"] == "bmn-2560/1+tpmap/1+labels/1"
    assert assessed["warned"]["zero_divisor_22"] == sum(row["members_count"] == 0 for row in rows) > 0
    assert assessed["warned"]["caution_income_against_answer"] > 0


def test_assessing_again_changes_nothing(judged: tuple[list[Row], int], db: None) -> None:
    before = stored()
    assert assess(by="register_keeper") == 1
    assert stored() == before
    assert Event.objects.filter(act="assess.assess").count() == 1


FOLLOWED: list[tuple[str, int]] = []


def following(*, by: str, check: Callable[[], None]) -> None:
    """Stand for what a later room does each time a new edition is published."""
    check()
    FOLLOWED.append((by, current_edition()))


def test_what_follows_the_register_follows_once_it_is_published(make_edition: MakeEdition, settings: Any) -> None:
    settings.BAANSUK_AFTER_PUBLISHING = [f"{__name__}.following"]
    FOLLOWED.clear()
    make_edition()
    assess(by="register_keeper")
    assert FOLLOWED == [("register_keeper", 1)]


@pytest.mark.parametrize("broken_at", [0, 1, 2, 5] if WHOLE else [0, 2])
def test_an_interrupted_attempt_leaves_nothing_behind(
    make_edition: MakeEdition, monkeypatch: pytest.MonkeyPatch, broken_at: int, uninterrupted: dict[str, Any]
) -> None:
    make_edition()
    monkeypatch.setattr(loading, "ROWS_AT_ONCE", 100)
    insert = loading.insert
    calls: list[int] = []

    def interrupted(*arguments: Any) -> None:
        if len(calls) == broken_at:
            raise KeyboardInterrupt
        calls.append(1)
        insert(*arguments)

    monkeypatch.setattr(loading, "insert", interrupted)
    with pytest.raises(KeyboardInterrupt):
        assess(by="register_keeper")
    assert Edition.objects.get(number=1).state == "linked"
    monkeypatch.setattr(loading, "insert", insert)
    assess(by="register_keeper")
    again = stored()
    if not uninterrupted:
        make_edition(number=2)
        assess(by="register_keeper")
        uninterrupted["stored"] = stored(2)
    assert uninterrupted["stored"] == again


def test_rows_of_older_editions_go_when_a_newer_one_is_current(make_edition: MakeEdition) -> None:
    make_edition(number=1, count=20)
    assess(by="register_keeper")
    make_edition(number=2, count=20, seed=5)
    assess(by="register_keeper")
    assert Edition.objects.get(number=1).state == "retired"
    assert stored(1) == ([], [], [])
    assert len(stored(2)[0]) == 20


def test_a_publication_that_was_cut_off_is_finished(make_edition: MakeEdition, monkeypatch: pytest.MonkeyPatch) -> None:
    make_edition(number=1, count=20)
    assess(by="register_keeper")
    make_edition(number=2, count=20)
    drop = loading.drop

    def cut_off(number: int, *rest: Any) -> int:
        if number == 1:
            raise KeyboardInterrupt
        return drop(number, *rest)

    monkeypatch.setattr(loading, "drop", cut_off)
    with pytest.raises(KeyboardInterrupt):
        assess(by="register_keeper")
    assert Edition.objects.get(number=2).state == "current"
    monkeypatch.setattr(loading, "drop", drop)
    assert assess(by="register_keeper") == 2
    assert stored(1) == ([], [], [])


def test_nothing_linked_is_said_in_a_sentence(db: None) -> None:
    with pytest.raises(Refusal) as refused:
        assess(by="register_keeper")
    assert refused.value.code == "nothing_linked"


@pytest.mark.parametrize("state", ["building", "current", "retired"])
def test_only_a_linked_edition_is_judged(make_edition: MakeEdition, state: str) -> None:
    make_edition(count=5)
    Edition.objects.update(state=state)
    with pytest.raises(Refusal) as refused:
        assess(1, by="register_keeper")
    assert refused.value.code == "not_linked"


def test_a_worker_that_lost_its_lease_stores_nothing_more(make_edition: MakeEdition) -> None:
    make_edition(count=30)

    class LostHold:
        def check(self) -> None:
            raise LeaseLost(1)

        def stage(self, name: str, words: object) -> None:
            pass

        def progress(self, done: int, total: int) -> None:
            pass

    with pytest.raises(LeaseLost):
        assess(by="worker", run=LostHold())  # type: ignore[arg-type]  # a stand-in with the three methods that are used
    assert not Profile.objects.exists()
    assert Edition.objects.get(number=1).state == "linked"


def test_progress_reaches_its_end(make_edition: MakeEdition) -> None:
    make_edition(count=30)
    heard: list[tuple[int, int]] = []
    assess(by="register_keeper", progress=lambda done, total, words: heard.append((done, total)))
    counted = [pair for pair in heard if pair[1]]
    assert counted[-1][0] == counted[-1][1] == sum(model.objects.count() for model in MODELS)
