"""What the benchmarks rest on: the made-up registers and the judge of a linkage."""
