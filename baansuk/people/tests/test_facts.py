"""Which value is in use: the most trusted source first, in it the latest, then the later delivery; others are shown."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baansuk.engine import Step, open_engine
from baansuk.people.facts import DELIVERY, Said, choose, read_sheet
from baansuk.people.trust import load_trust, rank_sql, read_trust

TRUST = load_trust()
DELIVERIES = {"1": ["bmn", "A-1"], "2": ["moph43", "A-2"], "3": ["welfare_card", "A-3"], "4": ["bmn", "A-4"]}


def sheet(*entries):
    return [[of, delivery * DELIVERY + row, observed, values] for of, delivery, row, observed, values in entries]


def the(facts, field, of=""):
    return next(fact for fact in facts if fact.field.code == field and fact.of == of)


def test_the_survey_speaks_before_the_health_files_however_old():
    facts = read_sheet(
        sheet(
            ("", 1, 2, "2020-01-01", {"income_person_year": "100.00"}),
            ("", 2, 2, "2025-01-01", {"income_person_year": "900.00"}),
        ),
        DELIVERIES,
        TRUST,
    )
    fact = the(facts, "income_person_year")
    assert fact.value == "100.00" and fact.disputed
    assert [other.value for other in fact.others] == ["900.00"]
    assert fact.in_use.agreement == "A-1" and fact.rule.th


def test_the_civil_fields_follow_the_health_files():
    facts = read_sheet(
        sheet(
            ("P", 1, 2, "2025-01-01", {"birth_date": "1950"}), ("P", 2, 2, "2020-01-01", {"birth_date": "1951-02-03"})
        ),
        DELIVERIES,
        TRUST,
    )
    assert the(facts, "birth_date", "P").value == "1951-02-03"


@pytest.mark.parametrize(
    ("first", "second", "chosen"),
    [
        ((1, 2, "2025-01-01"), (4, 2, "2024-01-01"), "first"),
        ((1, 2, "2025"), (4, 2, "2025-01-01"), "second"),  # the same day counted: the later delivery
        ((1, 2, ""), (1, 3, "2001"), "second"),
        ((1, 2, ""), (1, 3, ""), "first"),
    ],
)
def test_within_a_tier_the_latest_then_the_later_delivery_then_the_first_row(first, second, chosen):
    facts = read_sheet(sheet(("", *first, {"bmn_01": "first"}), ("", *second, {"bmn_01": "second"})), DELIVERIES, TRUST)
    assert the(facts, "bmn_01").value == chosen


def test_agreeing_sources_are_not_a_dispute_and_unknown_fields_are_left_out():
    facts = read_sheet(
        sheet(
            ("", 1, 2, "2025-01-01", {"bmn_01": "pass", "gone_field": "1"}),
            ("", 4, 2, "2025-01-02", {"bmn_01": "pass"}),
        ),
        DELIVERIES,
        TRUST,
    )
    assert [fact.field.code for fact in facts] == ["bmn_01"]
    assert not facts[0].disputed and len(facts[0].others) == 1 and facts[0].in_use.row == 2


def test_trust_survives_being_kept_with_an_edition():
    assert read_trust(TRUST.as_dict()) == TRUST


def test_trust_that_cannot_decide_is_refused():
    said = TRUST.as_dict()
    with pytest.raises(ValueError, match="each field once"):
        read_trust(said | {"order": said["order"][1:]})
    crowded = said["order"][0] | {"tiers": [[str(n)] for n in range(9)]}
    with pytest.raises(ValueError, match="at most"):
        read_trust(said | {"order": [crowded]})


SAID = st.tuples(
    st.sampled_from(["1", "2", "3", "4"]),
    st.integers(2, 9),
    st.one_of(st.none(), st.dates(dt.date(1985, 1, 1), dt.date(2026, 1, 1))),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(SAID, min_size=1, max_size=8, unique_by=lambda said: said[:2]),
    st.sampled_from(["sex", "bmn_01", "welfare_card"]),
)
def test_the_engine_chooses_what_the_page_shows(listed, field):
    """``rank_sql`` in the linker and ``choose`` on the page are one rule said twice."""
    said = [
        Said(f"{d}-{row}", int(d) * DELIVERY + row, DELIVERIES[d][0], int(d), "", str(day) if day else "")
        for d, row, day in listed
    ]
    frame = pl.DataFrame(
        {
            "record_id": [one.record_id for one in said],
            "source": [one.source for one in said],
            "delivery_order": [one.delivery for one in said],
            "observed_on": pl.Series([day for _, _, day in listed], dtype=pl.Date),
        }
    )
    with tempfile.TemporaryDirectory() as folder, open_engine("duckdb") as engine:
        frame.write_parquet(Path(folder) / "said.parquet")
        engine.read("said", [Path(folder) / "said.parquet"])
        fitness = rank_sql(TRUST.order_of(field), ["bmn", "moph43", "welfare_card"])
        engine.run(Step("best", f"select arg_min(record_id, {fitness}) as record_id from said"))
        [(best,)] = engine.rows("select record_id from best")
    assert best == choose(field, said, TRUST)[0].record_id
