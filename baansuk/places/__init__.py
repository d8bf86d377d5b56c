"""Areas, boundaries, aliases and the groups that lie beside the area tree."""
