"""In which order who checks what: the flows of verification read from dated data; no database, no clock."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from baansuk.thai.words import Words
from baansuk.verify.outcomes import OUTCOMES

# Digits of the area code of one list at each level.
LEVELS = {"province": 2, "amphoe": 4, "tambon": 6, "village": 8}
MEETINGS = ("", "closed_check", "open_ranking", "tambon", "amphoe", "province")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who records, who signs ("" where recording is enough), by which meeting, in how many days."""

    code: str
    name: Words
    level: str
    owner: str
    signer: str
    keyed_by: tuple[str, ...]
    meeting: str
    quorum: int
    days: int
    objection_days: int
    appeal_days: int
    decides: bool
    outcomes: tuple[str, ...]
    may_return_to: tuple[str, ...]

    @property
    def digits(self) -> int:
        """How long the code of the area is that one list of this step covers."""
        return LEVELS[self.level]


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow with its steps in order; ``confirmed``: the province's own order says so."""

    code: str
    version: int
    name: Words
    source: str
    confirmed: bool
    steps: tuple[Step, ...]

    @property
    def stamp(self) -> str:
        """The flow and its version as a round keeps it."""
        return f"{self.code}/{self.version}"

    @property
    def first(self) -> Step:
        """The step at which a case begins."""
        return self.steps[0]

    @property
    def telling(self) -> Step:
        """The step that tells the result."""
        return self.steps[-1]

    def step(self, code: str) -> Step:
        """Return a step by its code; raises KeyError for one that the flow has not."""
        for one in self.steps:
            if one.code == code:
                return one
        raise KeyError(code)

    def after(self, code: str) -> Step | None:
        """Return the next deciding step, None after the last one."""
        place = self.steps.index(self.step(code)) + 1
        return next((one for one in self.steps[place:] if one.decides), None)

    def village_step(self) -> Step | None:
        """Return the step of the closed village check, None where the flow has no forum."""
        return next((one for one in self.steps if one.meeting == "closed_check"), None)


@lru_cache(maxsize=1)
def load_flows() -> dict[str, Flow]:
    """Read ``flows.toml``, by stamp."""
    return read_flows(files("baansuk.verify").joinpath("flows.toml").read_text(encoding="utf-8"))


def flow_of(stamp: str) -> Flow:
    """Return a flow by the stamp that a round keeps; raises KeyError for one that does not come with the house."""
    return load_flows()[stamp]


def read_flows(text: str) -> dict[str, Flow]:
    """Read flows from TOML text. Raises ValueError for what cannot be a flow, naming it."""
    found = {}
    for one in tomllib.loads(text)["flow"]:
        flow = Flow(
            one["code"],
            int(one["version"]),
            Words(one["th"], one["en"]),
            one["source"],
            bool(one["confirmed"]),
            tuple(map(_step, one["step"])),
        )
        _check(flow)
        found[flow.stamp] = flow
    return found


def _step(one: dict[str, Any]) -> Step:
    listed = tuple(one["outcomes"])
    return Step(
        code=one["code"],
        name=Words(one["th"], one["en"]),
        level=one["level"],
        owner=one["owner"],
        signer=one["signer"],
        keyed_by=tuple(one.get("keyed_by", ())),
        meeting=one.get("meeting", ""),
        quorum=int(one.get("quorum", 0)),
        days=int(one["days"]),
        objection_days=int(one.get("objection_days", 0)),
        appeal_days=int(one.get("appeal_days", 0)),
        decides=bool(one.get("decides", True)),
        outcomes=tuple(OUTCOMES) if listed == ("*",) else listed,
        may_return_to=tuple(one.get("may_return_to", ())),
    )


def _check(flow: Flow) -> None:
    codes = [one.code for one in flow.steps]
    wrong = [
        one.code
        for place, one in enumerate(flow.steps)
        if one.level not in LEVELS
        or one.meeting not in MEETINGS
        or not one.owner
        or set(one.outcomes) - set(OUTCOMES)
        or set(one.may_return_to) - set(codes[:place])
        or one.decides == (place == len(codes) - 1)
    ]
    if wrong or len(set(codes)) < len(codes) or len(codes) < 2:
        raise ValueError(f"flow {flow.stamp} is no flow; look at {wrong or codes}")
