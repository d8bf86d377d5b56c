"""What the tests of the pages share: who must see nothing, and a file as a browser sends it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

OTHERS = ["volunteer", "tambon_team", "amphoe_officer", "governor_view", "auditor", "stranger"]


def send(client: Client, content: bytes, name: str = "people.csv", to: str = "/registers/upload/", **more: str) -> Any:
    """Post a file as the upload page does."""
    return client.post(to, {"file": SimpleUploadedFile(name, content), **more})


def text_of(answer: Any) -> str:
    """Return the page as text."""
    return str(answer.content.decode())
