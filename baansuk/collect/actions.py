"""What may be done with sources and deliveries: the one door to declaring, receiving and deciding."""

from baansuk.collect.assigning_actions import assign_agreement
from baansuk.collect.deciding_actions import accept, can_accept, check_can_accept, reject, withdraw
from baansuk.collect.receiving_actions import Progress, receive, resume
from baansuk.collect.source_actions import declare, load_shipped_sources, shipped_declarations
from baansuk.collect.sweeping_actions import sweep

__all__ = [
    "Progress",
    "accept",
    "assign_agreement",
    "can_accept",
    "check_can_accept",
    "declare",
    "load_shipped_sources",
    "receive",
    "reject",
    "resume",
    "shipped_declarations",
    "sweep",
    "withdraw",
]
