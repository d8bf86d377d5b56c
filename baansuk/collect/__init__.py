"""Files of the agencies become deliveries: raw file, clean records, issues."""
