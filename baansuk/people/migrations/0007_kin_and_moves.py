"""Room for the kin of a person, for who numbered the families, and for the days on which memberships begin and end."""

from django.db import migrations, models

from baansuk.places.columns import KeyField


def _added(model: str, name: str, field: models.Field) -> migrations.AddField:
    return migrations.AddField(model, name, field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("people", "0006_guardians")]

    operations = [
        migrations.AddField("membership", "begins_on", models.DateField(null=True)),
        _added("membership", "begins_precision", models.CharField(blank=True, default="", max_length=5)),
        migrations.AddField("membership", "ends_on", models.DateField(null=True)),
        _added("membership", "ends_precision", models.CharField(blank=True, default="", max_length=5)),
        _added("person", "family_by", models.CharField(blank=True, default="", max_length=4)),
        _added("person", "father_code", KeyField(blank=True, default="", max_length=16)),
        _added("person", "mother_code", KeyField(blank=True, default="", max_length=16)),
        _added("person", "spouse_code", KeyField(blank=True, default="", max_length=16)),
    ]
