"""What the tests of this room share: the test source declared, the area list filled, a file received."""

from __future__ import annotations

import io

import pytest

from baansuk.collect import actions
from baansuk.collect.tests.files import PEOPLE, csv_bytes
from baansuk.collect.tests.read_before import read_once
from baansuk.places.models import Area


@pytest.fixture(scope="session")
def known():
    """What came of each file that was sent so far."""
    return {}


def make_areas():
    """Make a province 99 with one tambon and two villages."""
    names = (
        ("99", "สมมุติ"),
        ("9901", "สมมุติเหนือ"),
        ("990101", "ทุ่งตัวอย่าง"),
        ("99010104", "บ้านตัวอย่างงาม"),
        ("99010105", "บ้านตัวอย่างดี"),
    )
    for code, name in names:
        parent = code[:-2] or None
        Area.objects.create(code=code, level=len(code), parent_id=parent, name_th=name, match_key=name, sort_key=name)


@pytest.fixture
def areas(db, known):
    """A province 99 with one tambon and two villages."""
    make_areas()
    with pytest.MonkeyPatch.context() as patch:
        read_once(patch, known)
        yield


@pytest.fixture
def source(areas):
    """The test source in its text form."""
    return actions.declare(PEOPLE % "text", by="keeper").source


@pytest.fixture
def receive(source):
    """Receive rows of the test source as a CSV file."""

    def receive(rows, *, filename="people.csv", by="keeper", content=None, **how):
        stream = io.BytesIO(csv_bytes(rows) if content is None else content)
        return actions.receive(stream, filename=filename, by=by, **how)

    return receive
