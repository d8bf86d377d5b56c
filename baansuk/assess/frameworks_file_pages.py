"""Gives a version of a framework as the file of the analysts' command."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from baansuk.assess import frameworks_questions as questions
from baansuk.assess.frameworks import Framework, read_framework, shipped_frameworks
from baansuk.assess.frameworks_checking import check_framework
from baansuk.assess.frameworks_file import can_be_file, file_of

TOML = "application/toml; charset=utf-8"


@require_safe
def measure_file(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Give the file to whoever signed in: rules are no personal data."""
    framework = _version(code, number)
    if framework is None or not can_be_file(framework):
        raise Http404
    checked = check_framework(framework)
    columns = {name for one in framework.indicator for name in checked.columns_of_part(one.code)}
    answer = HttpResponse(file_of(framework, columns), content_type=TOML)
    answer["Content-Disposition"] = f'attachment; filename="{code}-{number}.toml"'
    return answer


def _version(code: str, number: int) -> Framework | None:
    row = questions.version_of(code, number)
    if row is not None:
        return read_framework(row.contents)
    shipped = shipped_frameworks().get(code)
    return shipped if shipped and shipped.framework.version == number else None
