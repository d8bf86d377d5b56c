"""The legal changes of a run's state; every state has an owner who acts next."""

from baansuk.thai.words import Refusal

MOVES: dict[str, set[str]] = {
    "queued": {"running", "stopped"},
    "running": {"running", "done", "failed", "stopped", "queued"},
    "done": set(),
    "failed": {"queued"},
    "stopped": {"queued"},
}

OWNERS = {
    "queued": "worker",
    "running": "worker",
    "done": "nobody",
    "failed": "register_keeper",
    "stopped": "register_keeper",
}


def check_move(old: str, new: str) -> None:
    """Raise a Refusal when a run in state ``old`` may not become ``new``."""
    if new not in MOVES[old]:
        raise Refusal(
            "run_move",
            f"งานนี้อยู่ในสถานะ {old} จึงเปลี่ยนเป็น {new} ไม่ได้ โปรดเปิดหน้างานใหม่เพื่อดูสถานะล่าสุด",
            f"This run is {old} and cannot become {new}; open its page again to see where it stands.",
        )
