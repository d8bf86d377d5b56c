"""The fictional province, its registers with their errors, and the truth beside them."""
