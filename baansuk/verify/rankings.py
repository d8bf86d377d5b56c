"""Puts the shared things of a village in order by votes; a tie is broken by a seed that anybody can check; pure."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Ranked:
    """One topic with its votes and its place, counted from 1; ``tied``: drawn among topics of equal votes."""

    topic: str
    votes: int
    rank: int
    tied: bool


@lru_cache(maxsize=1)
def load_topics() -> dict[str, Words]:
    """Read ``topics.toml``, by code."""
    told = tomllib.loads(files("baansuk.verify").joinpath("topics.toml").read_text(encoding="utf-8"))
    return {code: Words(one["th"], one["en"]) for code, one in told["topics"].items()}


def ranked(votes: Mapping[str, int], seed: str) -> list[Ranked]:
    """Return the topics that got a vote, the most first; of equal votes the lower SHA-256 of ``seed:topic`` comes first."""
    drawn = {topic: hashlib.sha256(f"{seed}:{topic}".encode()).hexdigest() for topic in votes}
    listed = sorted((topic for topic in votes if votes[topic] > 0), key=lambda topic: (-votes[topic], drawn[topic]))
    counts = list(votes.values())
    return [Ranked(topic, votes[topic], place, counts.count(votes[topic]) > 1) for place, topic in enumerate(listed, 1)]
