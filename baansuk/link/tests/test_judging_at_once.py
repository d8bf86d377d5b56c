"""Two clerks in the same moment: one pair is decided once, and two decisions that contradict each other are never both kept."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from baansuk.link import judging_actions
from baansuk.link.models import Judgement, ReviewPair
from baansuk.link.tests.review_world import THREE, make_queue, make_world
from baansuk.thai.words import Refusal
from tests.three_roles import ON_POSTGRES

pytestmark = [
    pytest.mark.skipif(not ON_POSTGRES, reason="SQLite lets one writer in at a time by itself"),
    pytest.mark.django_db(transaction=True),
]


def at_once(*decisions: tuple[ReviewPair, str, str]) -> list[str]:
    """Keep decisions (pair, decision, by) from threads that start together; return the codes of the refusals."""
    start, refused = threading.Barrier(len(decisions)), []

    def decide(pair: ReviewPair, decision: str, by: str) -> None:
        reason = {"same": "same_known", "different": "different_known"}[decision]
        try:
            start.wait(10)
            judging_actions.judge(pair=pair, decision=decision, reason=reason, by=by)
        except Refusal as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=one) for one in decisions]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return refused


@pytest.fixture
def pairs():
    make_world()
    made = make_queue(*THREE)
    ReviewPair.objects.update(second_wanted=False)
    return made


def test_one_pair_is_decided_once(pairs):
    assert at_once((pairs[0], "same", "one"), (pairs[0], "different", "other")) == ["decided_already"]
    assert Judgement.objects.count() == 1


def test_of_a_contradiction_made_together_one_part_is_refused(pairs):
    judging_actions.judge(pair=pairs[0], decision="same", reason="same_known", by="one")
    assert at_once((pairs[1], "same", "one"), (pairs[2], "different", "other")) == ["contradiction"]
    assert Judgement.objects.count() == 2
