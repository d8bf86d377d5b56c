"""Backups: a copy of database and store that can be read with the keys only, and the way back."""
