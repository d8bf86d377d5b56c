"""How often something was asked for in the span that is running."""

from django.db import models


class Turns(models.Model):
    """One count: what, by which session (as a hash) or post, since when (seconds since 1970), and how often."""

    key = models.CharField(max_length=80, primary_key=True)
    began = models.BigIntegerField(db_index=True)
    count = models.BigIntegerField()
