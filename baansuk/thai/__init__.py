"""Thai as data: digits, names, sound keys, ids, Buddhist years, sort keys; pure, in a row form and a table form."""
