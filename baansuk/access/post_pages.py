"""The pages of posts: one's own, and for a keeper those of partners: giving, ending, handing over, standing in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from baansuk.access import actions, person_actions, post_actions
from baansuk.access import post_questions as questions
from baansuk.access.confirmed import recently_confirmed
from baansuk.access.middleware import scope_on
from baansuk.access.models import Partner, Post, User
from baansuk.access.post_forms import EndPostForm, GivePostForm, HandOverForm, HousesForm, PersonForm, StandInForm
from baansuk.access.post_rules import ACTING, check_may_change, check_may_give, check_may_keep, keeps
from baansuk.access.questions import offices, today
from baansuk.access.roles import ROLES
from baansuk.places.questions import names_of
from baansuk.screen.language import say
from baansuk.thai.words import Refusal, Words

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around a form: its heading, a line on what it does, the word of its button and the way back."""

    heading: Words
    lead: Words
    button: Words
    back: str
    danger: bool = False


def self_on(request: HttpRequest) -> User:
    """Return who is signed in; the middleware lets nobody else come this far."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def to_prove(request: HttpRequest) -> HttpResponseRedirect | None:
    """Send whoever has not proved lately who they are to do it first, before anything is typed."""
    if recently_confirmed(request):
        return None
    return redirect(f"{reverse('prove')}?next={request.path}")


def filled(
    request: HttpRequest, form: forms.Form, sheet: Sheet, act: Callable[[], str], to: Callable[[], str]
) -> HttpResponse:
    """Show a form, or carry out ``act`` when it came back right; a refusal stands above what was typed."""
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            said = act()
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, said)
            return redirect(to())
    values = {"form": form, "sheet": sheet, "refusal": refusal}
    return render(request, "access/posts/form.html", values, status=422 if request.method == "POST" else 200)


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """List one's own posts and, for a keeper, those kept: of one partner or role, with the ended ones when asked for."""
    scope = scope_on(request)
    asked = {name: request.GET.get(name, "") for name in ("partner", "role")}
    ended = request.GET.get("ended") == "1"
    kept = questions.posts_kept(scope, **asked, also_ended=ended)
    shown = list(kept[: MOST_SHOWN + 1])
    own = list(questions.own_posts(self_on(request)))
    names = names_of({one.area_code for one in (*own, *shown)})
    named = offices({one.partner for one in shown})
    values = {
        "own": [(one, names.get(one.area_code)) for one in own],
        "kept": [(one, names.get(one.area_code), named.get(one.partner)) for one in shown[:MOST_SHOWN]],
        "more": len(shown) > MOST_SHOWN,
        "asked": asked,
        "ended": ended,
        "partners": Partner.objects.order_by("code") if scope.keeps_register else (),
        "roles": ROLES.values(),
        "day": today(),
        "may_give": scope.keeps_posts,
    }
    return render(request, "access/posts/list.html", values)


