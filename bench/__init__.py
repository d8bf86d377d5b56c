"""Benchmarks: whole processes against a named peer or floor, printed as ratios; nothing here is a timed test."""
