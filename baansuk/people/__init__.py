"""Persons, households, dwellings and facts, in numbered editions of the register."""
