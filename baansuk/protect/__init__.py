"""Data protection: consent, requests of the person, record of processing, retention and erasure."""
