"""Where a sentence waits for the next page: in a cookie that bears the prefix of all our cookies, a long one in the session."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NotesCookie(CookieStorage):
    """Django's cookie of messages, by our name."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class Notes(FallbackStorage):
    """The cookie first, the session for what does not fit."""

    storage_classes = (NotesCookie, SessionStorage)
