"""An edition is judged by the frameworks too: what is kept of them, under which versions, and what goes with it."""

from __future__ import annotations

from baansuk.assess.actions import assess
from baansuk.assess.frameworks import shipped_frameworks
from baansuk.assess.frameworks_letters import parts_of
from baansuk.assess.models import Figure, FrameworkFigure, FrameworkVersion, Standing
from baansuk.assess.tests.conftest import MakeEdition
from baansuk.people.models import Edition

JUDGING = {code: one for code, one in shipped_frameworks().items() if not one.is_frame}


def test_every_household_stands_somewhere_in_every_framework(make_edition: MakeEdition) -> None:
    rows = make_edition(count=60)
    assess(by="register_keeper")
    kept = dict(Standing.objects.filter(edition=1).values_list("household_code", "letters"))
    assert set(kept) == {row["household_code"] for row in rows}
    for letters in kept.values():
        spelt = dict(one.split(":") for one in letters.split())
        assert {code: len(text) for code, text in spelt.items()} == {
            code: len(parts_of(one)) for code, one in JUDGING.items()
        }


def test_the_figures_of_a_framework_add_up_to_all_households(make_edition: MakeEdition) -> None:
    rows = make_edition(count=60)
    assess(by="register_keeper")
    whole = FrameworkFigure.objects.filter(edition=1, area_code="", level=0)
    for one in whole:
        parts = (one.households_pass, one.households_fail, one.households_na, one.households_unknown)
        assert sum(parts) == len(rows), one.measure
    answered = {one.measure: one.households_fail for one in whole}
    bmn = Figure.objects.get(edition=1, area_code="", measure="bmn.08").households_fail
    assert answered["self-managing.bmn_08"] == answered["mpi-bmn.bmn_08"] == bmn


def test_the_edition_says_by_which_versions_it_was_judged(make_edition: MakeEdition) -> None:
    make_edition(count=20)
    assess(by="register_keeper")
    about = Edition.objects.get(number=1).about
    assert about["assessed"]["frameworks"] == {code: one.stamp for code, one in JUDGING.items()}
    assert about["frameworks"] == dict.fromkeys(JUDGING, 1)
    assert FrameworkVersion.objects.filter(state="shipped").count() == len(JUDGING)


def test_an_older_edition_leaves_nothing_of_itself(make_edition: MakeEdition) -> None:
    make_edition(count=20)
    assess(by="register_keeper")
    make_edition(number=2, count=20)
    assess(by="register_keeper")
    assert set(Standing.objects.values_list("edition", flat=True)) == {2}
    assert set(FrameworkFigure.objects.values_list("edition", flat=True)) == {2}
