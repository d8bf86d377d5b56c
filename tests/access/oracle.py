"""The second opinion: who may see what, written out from the design's table of the cast, without the code that decides it."""

from __future__ import annotations

from dataclasses import dataclass

# Values of these classes can stand on a page today; no field of the vocabulary is of the classes protection and free_text.
CLASSES = (
    *("identity", "household", "contact", "position", "land", "economic", "debt", "health", "disability"),
    *("ethnicity_status", "aid"),
)
EVERY = frozenset({"aggregate", "protection", "free_text", *CLASSES})
TEAM = EVERY - {"ethnicity_status", "protection"}
KINDS = ("state", "figures only", "no annex")
STATES = ("draft", "signed", "in_force", "suspended", "ended", "withdrawn", "past its last day", "partner left")


@dataclass(frozen=True)
class Powers:
    """What a role may do at most. ``houses``: only those assigned; ``exact``: is sent to the house."""

    persons: bool = False
    figures: bool = False
    keeps: bool = False
    trail: bool = False
    requests: bool = False
    houses: bool = False
    exact: bool = False
    classes: frozenset[str] = frozenset()


def _some(*names: str) -> frozenset[str]:
    return frozenset(names)


FIGURES = Powers(figures=True, classes=_some("aggregate"))
CAST = {
    "volunteer": Powers(
        persons=True,
        houses=True,
        exact=True,
        classes=_some("household", "identity", "contact", "position", "disability", "aid", "free_text"),
    ),
    "village_head": Powers(persons=True, classes=_some("household", "identity")),
    "tambon_team": Powers(persons=True, figures=True, exact=True, classes=TEAM),
    "local_officer": Powers(persons=True, figures=True, classes=TEAM - {"health", "debt", "free_text"}),
    "council_coordinator": FIGURES,
    "amphoe_officer": Powers(persons=True, figures=True, classes=TEAM),
    "amphoe_chair": Powers(persons=True, figures=True, classes=TEAM),
    "register_keeper": Powers(persons=True, figures=True, keeps=True, requests=True, classes=EVERY),
    "province_planner": FIGURES,
    "governor_view": FIGURES,
    "agency_officer": Powers(persons=True, houses=True, classes=TEAM - {"aggregate", "debt"}),
    "social_worker": Powers(persons=True, houses=True, classes=EVERY - {"aggregate"}),
    "technician": Powers(persons=True, houses=True, classes=_some("household", "contact", "position", "land")),
    "finance": Powers(persons=True, houses=True, classes=_some("household", "identity", "aid")),
    "nonstate_partner": FIGURES,
    "data_protection_officer": Powers(trail=True, requests=True),
    "auditor": Powers(trail=True),
    "survey_supervisor": Powers(
        persons=True, houses=True, classes=_some("household", "identity", "contact", "position")
    ),
    "researcher": FIGURES,
    "member": Powers(),
    # An officer from elsewhere is one like the tambon team; what stops a stranger is the area.
    "stranger": Powers(persons=True, figures=True, classes=EVERY),
}


def granted(kind: str, state: str) -> frozenset[str]:
    """Return the classes open to a partner of this kind by its annex to an agreement in this state."""
    if state != "in_force" or kind == "no annex":
        return frozenset()
    return EVERY if kind == "state" else _some("aggregate")


def opens(door: str, role: str, classes: frozenset[str], *, own: bool) -> bool:
    """Say whether an address opens: to a role, under these granted classes, for its own area (or another)."""
    powers = CAST[role]
    seen = powers.classes & classes
    if door in ("all", "signed in"):
        return True
    if door == "keeper":
        return powers.keeps
    if door == "trail":
        return powers.trail
    if door == "requests":
        return powers.requests
    if door == "kept persons":
        # A keeper who sees persons now, and only those in sight.
        return powers.keeps and opens("persons", role, classes, own=own)
    if door == "by consent":
        return False
    if door == "looks":
        # Of any household to those who read the trail, of those in sight to whoever must answer the household.
        return powers.trail or (powers.keeps and opens("persons", role, classes, own=own))
    if door == "urgent":
        # Whoever may ask for an urgent look, at work to help, and those who must know of one.
        helps = own and powers.persons and role != "survey_supervisor" and bool(seen)
        return helps or powers.trail or powers.keeps or role == "amphoe_chair"
    if door == "review":
        # Who decides on pairs of records must see both persons.
        return (powers.keeps or role == "amphoe_officer") and opens("persons", role, classes, own=own)
    if door == "figures":
        return own and powers.figures and "aggregate" in seen
    if door == "persons":
        return own and powers.persons and "household" in seen
    if door == "lists":
        # A list leaves the house with those who work for an area, not with those sent to single houses.
        return not powers.houses and opens("persons", role, classes, own=own)
    raise ValueError(f"no door is called {door}")


def shows(field_class: str, role: str, classes: frozenset[str], *, own: bool) -> bool:
    """Say whether values of a class stand on the page of a household."""
    if not opens("persons", role, classes, own=own) or field_class not in CAST[role].classes & classes:
        return False
    return field_class != "position" or CAST[role].exact
