"""The pages of runs: what works, what waits, what came of it; live while somebody looks."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from baansuk.access.middleware import polled
from baansuk.access.scope import Scope
from baansuk.runs import actions, questions
from baansuk.runs.models import Run
from baansuk.screen.fragments import show
from baansuk.screen.language import say_words
from baansuk.thai.words import Refusal, Words

MOST_SHOWN = 50


def _keeper(request: HttpRequest) -> Scope:
    """Return the scope of a register keeper; for all others there is no such page."""
    scope: Scope = request.scope  # type: ignore[attr-defined]  # set by ScopeMiddleware
    if not scope.keeps_register:
        raise Http404
    return scope


@polled
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """List the newest runs; the list renews itself while one of them is at work."""
    _keeper(request)
    listed = list(questions.recent_runs(MOST_SHOWN))
    busy = any(run.state in ("queued", "running") for run in listed)
    return show(request, "runs/list.html", {"runs": listed, "busy": busy}, part="runs/list_part.html")


@polled
@require_safe
def run(request: HttpRequest, number: int) -> HttpResponse:
    """Show one run with its stages; the part with the progress renews itself until it ends."""
    _keeper(request)
    found = questions.run_numbered(number)
    values = {
        "run": found,
        "stages": found.stages.order_by("pk"),
        "busy": found.state in ("queued", "running"),
        "lines": [Words(*line) for line in found.result.get("lines", [])],
    }
    return show(request, "runs/run.html", values, part="runs/run_part.html")


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Queue the making of the register; when one already waits, lead there instead of queueing a second."""
    scope = _keeper(request)
    waiting = Run.objects.filter(job="register", state="queued").first()
    asked = waiting or actions.ask("register", by=scope.username, partner=scope.partner, seat=scope)
    return redirect("run", number=asked.pk)


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a run."""
    scope = _keeper(request)
    try:
        actions.stop(questions.run_numbered(number), by=scope.username, partner=scope.partner)
    except Refusal as refusal:
        messages.warning(request, say_words(refusal.words))
    return redirect("run", number=number)


@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Queue a run that failed or was stopped once more."""
    scope = _keeper(request)
    try:
        actions.ask_again(questions.run_numbered(number), by=scope.username, partner=scope.partner, seat=scope)
    except Refusal as refusal:
        messages.warning(request, say_words(refusal.words))
    return redirect("run", number=number)
