"""The fictional province: its map, its people, what is true of them, and the registers that agencies hold of them."""

from .province import make_sample

__all__ = ["make_sample"]
