"""Facts become a profile per household and figures per area."""
