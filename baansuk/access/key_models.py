"""By which mark each key of the house is known again."""

from django.db import models


class KeyMark(models.Model):
    """A keyed hash over a fixed text: it tells whether a key is the one this database was made with, and nothing of it."""

    name = models.CharField(max_length=40, primary_key=True)
    mark = models.CharField(max_length=64)
