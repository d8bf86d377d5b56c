"""Writes docs/reference/api.md from the OpenAPI description; a test says when it must be run again."""

from __future__ import annotations

import os
from pathlib import Path

import django

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "api.md"

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baansuk.web.settings")
    django.setup()
    from baansuk.web.api_reference import as_markdown

    PAGE.write_text(as_markdown(), encoding="utf-8")
    print(PAGE)
