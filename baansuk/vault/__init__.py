"""Where secrets are kept: keys, sealed files, sealed values, and the private folder for what must lie open for a while."""
