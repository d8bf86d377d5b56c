"""The page on which a keeper draws a framework of the province's own from a main set of the register."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from baansuk.assess import frameworks_actions as actions
from baansuk.assess.frameworks_forms import OwnForm
from baansuk.assess.frameworks_main import main_frameworks
from baansuk.assess.frameworks_pages import keeper
from baansuk.screen.fragments import show
from baansuk.screen.language import say
from baansuk.thai.words import Refusal, Words


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, code: str) -> HttpResponse:
    """Draw a framework from a main set: all that it holds as a draft, to be changed and approved like any other."""
    scope, main = keeper(request), main_frameworks().get(code)
    if main is None:
        raise Http404
    form, values = OwnForm(request.POST or None), {"about": main.framework, "parts": main}
    if request.method != "POST":
        return show(request, "assess/framework_own.html", values | {"form": form})
    if not form.is_valid():
        return show(request, "assess/framework_own.html", values | {"form": form}, status=422)
    given = form.cleaned_data
    try:
        made = actions.draw_framework(
            of=code,
            code=given["code"],
            name=Words(given["th"], given["en"]),
            valid_from=given["valid_from"],
            because=given["because"],
            by=scope.username,
            partner=scope.partner,
        )
    except Refusal as refusal:
        return show(request, "assess/framework_own.html", values | {"form": form, "refusal": refusal}, status=422)
    messages.success(
        request,
        say(
            "ร่างกรอบของจังหวัดแล้ว แก้กติกาทีละข้อได้ แล้วให้ผู้ดูแลคนที่สองอนุมัติ",
            "Your framework is drafted: change its rules one by one; then a second keeper approves it",
        ),
    )
    return redirect("framework", code=made.code)
