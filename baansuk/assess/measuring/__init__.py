"""Multidimensional poverty measures with honest errors, from a table of units and a framework; no Django, no database."""
