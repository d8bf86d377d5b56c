"""Calls whoever acted by the post they acted in: who held it on which day stands in the trail, and is not needed to work on a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from baansuk.access.models import Post
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Posts:
    """The titles of some posts, read once for all that was done in them."""

    titles: Mapping[int, Words]

    def who(self, by: str, post: int | None) -> Words | None:
        """Return the title of a post; None for an act in none, which is called by its account or machine alone.

        ``by`` stands beside the title where several of these posts are called alike, as those of one team are.
        """
        title = self.titles.get(post) if post else None
        if title is None:
            return None
        alike = Counter(one.th for one in self.titles.values())[title.th] > 1
        return Words(f"{title.th} ({by})", f"{title.en} ({by})") if alike else title


def posts_of(posts: Iterable[int | None]) -> Posts:
    """Return the titles of posts by number: one query, none where there is none."""
    wanted = {post for post in posts if post}
    rows = Post.objects.filter(pk__in=wanted).values_list("pk", "title_th", "title_en") if wanted else ()
    return Posts({pk: Words(th, en or th) for pk, th, en in rows})
