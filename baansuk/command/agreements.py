"""The commands about agreements: list them, and record those that come with the house."""

from __future__ import annotations

import json

import click

from baansuk.command.house import set_up_django
from baansuk.command.terminal import out, said, tell
from baansuk.command.verbs import hint, verb
from baansuk.thai.words import Words

BY = "command"


def add_to(group: click.Group) -> None:
    """Hang the command on the group."""
    group.add_command(agreements)


@verb(
    "แสดงบันทึกข้อตกลง: ชื่อ สถานะ จำนวนภาคี บทบาท และอายุ บรรทัดละฉบับ",
    "List the agreements: name, state, parties, roles and term, one a line.",
)
@click.option("--json", "as_json", is_flag=True, help=hint("แสดงเป็น JSON", "Print JSON."))
def agreements(as_json: bool) -> None:
    """List the agreements, those of this house first."""
    set_up_django()
    from baansuk.agree.questions import standings

    listed = standings()
    if as_json:
        click.echo(json.dumps([_told(one) for one in listed], ensure_ascii=False, indent=1))
        return
    if not listed:
        tell(Words("ยังไม่มีบันทึกข้อตกลง", "No agreement is recorded yet."))
    for one in listed:
        parties = Words(f"{one.parties} ภาคี", f"{one.parties} parties")
        roles = Words(f"{one.roles} บทบาท", f"{one.roles} roles")
        name = f"{one.code} {said(one.agreement.title)}"
        parts = (name, said(one.state_words), said(parties), said(roles), said(one.term_words))
        out.print(" | ".join(parts), markup=False)


def load_shipped(*, sample: bool) -> None:
    """Record the agreements that come with the house where they are missing; the fictional province's only if asked."""
    from baansuk.agree import example_actions

    example_actions.load_examples(by=BY)
    if sample:
        example_actions.load_sample(by=BY)


def know_the_sample() -> None:
    """Record the fictional province's agreement where its files were received and this house holds no real areas.

    A real house never gets it: it must record its own agreement before its files are used.
    """
    from baansuk.agree import example_actions
    from baansuk.agree.known_areas import holds_sample_only
    from baansuk.collect.models import Delivery

    if Delivery.objects.filter(agreement=example_actions.SAMPLE_CODE).exists() and holds_sample_only():
        example_actions.load_sample(by=BY)


def _told(one: object) -> dict[str, object]:
    from baansuk.agree.questions import Standing

    assert isinstance(one, Standing)
    last = one.term.last_day
    return {
        "code": one.code,
        "name": {"th": one.agreement.title_th, "en": one.agreement.title_en},
        "state": one.state,
        "example": one.agreement.example,
        "grants": one.grants,
        "parties": one.parties,
        "roles": one.roles,
        "term": {"th": one.term_words.th, "en": one.term_words.en},
        "last_day": last.isoformat() if last else None,
        "warning_days": one.warning,
    }
