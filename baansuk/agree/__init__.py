"""Agreements: who promised what, and who may see what, until when."""
