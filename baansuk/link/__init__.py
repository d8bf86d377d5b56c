"""Records become persons and households."""
