"""What may be done with sources: declare how their files are read, in versions."""

from __future__ import annotations

import hashlib
from importlib.resources import files

from django.db import transaction
from django.utils import timezone

from baansuk.audit import gate
from baansuk.collect.declaration import read_declaration
from baansuk.collect.models import Declaration, Source


def declare(text: str, *, by: str, partner: str = "") -> Declaration:
    """Keep a declaration as the next version of its source; the same text again is the same version.

    Raises Refusal ``bad_declaration``.
    """
    read = read_declaration(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with transaction.atomic():
        source, _ = Source.objects.select_for_update().get_or_create(
            code=read.code, defaults={"name_th": read.name_th, "name_en": read.name_en, "partner": read.partner}
        )
        newest = source.declarations.order_by("-version").first()
        if newest is not None and newest.sha256 == digest:
            return newest
        Source.objects.filter(pk=source.pk).update(name_th=read.name_th, name_en=read.name_en, partner=read.partner)
        made = Declaration.objects.create(
            source=source,
            version=(newest.version if newest else 0) + 1,
            text=text,
            sha256=digest,
            declared_by=by,
            declared_at=timezone.now(),
        )
        gate.write(
            "collect.declare",
            by=by,
            partner=partner,
            subjects=[("source", source.code)],
            about={"version": made.version},
        )
    return made


def load_shipped_sources(*, by: str) -> list[Declaration]:
    """Declare the sources that come with the house, except where this province has declared a version of its own."""
    made = []
    for text in shipped_declarations():
        code = read_declaration(text).code
        newest = Declaration.objects.filter(source=code).order_by("-version").first()
        if newest is None or newest.declared_by == by:
            made.append(declare(text, by=by))
    return made


def shipped_declarations() -> list[str]:
    """Return the TOML text of each source that comes with the house."""
    folder = files("baansuk.collect").joinpath("sources")
    found = sorted(one.name for one in folder.iterdir() if one.is_dir() and one.joinpath("source.toml").is_file())
    return [folder.joinpath(name, "source.toml").read_text(encoding="utf-8") for name in found]
