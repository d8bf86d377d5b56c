"""A real OpenID Connect provider in a thread, as ThaiD would be; loading one takes half a second."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import jwt
import requests
from authlib import jose
from oidc_provider_mock._app import app as provider_app
from oidc_provider_mock._app import storage
from oidc_provider_mock._server import _threaded_server

Spoil = Callable[[dict[str, Any], Any], str]

_draw = cache(jose.RSAKey.generate_key)


def one_key() -> AbstractContextManager[Any]:
    """Let a provider's key be drawn once: each takes a tenth of a second, and what is tested is not how it is drawn."""
    return patch.object(jose.RSAKey, "generate_key", _draw)


class Provider:
    """A provider that answers as ThaiD would: its address, and what it does to the next token."""

    def __init__(self) -> None:
        self.url = ""
        self.spoil: Spoil | None = None
        self.token_status = 200
        self.sends_on = ""

    def knows(self, pid: str | None) -> None:
        """Let the one person at the provider have this number."""
        claims = {} if pid is None else {"pid": pid}
        assert requests.put(f"{self.url}/users/somchai", json=claims, timeout=5).status_code == 204

    def answer(self, address: str, **changed: str) -> str:
        """Press "allow" on the provider's page, as a person does, and return where it sends the browser."""
        for name, value in changed.items():
            address = _with(address, name, value)
        pressed = requests.post(address, data={"sub": "somchai"}, allow_redirects=False, timeout=5)
        assert pressed.status_code == 302, pressed.text
        back = urlsplit(pressed.headers["Location"])
        return f"{back.path}?{back.query}"


def _with(address: str, name: str, value: str) -> str:
    old = parse_qs(urlsplit(address).query)[name][0]
    return requests.Request("GET", address.replace(old, value)).prepare().url or ""


@contextmanager
def running(provider: Provider):
    flask_app = provider_app()
    flask_app.debug = False

    @flask_app.after_request
    def spoil(response):  # as somebody between the house and the provider would
        from flask import request

        if request.path == "/oauth2/token":
            response.status_code = provider.token_status
            if provider.spoil and response.is_json:
                body = response.get_json()
                claims = jwt.decode(body["id_token"], options={"verify_signature": False})
                key = storage.jwk.get_private_key()
                kid = jwt.get_unverified_header(body["id_token"]).get("kid")
                body["id_token"] = provider.spoil(claims, (key, kid))
                response.set_data(flask_app.json.dumps(body))
        if provider.sends_on and request.path == provider.sends_on:
            response.status_code = 302
            response.headers["Location"] = f"{request.path}?elsewhere"
        return response

    with _threaded_server(app=flask_app, poll_interval=0.02) as server:
        provider.url = f"http://localhost:{server.server_port}"
        yield provider
