"""Lets no request of somebody signed in pass without a trace, and no answer leave without it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from baansuk.access.caller import address_of
from baansuk.access.middleware import scope_on
from baansuk.audit import gate
from baansuk.audit.setting import Setting, acting_from, here, pieces_from, request_name
from baansuk.people.codes import is_code, kind_of
from baansuk.screen.answers import for_machine
from baansuk.web.errors import unavailable

log = logging.getLogger(__name__)
# A name in an address that led somewhere is ours; thirteen digits are a person's number wherever they were typed.
_OURS = re.compile(r"[A-Za-z0-9._-]{1,40}")
ID_DIGITS = 13


class TraceMiddleware:
    """Says of every request where it came from, and writes it down where no view did."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        source = "api" if for_machine(request) else "web"
        with acting_from(Setting(source, address=address_of(request), request=request_name())):
            answer = self.get_response(request)
            try:
                _write(request, answer)
            except DatabaseError as error:
                # What was read must not be shown: the answer is thrown away, whatever it was.
                log.error("the trail could not be written: %s", type(error).__name__)
                return unavailable(request, error)
            setting = here()
        if answer.streaming:
            answer.streaming_content = pieces_from(setting, answer.streaming_content)  # type: ignore[attr-defined]  # asked above: it streams
        return answer


def _write(request: HttpRequest, answer: HttpResponse) -> None:
    """Write the request down unless something that lasts was written in it, or nobody is signed in."""
    if gate.lasts():
        return
    scope = scope_on(request)
    name = scope.username or (request.user.get_username() if request.user.is_authenticated else "")
    if not name:
        return
    with transaction.atomic():
        gate.write(
            "web.request",
            by=name,
            partner=scope.partner,
            purpose=scope.purpose,
            post=scope.post,
            subjects=_asked_codes(request),
            outcome=_outcome(answer.status_code),
            about=_about(request, answer),
        )


def _outcome(status: int) -> str:
    return "done" if status < 400 else "refused" if status < 500 else "failed"


def _about(request: HttpRequest, answer: HttpResponse) -> dict[str, Any]:
    """Which page and how it ended; what was typed into an address only where it led somewhere."""
    found = request.resolver_match
    about = {
        "route": found.view_name or found.route if found else "",
        "method": request.method if request.method in METHODS else "other",
        "status": answer.status_code,
    }
    if found and found.kwargs and answer.status_code == 200:
        about["named"] = {name: str(value) for name, value in found.kwargs.items() if _is_ours(str(value))}
    return about


METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _is_ours(value: str) -> bool:
    return bool(_OURS.fullmatch(value)) and sum(letter.isdigit() for letter in value) < ID_DIGITS


def _asked_codes(request: HttpRequest) -> list[tuple[str, str]]:
    """The households and persons whose codes stand in the address, there or not: the trail does not tell either."""
    found = request.resolver_match
    values = [value for value in found.kwargs.values() if isinstance(value, str)] if found else []
    return [(kind_of(value), value) for value in values if is_code(value)]
