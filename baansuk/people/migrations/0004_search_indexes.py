"""Lets a search read from the indexes alone whom a word finds, and which village a house number stands in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_sealed")]

    operations = [
        migrations.RemoveIndex(model_name="household", name="people_hous_edition_2c93da_idx"),
        migrations.RemoveIndex(model_name="nameword", name="people_name_edition_4f52eb_idx"),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                fields=["edition", "house_key", "list_key", "village_no"], name="people_hous_edition_844c07_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=models.Index(
                fields=["edition", "word", "area_code", "person_code"], name="people_name_edition_44643a_idx"
            ),
        ),
    ]