@require_safe
def post(request: HttpRequest, number: int) -> HttpResponse:
    """Show one post: by which order, who stands in, how it changed hands, and what its reader may do with it."""
    scope, user = scope_on(request), self_on(request)
    found = questions.post_seen(scope, user, number)
    kept = keeps(scope, found.partner, found.area_code)
    day = today()
    open_still = found.valid_to is None or found.valid_to >= day
    hand_overs = questions.hand_overs_of(found)
    passes_on = found.stands_for is None and not any(one.old_id == found.pk for one in hand_overs)
    values = {
        "post": found,
        "role": ROLES.get(found.role),
        "partner": Partner.objects.filter(pk=found.partner).first(),
        "place": names_of([found.area_code]).get(found.area_code),
        "stand_ins": found.stand_ins.select_related("user").order_by("-valid_from"),
        "hand_overs": hand_overs,
        "pack": questions.pack_of(found, day),
        "day": day,
        "kept": kept,
        "open": open_still,
        "may_hand_on": open_still and passes_on and questions.may_hand_on(scope, user, found),
        "by_houses": found.role in ROLES and ROLES[found.role].by_houses,
    }
    return render(request, "access/posts/post.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Give a post to somebody who has an account."""
    scope = scope_on(request)
    if not scope.keeps_posts:
        raise Http404
    if away := to_prove(request):
        return away
    only = "" if scope.keeps_register else scope.partner
    form = GivePostForm(request.POST or None, only_partner=only, initial={"partner": scope.partner})
    sheet = Sheet(
        Words("ให้ตำแหน่ง", "Give a post"),
        Words("ตำแหน่งมาจากคำสั่งแต่งตั้ง มีวันเริ่มและวันสิ้นสุด", "A post comes by an appointment order, from a day to a day."),
        Words("ให้ตำแหน่ง", "Give the post"),
        reverse("posts"),
    )
    made: list[Post] = []

    def act() -> str:
        asked = dict(form.cleaned_data)
        asked.setdefault("keeps_posts", False)
        to = questions.account_named(asked.pop("account"))
        named = {name: asked[name] for name in ("role", "partner", "area_code", "keeps_posts")}
        check_may_give(scope, username=to.username, **named)
        questions.check_area(asked["area_code"])
        asked["title_en"] = asked["title_en"] or asked["title_th"]
        made.append(actions.give_post(user=to, by=scope.username, **asked))
        return say("ให้ตำแหน่งแล้ว", "The post is given")

    return filled(request, form, sheet, act, lambda: reverse("post", args=[made[0].pk]))


def _kept(request: HttpRequest, number: int) -> Post:
    """Return a post that the reader keeps; a post of their own that they do not keep is none here."""
    return questions.post_kept(scope_on(request), number)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Set the last day of a post."""
    found, scope = _kept(request, number), scope_on(request)
    form = EndPostForm(request.POST or None, initial={"last_day": today()})
    sheet = Sheet(
        Words("ให้ตำแหน่งสิ้นสุด", "End the post"),
        Words(
            "ผู้ดำรงตำแหน่งและผู้ทำการแทนใช้ได้ถึงสิ้นวันนั้น", "The holder, and whoever stands in, has it to the end of that day."
        ),
        Words("ให้สิ้นสุด", "End it"),
        reverse("post", args=[number]),
        danger=True,
    )

    def act() -> str:
        check_may_change(scope, role=found.role, keeps_posts=found.keeps_posts)
        actions.end_post(post=found, last_day=form.cleaned_data["last_day"], by=scope.username)
        return say("กำหนดวันสิ้นสุดแล้ว", "The last day is set")

    return filled(request, form, sheet, act, lambda: sheet.back)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, number: int) -> HttpResponse:
    """Hand a post to the next holder: by its holder, or by whoever keeps it."""
    scope, user = scope_on(request), self_on(request)
    found = questions.post_seen(scope, user, number)
    if away := to_prove(request):
        return away
    form = HandOverForm(request.POST or None)
    sheet = Sheet(
        Words("ส่งมอบตำแหน่ง", "Hand the post over"),
        Words(
            "ผู้ส่งมอบใช้ได้ถึงสิ้นวันสุดท้าย ผู้รับเริ่มวันถัดไป บ้านที่มอบหมายตามไปด้วย ไม่มีอะไรหาย",
            "The old holder has it to the end of the last day, the new one from the next. Assigned houses go along; nothing is lost.",
        ),
        Words("ส่งมอบ", "Hand it over"),
        reverse("post", args=[number]),
    )

    def act() -> str:
        if found.user_id != user.pk:
            check_may_change(scope, role=found.role, keeps_posts=found.keeps_posts)
        asked = dict(form.cleaned_data)
        to = questions.account_named(asked.pop("account"))
        post_actions.hand_over(post=found, to=to, by=scope.username, **asked)
        return say("ส่งมอบตำแหน่งแล้ว", "The post is handed over")

    return filled(request, form, sheet, act, lambda: sheet.back)


@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody stand in: acting by whoever keeps the post, delegated by its holder as well."""
    scope, user = scope_on(request), self_on(request)
    found = questions.post_seen(scope, user, number)
    if away := to_prove(request):
        return away
    form = StandInForm(request.POST or None)
    sheet = Sheet(
        Words("ให้ทำการแทน", "Let somebody stand in"),
        Words(
            "วันต้องอยู่ในช่วงของตำแหน่ง ผู้ทำการแทนเห็นเท่าตำแหน่งนั้น และนับเป็นทั้งสองคนเมื่ออนุมัติเรื่องใด",
            "The days lie inside those of the post. Whoever stands in sees what it sees, and counts as both when something is approved.",
        ),
        Words("ให้ทำการแทน", "Let them stand in"),
        reverse("post", args=[number]),
    )

    def act() -> str:
        asked = dict(form.cleaned_data)
        if asked["stand_in"] == ACTING or found.user_id != user.pk:
            check_may_keep(scope, found.partner, found.area_code)
            check_may_change(scope, role=found.role, keeps_posts=found.keeps_posts)
        to = questions.account_named(asked.pop("account"))
        post_actions.let_stand_in(post=found, to=to, by=scope.username, **asked)
        return say("บันทึกการทำการแทนแล้ว", "The stand-in is recorded")

    return filled(request, form, sheet, act, lambda: sheet.back)


@require_http_methods(["GET", "HEAD", "POST"])
def houses(request: HttpRequest, number: int) -> HttpResponse:
    """Set the whole list of houses of a post."""
    found, scope = _kept(request, number), scope_on(request)
    now = "\n".join(found.assigned_houses.order_by("household_code").values_list("household_code", flat=True))
    form = HousesForm(request.POST or None, initial={"households": now})
    sheet = Sheet(
        Words("มอบหมายบ้าน", "Assign houses"),
        Words(
            "ผู้ดำรงตำแหน่งเห็นเฉพาะบ้านในรายการนี้ที่อยู่ในพื้นที่ของตน",
            "The holder sees only these houses, where they lie in the area.",
        ),
        Words("บันทึกรายการ", "Keep the list"),
        reverse("post", args=[number]),
    )

    def act() -> str:
        count = actions.assign_houses(post=found, households=form.cleaned_data["households"], by=scope.username)
        return say(f"มอบหมายแล้ว {count} บ้าน", f"{count} houses are assigned")

    return filled(request, form, sheet, act, lambda: sheet.back)


@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Record the id number of a post's holder, by which the account becomes one person's and may approve."""
    found, scope = _kept(request, number), scope_on(request)
    if away := to_prove(request):
        return away
    form = PersonForm(request.POST or None)
    sheet = Sheet(
        Words("บันทึกว่าบัญชีเป็นของผู้ใด", "Record whose account it is"),
        Words(
            "หนึ่งคนมีหนึ่งบัญชี บัญชีที่ไม่รู้ว่าเป็นของผู้ใดอนุมัติเรื่องใดไม่ได้",
            "A person has one account; an account of nobody known approves nothing.",
        ),
        Words("บันทึก", "Record it"),
        reverse("post", args=[number]),
    )

    def act() -> str:
        reading = person_actions.check_number(form.cleaned_data["number"])
        kind, digits = reading.kind, reading.digits
        person_actions.record_person(user=found.user, kind=kind, digits=digits, by=scope.username)
        return say("บันทึกแล้ว ระบบไม่เก็บตัวเลข", "Recorded; the number itself is not kept")

    return filled(request, form, sheet, act, lambda: sheet.back)
