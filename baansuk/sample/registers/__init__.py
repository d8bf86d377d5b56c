"""The registers that agencies hold of the province, one file each; the order is that of the issue."""

from collections.abc import Callable, Iterator

from ..tables import Table
from ..truth import Truth
from . import bmn, codi, college, disability, eef, elderly, moph43, nrd2c, welfare_card

REGISTERS: dict[str, Callable[[Truth], Iterator[Table]]] = {
    "bmn": bmn.tables,
    "moph43": moph43.tables,
    "welfare_card": welfare_card.tables,
    "disability": disability.tables,
    "elderly": elderly.tables,
    "college": college.tables,
    "codi": codi.tables,
    "eef": eef.tables,
    "nrd2c": nrd2c.tables,
}
