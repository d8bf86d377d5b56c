"""The judge of a linkage: cases worked by hand, and every pair listed beside the counting by group sizes."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import link_truth


def written(path: Path, **columns: list) -> Path:
    pl.DataFrame(columns).write_parquet(path)
    return path


@pytest.fixture
def truth(tmp_path):
    """One person with a, b, c, another with d, e, and f alone: four true pairs."""
    return written(tmp_path / "truth.parquet", record_id=list("abcdef"), person=[1, 1, 1, 2, 2, 3])


def clusters_of(folder: Path, persons: str, records: str = "abcdef") -> Path:
    return written(folder / "clusters.parquet", record_id=list(records), person_id=list(persons))


def test_score_worked_by_hand(tmp_path, truth):
    # Linked: ab, cd, ef; only ab is true.
    score = link_truth.score(clusters_of(tmp_path, "xxyyzz"), truth)
    assert (score.precision, score.recall, score.f1) == (1 / 3, 1 / 4, 2 / 7)


def test_the_truth_itself_is_perfect_and_the_order_of_rows_is_nothing(tmp_path, truth):
    assert link_truth.score(clusters_of(tmp_path, "zyyxxx", "fedcba"), truth) == link_truth.Score(1.0, 1.0, 1.0)


def test_nothing_linked_is_nothing_wrong_but_all_missed(tmp_path, truth):
    assert link_truth.score(clusters_of(tmp_path, "uvwxyz"), truth) == link_truth.Score(1.0, 0.0, 0.0)


@pytest.mark.parametrize("records", ["abcde", "abcdeg", "abcdee"])
def test_a_missing_strange_or_doubled_record_is_refused(tmp_path, truth, records):
    with pytest.raises(ValueError, match="same records"):
        link_truth.score(clusters_of(tmp_path, "x" * len(records), records), truth)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=25))
def test_counting_agrees_with_listing_every_pair(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("pairs")
    records = [f"r{at}" for at in range(len(rows))]
    truth = written(folder / "truth.parquet", record_id=records, person=[person for person, _ in rows])
    clusters = written(folder / "clusters.parquet", record_id=records, person_id=[str(group) for _, group in rows])
    true = {pair for pair in combinations(range(len(rows)), 2) if rows[pair[0]][0] == rows[pair[1]][0]}
    linked = {pair for pair in combinations(range(len(rows)), 2) if rows[pair[0]][1] == rows[pair[1]][1]}
    score = link_truth.score(clusters, truth)
    assert score.precision == (len(true & linked) / len(linked) if linked else 1.0)
    assert score.recall == (len(true & linked) / len(true) if true else 1.0)


def test_ceiling_worked_by_hand(tmp_path):
    # Person 1: a and b have one id, c another, d none: abd | c, three of six pairs. Person 2: e and f have none.
    # Person 3 bears the id of a, and stays apart.
    truth = written(tmp_path / "truth.parquet", record_id=list("abcdefg"), person=[1, 1, 1, 1, 2, 2, 3])
    ids = pl.DataFrame({"record_id": list("abcdefg"), "id": ["1", "1", "2", None, None, None, "1"]})
    assert link_truth.ceiling(truth, ids) == 2 * 4 / (4 + 7)
    assert link_truth.conflicting_pairs(truth, ids) == 2


def test_persons_with_two_ids_are_counted_once_each(tmp_path):
    ids = pl.DataFrame({"record_id": list("abcdef"), "id": ["1", "2", "3", "4", "4", None]})
    assert link_truth.persons_with_two_ids(clusters_of(tmp_path, "xxxyyy"), ids) == 1


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("1-9912-34567-89-0", "1991234567890"),
        ("๑ ๙๙๑๒ ๓๔๕๖๗ ๘๙ ๐", "1991234567890"),
        ("1991234567892", None),  # a wrong check digit
        ("991234567890", None),  # never padded
        ("0000000000000", None),
        ("-", None),
        (None, None),
    ],
)
def test_only_thirteen_digits_with_a_right_check_digit_are_an_id(tmp_path, text, id):
    register = tmp_path / "A.parquet"
    pl.DataFrame(
        {"record_id": ["a"], "national_id": [text]}, schema_overrides={"national_id": pl.String}
    ).write_parquet(register)
    assert link_truth.ids_of([register])["id"].to_list() == [id]


def test_answers_follow_the_truth(tmp_path, truth):
    review = written(tmp_path / "review.parquet", left=["e", "a", "a"], right=["d", "b", "f"], rank=[1, 2, 3])
    path = link_truth.answer(review, truth)
    assert path == tmp_path / "judgements.csv"
    assert path.read_text().split() == ["left,right,decision", "e,d,same", "a,b,same", "a,f,different"]


def test_a_question_about_an_unknown_record_is_refused(tmp_path, truth):
    review = written(tmp_path / "review.parquet", left=["a"], right=["nobody"])
    with pytest.raises(ValueError, match="does not know"):
        link_truth.answer(review, truth)
