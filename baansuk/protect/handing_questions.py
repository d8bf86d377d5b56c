"""Which posts may answer for a person's request today, and which one does."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from baansuk.access.models import Post
from baansuk.access.questions import today
from baansuk.access.roles import ROLES
from baansuk.protect.models import SubjectRequest

ANSWERING = tuple(code for code, role in ROLES.items() if role.answers_requests)


def owners() -> QuerySet[Post]:
    """Return the posts that answer requests and that somebody who may sign in holds today, the officer's own first."""
    day = today()
    held = Post.objects.filter(role__in=ANSWERING, user__is_active=True, valid_from__lte=day)
    lasting = held.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    return lasting.select_related("user").order_by("role", "title_th", "user__username")


def owner_of(request: SubjectRequest) -> Post | None:
    """Return the post that answers for a request, None where it was taken in without one."""
    return Post.objects.filter(pk=request.owner_post or 0).select_related("user").first()


def is_held(post: Post | None) -> bool:
    """Say whether somebody holds a post today, so that a request of its is not left lying."""
    return post is not None and owners().filter(pk=post.pk).exists()
