"""What every page is made of: base templates, tags, components."""
