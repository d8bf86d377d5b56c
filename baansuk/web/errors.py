"""What a person reads when a page cannot be shown: what happened and what to do, in their language."""

from __future__ import annotations

import logging
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from baansuk.access.pace import TooFast
from baansuk.screen.answers import for_machine, problem
from baansuk.screen.fragments import wants_part
from baansuk.screen.language import asked_language
from baansuk.thai.words import Words
from baansuk.web.sentences import SENTENCES, Sentence

log = logging.getLogger(__name__)


def _answer(request: HttpRequest, sentence: Sentence, status: int) -> HttpResponse:
    """Draw an error page without touching the database: it may be what is broken. A machine gets it as JSON."""
    if for_machine(request):
        return problem(status)
    template = "web/error_part.html" if wants_part(request) else "web/error.html"
    with translation.override(asked_language(request)):
        return HttpResponse(render_to_string(template, {"sentence": sentence, "status": status}), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 with the sentence of the refusal when it carries one, or 413 when a form brought more than it may."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _answer(request, _said_by(exception, SENTENCES["bad_request"]), 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 with the sentence of the refusal when it carries one."""
    return _answer(request, _said_by(exception, SENTENCES["forbidden"]), 403)


def _said_by(exception: BaseException | None, otherwise: Sentence) -> Sentence:
    words = getattr(exception, "words", None)
    return Sentence(words, otherwise.next) if isinstance(words, Words) else otherwise


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: the same page for what is absent and for what is another's, so neither can be told from the other."""
    return _answer(request, SENTENCES["not_found"], 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413."""
    return _answer(request, SENTENCES["too_large"], 413)


def too_fast(request: HttpRequest, refusal: TooFast) -> HttpResponse:
    """Answer 429 with the sentence that says how long to wait."""
    sentence = Sentence(SENTENCES["too_fast"].said, refusal.words)
    response = _answer(request, sentence, 429)
    response.headers["Retry-After"] = str(refusal.seconds)
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when it is only the database that does not answer: Django calls this while it is handled."""
    error = sys.exc_info()[1]
    if isinstance(error, (OperationalError, InterfaceError)):
        return unavailable(request, error)
    return _answer(request, SENTENCES["broken"], 500)


def unavailable(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """Answer 503: the database is busy or away, and the same request may well succeed soon; or nothing can be traced."""
    response = _answer(request, _said_by(exception, SENTENCES["unavailable"]), 503)
    response.headers["Retry-After"] = "30"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose page was too old, or that came from another site."""
    # What stands behind the dash is quoted from the request, an address for one.
    why = reason.partition(" - ")[0]
    log.warning("form refused at %s: %s", request.resolver_match and request.resolver_match.view_name, why)
    return _answer(request, SENTENCES["old_page"], 403)
