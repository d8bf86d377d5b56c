"""Fits django-allauth to this house: secrets lie encrypted, no letters are sent, and keys are named after the house."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from baansuk.access.caller import address_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts without e-mail: nobody signs up, and nothing is sent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are made by a keeper's invitation only."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the list of sessions shows; a request without one (a test) has a plain zero."""
        return address_of(request) or "0.0.0.0"  # noqa: S104  shown, never bound to

    def send_mail(self, *arguments: Any, **named: Any) -> None:
        """Send nothing."""

    def send_notification_mail(self, *arguments: Any, **named: Any) -> None:
        """Send nothing."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors: encrypted with a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return str(_lock().encrypt(text.encode()), "ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret. Raises InvalidToken when the key of the house is another one."""
        return str(_lock().decrypt(encrypted_text.encode()), "utf-8")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whose keys these are, by the name of the host without its port."""
        return {"id": context.request.get_host().partition(":")[0], "name": "บ้านสุข Baansuk"}


class SignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Talks with single sign-on at the addresses that were agreed on, and follows nobody elsewhere."""

    def get_requests_session(self) -> Any:
        """Return a session in which being sent on is a failure: our secret goes along with what is asked."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session


def _lock() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.SIGN_IN_KEY.encode()).digest()))
