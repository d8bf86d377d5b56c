"""The declarations that come with the house, one folder per source."""
