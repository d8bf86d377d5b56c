"""To whom the facts of a register may be passed on, as the annexes that give it say; no database, no clock.

The Royal Decree of 2569 lets one state agency disclose to another and forbids the receiver to pass it on (practice 3,
danger 17). So each register that an annex gives bears a rule of its own, and what no annex speaks of is for state parties.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from baansuk.agree.kinds import ONWARD

KEEPING, STATE, CONSENT = "keeping", "state", "consent"
# From the one that keeps most back to the one that keeps least.
STRICTNESS: Final = tuple(ONWARD)
KEEPS_REGISTER: Final = "register"


@dataclass(frozen=True, slots=True)
class Given:
    """One register that one partner gives, with the rule it set."""

    source: str
    giver: str
    rule: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds of each register: its rule, and the partners that give it."""

    rules: Mapping[str, str] = field(default_factory=dict)
    givers: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def refused(self, partner: str, purpose: str, *, official: bool, consents: bool = False) -> tuple[str, ...]:
        """Return the registers whose facts of persons a partner may not read for a purpose, in order."""
        return tuple(
            source
            for source, rule in sorted(self.rules.items())
            if partner not in self.givers[source]
            and not passes(rule, purpose=purpose, official=official, consents=consents)
        )

    def open_by_consent(self, partner: str) -> tuple[str, ...]:
        """Return the registers that a partner may read of a person who agreed to it, in order.

        Only those whose giver says so, and its own: what no annex speaks of is for state parties.
        """
        return tuple(
            source for source, rule in sorted(self.rules.items()) if rule == CONSENT or partner in self.givers[source]
        )

    def staying(self, partner: str, purpose: str) -> tuple[str, ...]:
        """Return the registers that a partner may read for a purpose, and take nothing of out of the house, in order."""
        return tuple(
            source
            for source, rule in sorted(self.rules.items())
            if rule == KEEPING and purpose == KEEPS_REGISTER and partner not in self.givers[source]
        )


NO_RULES = Rules()


def passes(rule: str, *, purpose: str, official: bool, consents: bool) -> bool:
    """Say whether a register's facts may be read by a partner that did not give it.

    ``official``: it acts with official authority; ``consents``: the person whose facts they are agreed to it.
    """
    if rule == KEEPING:
        return purpose == KEEPS_REGISTER and official
    return official or (rule == CONSENT and consents)


def rules_of(given: Iterable[Given]) -> Rules:
    """Return what holds of each register; where two annexes differ, what keeps more back."""
    rules: dict[str, str] = {}
    givers: dict[str, frozenset[str]] = {}
    for one in given:
        rules[one.source] = min(one.rule, rules.get(one.source, one.rule), key=STRICTNESS.index)
        givers[one.source] = givers.get(one.source, frozenset()) | {one.giver}
    return Rules(rules, givers)
