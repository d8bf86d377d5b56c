"""Background runs: record, lease, progress."""
