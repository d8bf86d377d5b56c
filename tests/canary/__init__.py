"""Persons who bear marks, a visitor who does everything to them, and eyes that look for the marks afterwards."""
