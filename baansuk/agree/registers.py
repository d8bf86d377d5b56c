"""The registers that are declared here, by name: which they are a later room knows, so the settings name who tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from baansuk.thai.words import Words


def register_names() -> Mapping[str, Words]:
    """Return the name of each declared register by its code, in the order of the codes."""
    told: Mapping[str, Words] = import_string(settings.REGISTER_NAMES)()
    return dict(sorted(told.items()))


def named(codes: Iterable[str]) -> list[Words]:
    """Return registers as words; one that is declared no more, by its code."""
    names = register_names()
    return [names.get(code, Words(code, code)) for code in codes]
