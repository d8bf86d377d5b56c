"""The roof: settings, root addresses and the home page; it decides nothing."""
