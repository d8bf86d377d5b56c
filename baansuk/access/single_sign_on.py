"""Talks with single sign-on (OpenID Connect): sends the reader there, and turns its answer into a blind index of a person."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, cast

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from baansuk.access.blind import person_index
from baansuk.access.id_token import read_token
from baansuk.thai.ids import read_id
from baansuk.thai.words import Refusal


@dataclass(frozen=True, slots=True)
class Proof:
    """What single sign-on has shown: the person, by blind index only, and what for the reader was sent there."""

    person_index: str
    process: str
    back: str


def name_of_provider() -> str:
    """Return the name on the button, '' in a house without single sign-on."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return str(apps[0]["name"]) if settings.SSO_URL and apps else ""


def begin(request: HttpRequest, *, process: str, back: str) -> HttpResponse:
    """Send the reader to the provider with a state, a nonce and a code challenge that only this session knows."""
    nonce = secrets.token_urlsafe(24)
    try:
        answer = _provider(request).redirect(request, process, back, auth_params={"nonce": nonce}, nonce=nonce)
    except (OAuth2Error, requests.RequestException, ValueError, KeyError) as error:
        raise _no_answer() from error
    return cast(HttpResponse, answer)


def finish(request: HttpRequest) -> Proof:
    """Return the proof that the provider's answer holds. Raises Refusal for whatever is wrong with it."""
    state = statekit.unstash_state(request, state_id=request.GET.get("state", ""), provider_id="sso")
    if state is None:
        raise Refusal(
            "sso_state",
            "คำตอบนี้ไม่ได้มาจากการเข้าสู่ระบบที่เริ่มในเครื่องนี้ โปรดเริ่มใหม่",
            "This answer does not belong to a sign-in begun in this browser; please begin again.",
        )
    if "code" not in request.GET:
        raise Refusal(
            "sso_cancelled",
            "ยังไม่ได้ยืนยันตัวตน ลองใหม่อีกครั้ง หรือใช้ชื่อบัญชีและรหัสผ่าน",
            "Your identity was not confirmed. Try again, or use your account name and password.",
        )
    claims = _claims(request, state)
    return Proof(_index_of(str(claims.get(settings.SSO_CLAIM, ""))), str(state["process"]), str(state.get("next", "/")))


def _claims(request: HttpRequest, state: dict[str, Any]) -> dict[str, Any]:
    provider = _provider(request)
    adapter = provider.get_oauth2_adapter(request)
    try:
        config = adapter.openid_config
        answer = adapter.get_access_token_data(
            request,
            provider.app,
            adapter.get_client(request, provider.app),
            pkce_code_verifier=state.get("pkce_code_verifier"),
        )
        with get_adapter().get_requests_session() as session:
            keys = session.get(config["jwks_uri"]).json()
        issuer, token = str(config["issuer"]), str(answer["id_token"])
    except (OAuth2Error, requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise _no_answer() from error
    _check_issuer(issuer)
    # allauth reads the token of a direct answer without looking at its signature or nonce: here both are looked at.
    return read_token(token, keys, issuer=issuer, client=provider.app.client_id, nonce=state["nonce"])


def _check_issuer(told: str) -> None:
    """Refuse a provider that calls itself by another name than the one this house was set up with."""
    known = settings.SSO_ISSUER or settings.SSO_URL.partition("/.well-known/")[0]
    if told.rstrip("/") != known.rstrip("/"):
        raise Refusal(
            "sso_issuer",
            "ผู้ยืนยันตัวตนไม่ใช่รายที่ตั้งไว้ โปรดแจ้งผู้ดูแลระบบให้ตรวจค่า BAANSUK_SSO_ISSUER",
            "The provider is not the one that was set up; ask whoever keeps the machine to check BAANSUK_SSO_ISSUER.",
        )


def _index_of(number: str) -> str:
    """Return the blind index of an id number; the number itself goes no further than here."""
    reading = read_id(number)
    if reading.kind not in ("thai_id", "zero_number") or reading.problem:
        raise Refusal(
            "sso_no_pid",
            "ผู้ยืนยันตัวตนไม่ได้ส่งเลขประจำตัวประชาชนที่ถูกต้องมาให้ จึงเข้าสู่ระบบด้วยวิธีนี้ไม่ได้",
            "The provider did not hand over a valid national id number, so this way of signing in cannot be used.",
        )
    return person_index(reading.kind, reading.digits)


def _provider(request: HttpRequest) -> OpenIDConnectProvider:
    return get_adapter(request).get_provider(request, "openid_connect")


def _no_answer() -> Refusal:
    return Refusal(
        "sso_no_answer",
        "ติดต่อระบบยืนยันตัวตนไม่ได้ในขณะนี้ โปรดใช้ชื่อบัญชีและรหัสผ่าน หรือลองใหม่ภายหลัง",
        "Single sign-on does not answer now. Use your account name and password, or try again later.",
    )
