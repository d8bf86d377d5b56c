"""Puts the rows of household lists into words: the door, the place, the head, what is lacking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from baansuk.assess.household_view import address_words
from baansuk.assess.verified import VerifiedLabel
from baansuk.people.seen import SeenHousehold, SeenPerson
from baansuk.thai.words import Words

# The labels worth a badge in a list, the stronger first; whoever carries one of a pair is not told the weaker as well.
BADGES = (("target_poor", "label.target_poor"), ("mpi_poor", "label.mpi_poor"), ("no_list", "label.no_list"))
WEAKER = {"target_poor": "mpi_poor"}
TONES = {"target_poor": "bad", "mpi_poor": "warn", "no_list": "info"}
BADGE_WORDS = {
    "target_poor": Words("คนจนเป้าหมาย", "Target poor"),
    "mpi_poor": Words("จนหลายมิติ", "MPI-poor"),
    "no_list": Words("ไม่อยู่ในบัญชีใด", "On no list"),
}
NO_HEAD = Words("ไม่ทราบชื่อ", "Name not known")


@dataclass(frozen=True, slots=True)
class Row:
    """One household as a list shows it; ``failed`` and ``unknown`` are None before the edition was assessed.

    ``head`` and ``lists`` are None where the grant does not reach them; ``whole``: all indicators are counted.
    """

    code: str
    door: Words
    village: Words
    tambon: Words
    head: str | None
    members: int | None
    failed: int | None
    unknown: int | None
    badges: Sequence[tuple[str, Words]]
    lists: int | None
    whole: bool = True
    meant: Sequence[str] = ()
    verified: VerifiedLabel | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What a list needs of a stored profile: counts, and the codes of the labels that the household carries."""

    failed: int
    unknown: int
    carried: frozenset[str]
    whole: bool = True


def carried(labels: str) -> frozenset[str]:
    """Return the codes of the labels carried in a stored text such as ``mpi_poor:F no_list:P``."""
    return frozenset(label.partition(":")[0] for label in labels.split() if label.endswith(":F"))


def badges_of(labels: Collection[str]) -> list[tuple[str, Words]]:
    """Return tone and words of the badges for the labels carried."""
    told = {WEAKER[code] for code in labels if code in WEAKER}
    return [(TONES[code], BADGE_WORDS[code]) for code, _measure in BADGES if code in labels and code not in told]


def lists_on(sources: str, surveys: Collection[str]) -> int:
    """Return on how many lists of help a household is; a survey or a register of everybody is no list of help."""
    return sum(1 for code in sources.split(",") if code and code not in surveys)


def names_every_list(household: SeenHousehold, surveys: Collection[str]) -> bool:
    """Say whether all the lists of help that came in may be told of: a number of some of them would mislead."""
    return all(code in household.seen.sources or code in surveys for code in household.sight.sources)


def rows_of(
    households: Iterable[SeenHousehold],
    judged: Mapping[str, Judged],
    places: Mapping[str, Words],
    surveys: Collection[str],
    meant: Mapping[str, Sequence[SeenPerson]] | None = None,
    verified: Mapping[str, VerifiedLabel] | None = None,
) -> list[Row]:
    """Return the rows of a list; ``meant`` are the persons that a search found, ``verified`` what was found, by household."""
    found, told = meant or {}, verified or {}
    return [
        _row(one, judged.get(one.code), places, surveys, found.get(one.code, ()), told.get(one.code))
        for one in households
    ]


def _row(
    household: SeenHousehold,
    judged: Judged | None,
    places: Mapping[str, Words],
    surveys: Collection[str],
    meant: Sequence[SeenPerson],
    verified: VerifiedLabel | None,
) -> Row:
    area = household.area_code
    return Row(
        code=household.code,
        door=address_words(household),
        village=_village(area, places),
        tambon=places.get(area[:6], Words("", "")),
        head=household.head_name,
        members=household.members,
        failed=judged.failed if judged else None,
        unknown=judged.unknown if judged else None,
        badges=badges_of(judged.carried) if judged else (),
        lists=lists_on(household.sources, surveys) if names_every_list(household, surveys) else None,
        whole=judged.whole if judged else True,
        meant=[full_name(person) for person in meant],
        verified=verified,
    )


def _village(area: str, places: Mapping[str, Words]) -> Words:
    """The village's own name; its number already stands with the house number."""
    name = places.get(area)
    if name is None or len(area) < 8:
        return Words("ไม่ทราบหมู่บ้าน", "Village not known")
    return Words(name.th.split(" ", 2)[-1], name.en.split(" ", 2)[-1])


def full_name(person: SeenPerson) -> str:
    """Return title, given and family name, or the code where no name is known or granted; some have one name only."""
    joined = f"{person.title or ''}{person.given_name or ''} {person.family_name or ''}".strip()
    return joined or person.code
