"""From which address a request came, as the proxy before the house says it, where there is one."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the caller's address, '' where it is none (a socket of this machine).

    Behind a proxy it is the last one named: the proxy itself wrote it, whatever the caller may have put before it.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or told
    try:
        return str(ip_address(told))
    except ValueError:
        return ""
