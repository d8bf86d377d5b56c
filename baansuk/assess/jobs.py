"""The background jobs of this room: assess what was linked, or make the whole register."""

from __future__ import annotations

from typing import Any

from baansuk.assess.actions import assess
from baansuk.assess.run_summary import said_of_edition
from baansuk.link.actions import link
from baansuk.link.jobs import LINK_STEPS
from baansuk.runs.engines import check_engine
from baansuk.runs.hold import Hold

# Judging, storing, publishing.
ASSESS_STEPS = 3


def assess_edition(hold: Hold, *, by: str, partner: str, engine: str = "") -> dict[str, Any]:
    """Assess the newest linked edition and publish it."""
    del partner  # the act is the register keeper's, whoever asked
    check_engine(engine)
    hold.expect(ASSESS_STEPS)
    return said_of_edition(assess(by=by, run=hold, engine=engine))


def make_register(hold: Hold, *, by: str, partner: str, engine: str = "") -> dict[str, Any]:
    """Link all accepted deliveries, assess the result and publish it."""
    del partner
    check_engine(engine)
    hold.expect(LINK_STEPS + ASSESS_STEPS)
    number = link(by=by, run=hold, engine=engine)
    return said_of_edition(assess(number, by=by, run=hold, engine=engine))
