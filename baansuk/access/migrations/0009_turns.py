"""Room for how often something was asked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0008_key_marks")]

    operations = [
        migrations.CreateModel(
            name="Turns",
            fields=[
                ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("began", models.BigIntegerField(db_index=True)),
                ("count", models.BigIntegerField()),
            ],
        )
    ]
