"""Puts events of the trail into words: who by post and office, what they did, for which purpose, from where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from baansuk.access.classes import PURPOSES
from baansuk.access.models import Post
from baansuk.access.questions import offices
from baansuk.audit.models import Event
from baansuk.protect.trail_kinds import OUTCOMES, SOURCES
from baansuk.thai.words import Words

NOTHING = Words("", "")
# What acts without an account, by the name that stands in the trail.
MACHINES: Mapping[str, Words] = {
    "command": Words("คำสั่งที่เครื่องแม่ข่าย", "The command line"),
    "worker": Words("งานเบื้องหลังของระบบ", "The background worker"),
    "house": Words("ระบบทะเบียน", "The register itself"),
}
THE_SYSTEM = Words("ระบบทะเบียน", "The register itself")


@dataclass(frozen=True, slots=True)
class Who:
    """Who acted: the title of the post (of none the account), the office, and the account ('' where the title is one)."""

    title: Words
    office: Words
    account: str

    @property
    def words(self) -> Words:
        """Post and office as one name."""
        if not self.office.th:
            return self.title
        return Words(f"{self.title.th} {self.office.th}", f"{self.title.en}, {self.office.en}")


def acts() -> Mapping[str, Words]:
    """Return the words of every act of the house; the roof knows them, so the settings say where they are."""
    found: Mapping[str, Words] = import_string(settings.BAANSUK_ACT_WORDS)
    return found


def words_of_act(act: str) -> Words:
    """Return the act in words, its own short name where nobody has given it any."""
    return acts().get(act, Words(act, act))


def words_of_purpose(purpose: str) -> Words:
    """Return a purpose in words, nothing where none was said."""
    return PURPOSES.get(purpose, Words(purpose, purpose))


def words_of_outcome(outcome: str) -> Words:
    """Return how an act ended."""
    return OUTCOMES.get(outcome, Words(outcome, outcome))


def words_of_source(source: str) -> Words:
    """Return by which door an act came, nothing where it was not said."""
    return SOURCES.get(source, Words(source, source))


def low(english: str) -> str:
    """Return an English act as it stands inside a sentence."""
    return english[:1].lower() + english[1:]


class Names:
    """The posts and offices of some events, read once for all of them."""

    def __init__(self, events: Iterable[Event]) -> None:
        listed = list(events)
        self._posts = Post.objects.in_bulk({event.post for event in listed if event.post})
        self._offices = offices({event.partner for event in listed if event.partner})

    def who(self, event: Event) -> Who:
        """Return who did it; a post that is gone is told as none: by the account alone."""
        office = self._offices.get(event.partner, Words(event.partner, event.partner))
        if event.actor in MACHINES:
            return Who(MACHINES[event.actor], office, "")
        title = self.post(event)
        if not title.th:
            return Who(Words(f"บัญชี {event.actor}", f"Account {event.actor}"), office, "")
        return Who(title, office, event.actor)

    def post(self, event: Event) -> Words:
        """Return the title of the post, nothing where it was done in none, as signing in is."""
        post = self._posts.get(event.post) if event.post else None
        return Words(post.title_th, post.title_en or post.title_th) if post else NOTHING

    def office(self, event: Event) -> Words:
        """Return the office alone, for papers on which no officer is named."""
        return self._offices.get(event.partner, Words(event.partner, event.partner) if event.partner else THE_SYSTEM)

    def sentence(self, event: Event, act: Words | None = None) -> Words:
        """Return who did what; ``act`` is what is said of the act where it is not its own words."""
        who = self.who(event).words
        done = act or words_of_act(event.act)
        if event.outcome == "refused":
            return Words(f"{who.th} ขอ{done.th} แต่ไม่ได้รับอนุญาต", f"{who.en} asked and was refused: {low(done.en)}")
        return Words(f"{who.th} {done.th}", f"{who.en} {low(done.en)}")
