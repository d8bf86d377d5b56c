"""Room for sealed id numbers and sealed fact sheets."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_consent")]

    operations = [
        migrations.AddField("person", "id_sealed", models.CharField(blank=True, default="", max_length=200), preserve_default=False),
        migrations.AddField("factsheet", "sealed", models.TextField(blank=True, default="")),
    ]
