"""The baansuk command: every routine job, scriptable."""
