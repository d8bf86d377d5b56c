"""Invites people to the house, and lets who was invited set their password."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access import actions, invitation_actions
from baansuk.access.confirmed import recently_confirmed
from baansuk.access.forms import NewPasswordForm
from baansuk.access.invitation_forms import InvitationForm
from baansuk.access.middleware import open_to_all, scope_on
from baansuk.access.models import User
from baansuk.access.questions import accounts_to_invite, invited_by, invited_for
from baansuk.access.sign_in_pages import come_in
from baansuk.screen.language import language, say_words
from baansuk.thai.words import Refusal

TOKEN_KEY = "invitation"  # noqa: S105  the name of a place in the session


def _check_keeper(request: HttpRequest) -> None:
    """For all but a keeper, of the register or of one partner's posts, this page does not exist."""
    if not scope_on(request).keeps_posts:
        raise Http404


@sensitive_variables("token")
@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """List the accounts with what waits, and invite somebody new; the link is shown once, on the answer itself."""
    _check_keeper(request)
    if request.method == "POST" and not recently_confirmed(request):
        return redirect(f"{reverse('prove')}?next={reverse('invitations')}")
    scope = scope_on(request)
    only = "" if scope.keeps_register else scope.partner
    form = InvitationForm(request.POST if request.method == "POST" else None, only_partner=only)
    if request.method == "POST" and form.is_valid():
        asked, by = form.cleaned_data, request.user.get_username()
        try:
            named = {name: asked[name] for name in ("username", "role", "partner", "area_code")}
            invitation_actions.check_may_invite(scope, **named)
            user, token = invitation_actions.invite(**asked, by=by)
        except Refusal as refusal:
            form.add_error(None, say_words(refusal.words))
        else:
            return _show_link(request, user, token)
    values = {"form": form, "accounts": accounts_to_invite(request.GET.get("after", ""), only), "now": timezone.now()}
    return render(request, "access/invitations.html", values, status=422 if request.method == "POST" else 200)


@sensitive_variables("token")
@require_POST
def invite_again(request: HttpRequest, account: int) -> HttpResponse:
    """Give an account a new link: the old one ran out, or a password or phone was lost."""
    _check_keeper(request)
    if not recently_confirmed(request):
        return redirect(f"{reverse('prove')}?next={reverse('invitations')}")
    scope = scope_on(request)
    mine = User.objects.all() if scope.keeps_register else User.objects.filter(partner=scope.partner)
    user = mine.filter(pk=account, is_active=True).first()
    if user is None:
        raise Http404
    try:
        invitation_actions.check_may_invite_again(scope, user)
        token = invitation_actions.invite_again(user=user, by=request.user.get_username())
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
        return redirect("invitations")
    return _show_link(request, user, token)


def _show_link(request: HttpRequest, user: User, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("invitation-link", args=[token]))
    return render(request, "access/invited.html", {"invited": user, "link": link, "ends_at": invited_for(user)})


@open_to_all
@require_safe
def invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take what the link carries out of the address, where histories and proxies would keep it; nothing is used yet."""
    request.session[TOKEN_KEY] = token
    return redirect("invitation")


@open_to_all
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Let who was invited set a password; a second factor is set up next."""
    token = request.session.get(TOKEN_KEY, "")
    user = invited_by(token)
    if user is None or request.user.is_authenticated:
        return _over(request, signed_in=user is not None)
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitation_actions.accept(token=token, password=form.cleaned_data["password"], by="door")
        except Refusal as refusal:
            form.add_error("password", say_words(refusal.words))
        else:
            del request.session[TOKEN_KEY]
            actions.choose_language(user=user, language=language(), by=user.username)
            return come_in(request, user, how="password", back=reverse("second-factor"))
    values = {"form": form, "invited": user, "post": user.posts.order_by("pk").last()}
    return render(request, "access/invitation.html", values, status=422 if request.method == "POST" else 200)


def _over(request: HttpRequest, *, signed_in: bool) -> HttpResponse:
    values = {"refusal": invitation_actions.link_is_over(), "signed_in": signed_in}
    return render(request, "access/invitation_over.html", values, status=404)
