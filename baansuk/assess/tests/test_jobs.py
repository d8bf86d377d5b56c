"""What a run says when the register is made."""

from __future__ import annotations

from baansuk.assess.jobs import assess_edition
from baansuk.assess.models import Figure
from baansuk.assess.tests.conftest import MakeEdition
from baansuk.runs import actions
from baansuk.runs.hold import Hold
from baansuk.runs.models import Run, StageDone


def test_a_run_says_how_many_are_poor_by_which_word(make_edition: MakeEdition) -> None:
    rows = make_edition(count=60)
    run = actions.take(actions.ask("assess", by="register_keeper").pk)
    assert run is not None
    with Hold(run) as hold:
        result = assess_edition(hold, by="register_keeper", partner="")
        hold.close_stage()
    assert result["edition"] == 1
    thai, english = result["lines"][0]
    assert f"{len(rows):,}" in thai and f"{len(rows):,} households" in english and "(current)" in english
    poor = Figure.objects.get(edition=1, area_code="", measure="label.mpi_poor").households_fail
    assert f"MPI-poor: {poor:,} households" in result["lines"][1][1]
    assert set(StageDone.objects.values_list("name", flat=True)) == {"judge", "store", "publish"}
    assert Run.objects.get().state == "running"
