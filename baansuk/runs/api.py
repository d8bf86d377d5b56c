"""Runs, for the register keeper's programs: what works, what waits, what came of it, and a new making of the register."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from baansuk.access.bearer import Bearer
from baansuk.access.middleware import scope_on
from baansuk.runs import actions, questions
from baansuk.runs.models import Run
from baansuk.screen.answers import Said, answers

router = Router(tags=["runs"], auth=Bearer(only=lambda scope: scope.keeps_register))
MOST = 50
LARGEST = 2**63 - 1
Number = Annotated[int, Path(ge=1, le=LARGEST)]


class RunShown(Schema):
    """A background run; ``receipt`` is that of the file it received, '' for other runs and until it is done."""

    number: int
    job: str
    state: Literal["queued", "running", "done", "failed", "stopped"]
    stage: str
    done: int
    total: int
    said: Said
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    receipt: str


class RunPage(Schema):
    """Runs, the newest first; ``next`` goes into ``before`` for those that follow, null at the end."""

    runs: list[RunShown]
    next: int | None


class Ask(Schema):
    """Which run is asked for: ``register`` makes a new edition of the register."""

    model_config = ConfigDict(extra="forbid")
    job: Literal["register"] = Field(description="register: link all accepted files and assess the households anew.")


def shown(run: Run) -> RunShown:
    """Return a run as a program reads it."""
    return RunShown(
        number=run.pk,
        job=run.job,
        state=run.state,  # type: ignore[arg-type]  # one of ``Run.STATES``, and checked when it is written out
        stage=run.stage,
        done=run.done,
        total=run.total,
        said=Said(th=run.said_th, en=run.said_en),
        asked_by=run.asked_by,
        asked_at=run.asked_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
        receipt=str(run.result.get("receipt", "")),
    )


@router.get("/runs", response=answers(RunPage, 404), summary="Runs, the newest first")
def runs(request: HttpRequest, before: Annotated[int, Query(ge=1, le=LARGEST)] = LARGEST) -> RunPage:
    """List the runs numbered below ``before``, fifty at a time."""
    found = list(Run.objects.filter(pk__lt=before).order_by("-pk")[: MOST + 1])
    return RunPage(runs=[shown(run) for run in found[:MOST]], next=found[MOST - 1].pk if len(found) > MOST else None)


@router.get("/runs/{number}", response=answers(RunShown, 404), summary="One run")
def run(request: HttpRequest, number: Number) -> RunShown:
    """Return one run with how far it is; ask again every few seconds while it is queued or running."""
    return shown(questions.run_numbered(number))


@router.post("/runs", response=answers(RunShown, 400, 404, status=202), summary="Ask for a run")
def ask(request: HttpRequest, wanted: Ask) -> Status[RunShown]:
    """Queue the making of the register; when one already waits, that one is the answer instead of a second."""
    scope = scope_on(request)
    waiting = Run.objects.filter(job=wanted.job, state="queued").first()
    return Status(202, shown(waiting or actions.ask(wanted.job, by=scope.username, partner=scope.partner, seat=scope)))
