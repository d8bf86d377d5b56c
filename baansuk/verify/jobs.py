"""The background jobs of this room: make a round's candidate list."""

from __future__ import annotations

from typing import Any

from baansuk.runs.hold import Hold
from baansuk.thai.words import Words
from baansuk.verify.models import Round
from baansuk.verify.round_actions import make_list


def candidates(hold: Hold, *, by: str, partner: str, round: str) -> dict[str, Any]:
    """Make or make again the candidate list of the round of this code."""
    del partner  # the round is the province's, whoever asked
    hold.expect(1)
    hold.stage("candidates", Words("ทำบัญชีครัวเรือนที่จะตรวจ", "Making the candidate list"))
    listed = make_list(round=Round.objects.get(code=round), by=by, check=hold.check)
    said = Words(
        f"ครัวเรือนที่จะตรวจ {listed.candidates:,} หลัง เพิ่มใหม่ {len(listed.new):,} หลัง",
        f"{listed.candidates:,} candidates, {len(listed.new):,} of them new",
    )
    return {"lines": [[said.th, said.en]]}
