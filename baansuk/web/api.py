"""The root of the machines' door: every room's router under one address, one way in, one shape for whatever goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.module_loading import module_has_submodule
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer

from baansuk.access.bearer import Bearer, MustWait
from baansuk.access.middleware import open_to_all
from baansuk.access.pace import TooFast
from baansuk.screen.answers import only_known, problem
from baansuk.thai.words import Refusal, Words

ABOUT = (
    "Registers of need of one province, for programs of its agencies. A token is made by a person on the page "
    "/tokens/ for one of their posts and one purpose; it sees what that person sees there on that day, no more. "
    "What is absent and what is another's are the same answer. Every read of a household is written down."
)
# Refusals of requests that were understood: what no grant reaches, what has changed meanwhile, what may succeed later.
STATUSES = {"not_granted": 403, "election": 403, "start_again": 409, "store_full": 503, "store_failed": 503}


class ThaiJson(JSONRenderer):
    """Thai stays Thai: written as escapes it would be twice as long."""

    json_dumps_params = {"ensure_ascii": False}


def _rooms_with_routers() -> list[str]:
    """Return ``<room>.api`` of each installed room that has one, in the order of the settings."""
    rooms = [config.module for config in apps.get_app_configs() if config.name.startswith("baansuk.") and config.module]
    return [
        f"{room.__name__}.api" for room in rooms if room.__name__ != "baansuk.web" and module_has_submodule(room, "api")
    ]


def build() -> NinjaAPI:
    """Return the API with the routers of all rooms."""
    api = NinjaAPI(
        title="Baansuk",
        version="1",
        description=ABOUT,
        docs_url=None,
        auth=Bearer(),
        renderer=ThaiJson(),
        urls_namespace="api-1",
    )
    api.add_decorator(only_known, mode="operation")
    for room in _rooms_with_routers():
        api.add_router("", import_module(room).router)
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)
    return api


def doors(api: NinjaAPI) -> list[URLPattern]:
    """Return the addresses of the API; its own key opens them, so the doorkeeper of the pages lets everybody pass."""
    patterns = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    for pattern in patterns:
        pattern.callback = _door(pattern.callback)
    return patterns


def _door(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @open_to_all
    @wraps(view, assigned=())
    def door(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        answer = view(request, **parts)
        if answer.status_code == 405:
            return problem(405, headers={"Allow": answer.headers["Allow"]})
        return answer

    # No cookie opens this door, so a page elsewhere that sends one along gains nothing.
    door.csrf_exempt = True  # type: ignore[attr-defined]
    return door


def _not_understood(_request: HttpRequest, error: ValidationError) -> JsonResponse:
    """Name the part that was not understood, never its value; in an address it is simply not there."""
    places = [tuple(one["loc"]) for one in error.errors]
    if any(place[0] == "path" for place in places):
        return problem(404)
    names = ", ".join(sorted({str(place[-1]) for place in places}))
    words = Words(f"คำขอมีส่วนที่ระบบไม่รู้จัก ({names})", f"The request asks for something unknown ({names}).")
    return problem(422, words=words)


def _refused(_request: HttpRequest, refusal: Refusal) -> JsonResponse:
    return problem(STATUSES.get(refusal.code, 422), code=refusal.code, words=refusal.words)


def _no_token(_request: HttpRequest, _error: Exception) -> JsonResponse:
    return problem(401, headers={"WWW-Authenticate": 'Bearer realm="baansuk"'})


def _wait(_request: HttpRequest, wait: MustWait) -> JsonResponse:
    return problem(429, headers={"Retry-After": str(wait.seconds)})


def _too_fast(_request: HttpRequest, refusal: TooFast) -> JsonResponse:
    return problem(429, code=refusal.code, words=refusal.words, headers={"Retry-After": str(refusal.seconds)})


def _with(status: int) -> Callable[[HttpRequest, Exception], JsonResponse]:
    def handler(_request: HttpRequest, error: Exception) -> JsonResponse:
        words = getattr(error, "words", None)
        return problem(status, words=words if isinstance(words, Words) else None)

    return handler


def _again(_request: HttpRequest, error: Exception) -> HttpResponse:
    """Leave a fault of ours to Django, which writes it down and answers by ``errors.broken``."""
    raise error


HANDLERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    AuthenticationError: _no_token,
    MustWait: _wait,
    TooFast: _too_fast,
    Http404: _with(404),
    ValidationError: _not_understood,
    Refusal: _refused,
    RequestDataTooBig: _with(413),
    BadRequest: _with(422),
    SuspiciousOperation: _with(400),
    MultiPartParserError: _with(400),
    UnreadablePostError: _with(400),
    HttpError: _with(400),
    Exception: _again,
}
