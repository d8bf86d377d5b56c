"""A run's closing words never call "not known" zero, and say why an edition's number jumped."""

from __future__ import annotations

import inspect

import pytest
from django.utils import timezone

from baansuk.assess import actions, jobs
from baansuk.assess.models import Figure
from baansuk.assess.run_summary import said_of_edition
from baansuk.people.models import Edition, Household

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    """Edition 1, current, with two households."""
    made = Edition.objects.create(number=1, state="current", made_at=timezone.now(), published_at=timezone.now())
    for place in (1, 2):
        Household.objects.create(edition=1, code=f"H-{place}", list_key=str(place), area_code="99010101")
    return made


def figure(measure, **counts):
    Figure.objects.create(edition=1, area_code="", level=0, measure=measure, **counts)


def said(number=1):
    return [line[0] for line in said_of_edition(number)["lines"]], [
        line[1] for line in said_of_edition(number)["lines"]
    ]


def test_without_a_survey_nobody_is_said_to_be_not_poor(edition):
    for name in ("label.mpi_poor", "label.target_poor"):
        figure(name, households_unknown=2)
    thai, english = said()
    assert "2 ครัวเรือน" in thai[0]
    assert "คนจนหลายมิติ (MPI) ไม่ทราบ" in thai[1] and " 0 " not in thai[1]
    assert "MPI-poor: not known" in english[1]
    assert "ยังไม่มีแบบสำรวจ" in thai[2]


def test_without_a_place_the_households_are_counted_and_the_poor_not_known(edition):
    thai, _ = said()
    assert "2 ครัวเรือน" in thai[0] and "ไม่ทราบ" in thai[1]


def test_zero_is_said_where_it_is_known(edition):
    for name in ("label.mpi_poor", "label.target_poor"):
        figure(name, households_pass=2)
    thai, _ = said()
    assert "คนจนหลายมิติ (MPI) 0 ครัวเรือน" in thai[1] and len(thai) == 2


def test_what_part_is_known_is_said(edition):
    figure("label.mpi_poor", households_pass=1, households_unknown=1)
    thai, english = said()
    assert "ทราบผล 1 จาก 2 ครัวเรือน" in thai[2] and "1 of 2 households" in english[2]


def test_a_jump_of_the_number_is_explained_in_one_line(edition):
    assert not any("ข้ามฉบับ" in line for line in said()[0])
    for number, state in ((2, "retired"), (3, "retired"), (4, "linked")):
        Edition.objects.create(number=number, state=state, made_at=timezone.now())
    jumped = [line for line in said(4)[0] if "ข้ามฉบับ" in line]
    assert len(jumped) == 1 and "ข้ามฉบับที่ 2-3" in jumped[0]


def test_as_many_steps_are_announced_as_the_assessment_has():
    assert inspect.getsource(actions).count("work.stage(") == jobs.ASSESS_STEPS
