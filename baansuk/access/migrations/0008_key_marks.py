"""Room for the marks of keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0007_by_consent")]

    operations = [
        migrations.CreateModel(
            name="KeyMark",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("mark", models.CharField(max_length=64)),
            ],
        )
    ]
