"""The tags and filters of all pages."""
