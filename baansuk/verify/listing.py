"""Compares a round's cases with the candidates of the current edition: who is new, what the facts say now, who moved on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from baansuk.access.questions import today
from baansuk.people.household_history import successor_of
from baansuk.people.models import Edition
from baansuk.thai.words import Refusal
from baansuk.verify.candidates import find, rules_of
from baansuk.verify.facts_of_edition import facts_of
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Case, Round, Session


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list makes: rows of new cases, (case, says) that changed, and (case, household) that lead on."""

    edition: int
    candidates: int
    new: Sequence[dict[str, Any]]
    changed: Sequence[tuple[int, str]]
    moved: Sequence[tuple[int, str]]


def list_of(round: Round) -> Listed:
    """Return what the round's list should gain from the current edition. Raises Refusal where there is none."""
    edition = Edition.objects.filter(state="current").first()
    if edition is None:
        raise Refusal(
            "no_edition",
            "ยังไม่มีทะเบียนที่เผยแพร่ ให้จัดทำทะเบียนก่อนจึงทำบัญชีได้",
            "No register is published yet: make it first, then the list.",
        )
    facts = facts_of(edition).filter(pl.col("area_code").str.starts_with(round.area_code))
    candidates = find(facts, rules_of(round.rules).rules)
    kept = _kept(round)
    moved = _moved(kept, facts)
    kept = kept.join(moved, on="pk", how="left").with_columns(code=pl.coalesce("leads_to", "code")).drop("leads_to")
    new = candidates.join(kept.select(household_code="code"), on="household_code", how="anti").sort("list_key")
    said = kept.join(candidates.select(code="household_code", now="why"), on="code", how="left")
    changed = said.filter(pl.col("now").fill_null("") != pl.col("says"))
    return Listed(
        edition.number,
        candidates.height,
        _as_cases(round, new).to_dicts(),
        list(changed.select("pk", pl.col("now").fill_null("")).iter_rows()),
        list(moved.iter_rows()),
    )


def _kept(round: Round) -> pl.DataFrame:
    """The round's cases of households, by key, household and what was said."""
    rows = Case.objects.filter(round=round).exclude(household_code="").order_by()
    listed = list(rows.values_list("pk", "household_code", "says").iterator(chunk_size=20_000))
    return pl.DataFrame(listed, schema={"pk": pl.Int64, "code": pl.String, "says": pl.String}, orient="row")


def _moved(kept: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Cases whose household ended in another one that has no case of its own."""
    gone = kept.join(facts.select(code="household_code"), on="code", how="anti")
    there, taken = set(facts["household_code"]), set(kept["code"])
    found = []
    for pk, code in gone.select("pk", "code").iter_rows():
        leads_to = successor_of(code)
        if leads_to in there and leads_to not in taken:
            taken.add(leads_to)
            found.append((pk, leads_to))
    return pl.DataFrame(found, schema={"pk": pl.Int64, "leads_to": pl.String}, orient="row")


def _as_cases(round: Round, new: pl.DataFrame) -> pl.DataFrame:
    """Add to new candidates where they begin, by when, and whether they came after the list or after the meeting."""
    first = flow_of(round.flow).first
    met = Session.objects.filter(round=round, kind="closed_check", state__in=("closed", "signed"))
    due = max(today(), round.opened_on) + dt.timedelta(days=first.days)
    return new.with_columns(
        step=pl.lit(first.code),
        due_on=pl.lit(due),
        origin=pl.lit("later" if round.edition else "data"),
        after_meeting=pl.col("area_code").is_in(list(met.values_list("area_code", flat=True))),
    )
