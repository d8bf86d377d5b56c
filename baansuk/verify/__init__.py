"""Verification: candidate lists, village checks, tambon and amphoe steps, confirmation and return of data."""
