"""Baansuk: one shared register and one plan for a province that has decided to end poverty household by household."""

__version__ = "0.1.0"
