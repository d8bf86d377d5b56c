"""The pages of a breach: report it, see whom it reached in numbers, shut the account out, print notice and letter."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.scope import Scope
from baansuk.agree.taking import Sheet, take
from baansuk.assess.export_pages import XLSX
from baansuk.audit import gate
from baansuk.protect import breach_actions as actions
from baansuk.protect.breach import SOURCE
from baansuk.protect.breach_forms import BreachForm
from baansuk.protect.breach_letters import Letters
from baansuk.protect.breach_models import Breach
from baansuk.protect.breach_shown import shown
from baansuk.protect.doors import keeper, officer
from baansuk.protect.request_pages import FORM, ROOM
from baansuk.runs.models import Run
from baansuk.screen.fragments import show
from baansuk.screen.language import language, say
from baansuk.thai.words import Words

LIST = Words("เหตุละเมิดข้อมูล", "Breaches")


def _found(number: str) -> Breach:
    found = Breach.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def _look(found: Breach, scope: Scope) -> None:
    subjects = [("breach", found.number), ("user", found.account)]
    gate.write("protect.look_breach", by=scope.username, partner=scope.partner, subjects=subjects)


@require_safe
def breaches(request: HttpRequest) -> HttpResponse:
    """List the breaches that were reported, the newest first."""
    officer(request)
    rows = [shown(one, timezone.now()) for one in Breach.objects.order_by("-reported_at")[:100]]
    return show(request, "protect/breaches.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Report that an account was in wrong hands; the counting begins at once."""
    scope = officer(request)
    now = timezone.localtime()
    form = BreachForm(request.POST or None, initial={"known_on": now.date(), "known_at": now.time()})

    def act() -> None:
        made = actions.report(**form.moments(), by=scope.username, partner=scope.partner)
        actions.ask_to_count(breach=made, scope=scope, by=scope.username)

    lead = Words(
        "ระบบจะนับจากร่องรอยว่าบัญชีนี้เข้าถึงข้อมูลของใครบ้าง แล้วร่างหนังสือแจ้งให้",
        "Whom this account reached is counted from the trail, and the notice is drafted from it.",
    )
    crumbs = [(ROOM, reverse("protection")), (LIST, reverse("breaches"))]
    sheet = Sheet(
        Words("แจ้งว่าบัญชีถูกขโมยใช้", "Report a stolen account"),
        Words("นับผู้ได้รับผลกระทบ", "Count who is affected"),
        crumbs,
        lead,
        FORM,
    )
    return take(
        request, form, sheet, act, Words("รับเรื่องแล้ว กำลังนับ", "Taken in; it is being counted"), reverse("breaches")
    )


@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show one breach in numbers and what to do now; the look is written down first."""
    scope = officer(request)
    found = _found(number)
    _look(found, scope)
    run = Run.objects.filter(pk=found.run).first() if found.run and not found.counted_at else None
    values = {
        "one": shown(found, timezone.now()),
        "found": found,
        "run": run,
        "busy": run is not None and run.state in ("queued", "running"),
        "may_list": scope.keeps_register and scope.sees_persons,
    }
    return show(request, "protect/breach.html", values)


@require_POST
def again(request: HttpRequest, number: str) -> HttpResponse:
    """Count it again, after a fault or when the trail has grown."""
    scope = officer(request)
    actions.ask_to_count(breach=_found(number), scope=scope, by=scope.username)
    messages.success(request, say("กำลังนับใหม่", "It is being counted again"))
    return redirect("breach", number)


@require_POST
def shut_out(request: HttpRequest, number: str) -> HttpResponse:
    """End the sessions and tokens of the account, and its password."""
    scope = officer(request)
    sessions, tokens = actions.shut_out(breach=_found(number), scope=scope, by=scope.username)
    said = say(
        "ปิดแล้ว: ออกจากระบบ {sessions} แห่ง ยกเลิกโทเค็น {tokens} อัน รหัสผ่านเดิมใช้ไม่ได้",
        "Shut out: {sessions} session(s) and {tokens} token(s) ended; the password opens nothing any more",
    )
    messages.success(request, str(said).format(sessions=sessions, tokens=tokens))
    return redirect("breach", number)


@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """Show the notice to the office of the PDPC, filled as far as it is known, to be completed and printed."""
    return _paper(request, number, "protect/breach_notice.html")


@require_safe
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """Show the letter to the affected, without a name: names come from the keeper's list."""
    return _paper(request, number, "protect/breach_letter.html")


def _paper(request: HttpRequest, number: str, template: str) -> HttpResponse:
    scope = officer(request)
    found = _found(number)
    if found.counted_at is None:
        raise Http404
    _look(found, scope)
    return show(request, template, {"one": shown(found, timezone.now()), "found": found, "source": SOURCE})


@require_POST
def letters(request: HttpRequest, number: str) -> StreamingHttpResponse:
    """Send the list by which letters are addressed: for a keeper who sees persons, and those in sight."""
    scope = keeper(request)
    found = _found(number)
    if found.event is None:
        raise Http404
    out = Letters(scope, found.number, found.event, language())
    out.begin()
    name = f"baansuk-letters-{found.number}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(out.stream(), content_type=XLSX, headers=headers)
