"""Goes through the whole house over the wire, and remembers every address that was asked or offered, and every cookie."""

from __future__ import annotations

import base64
import html
import re
import time
import zlib
from typing import Any
from urllib.parse import unquote

import requests

OFFERED = re.compile(r"""(?:href|src|action|hx-get|hx-post|hx-push-url|data-[a-z-]+)\s*=\s*["']([^"']*)["']""")


class Visitor(requests.Session):
    """A browser with an account of the demonstration."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.addresses: list[str] = []
        self.kept: list[str] = []

    def go(
        self, path: str, form: dict[str, str] | None = None, *, typed: bool = False, **more: Any
    ) -> requests.Response:
        """Ask for a page, or send a form; ``typed``: the address itself was made up by the test."""
        headers = {"X-CSRFToken": self.cookies.get("csrftoken", ""), "Cookie-Asked": "1"} | more.pop("headers", {})
        how = "GET" if form is None and "files" not in more else "POST"
        answer = self.request(how, self.url + path, data=form, headers=headers, timeout=60, **more)
        for one in (*answer.history, answer):
            self._remember(one, typed)
        return answer

    def _remember(self, answer: requests.Response, typed: bool) -> None:
        if not typed:
            # Where somebody typed a mark into an address, the same address with a stroke at its end is no news.
            self.addresses += [answer.url, answer.headers.get("Location", ""), answer.headers.get("HX-Push-Url", "")]
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            self.addresses += [html.unescape(one) for one in OFFERED.findall(answer.text)]
        for value in answer.raw.headers.getlist("Set-Cookie"):
            self.kept += [value, *_unpacked(value)]

    def sign_in(self, name: str) -> None:
        """Come in as one of the cast, by password and code, and take the first seat."""
        self.go("/sign-in/")
        page = self.go("/sign-in/", {"username": name, "password": f"baansuk-{name.replace('_', '-')}-2569"})
        code = re.search(r"data-code[^>]*>\s*(\d{6})", page.text)
        if code:
            page = self.go("/sign-in/code/", {"code": code[1]})
        if "/seat/" in page.url:
            seat = re.search(r'name="sitting" value="([^"]+)"', page.text)
            assert seat, page.text
            page = self.go("/seat/", {"sitting": seat[1]})
        assert page.status_code == 200, page.status_code

    def hand_in(self, path: str, name: str, content: bytes, **form: str) -> requests.Response:
        """Send a file through a page."""
        return self.go(path, form, files={"file": (name, content)})

    def make_register(self) -> str:
        """Ask for the register and wait until the worker has made it; return the page of the run."""
        run = self.go("/runs/ask/", {}).url.removeprefix(self.url)
        for _ in range(600):
            page = self.go(run)
            if 'hx-trigger="every 1s"' not in page.text:
                return page.text
            time.sleep(0.2)
        raise RuntimeError("the register was not made within its time")


def _unpacked(cookie: str) -> list[str]:
    """What a signed cookie holds, where it is packed as Django packs one."""
    value = unquote(cookie.partition("=")[2].partition(";")[0]).strip('"')
    packed = value.partition(":")[0]
    try:
        raw = base64.urlsafe_b64decode(packed.lstrip(".") + "=" * (-len(packed.lstrip(".")) % 4))
        return [(zlib.decompress(raw) if packed.startswith(".") else raw).decode("utf-8", "ignore")]
    except (ValueError, zlib.error):
        return []
