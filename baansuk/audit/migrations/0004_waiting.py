from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_by_address")]

    operations = [
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("event", models.BigIntegerField(primary_key=True, serialize=False)),
                ("lines", models.TextField()),
            ],
        ),
    ]
