"""Bind earlier deliveries to agreements by code: the code becomes a key, and a missing one is read from the declaration.

The code is the binding: a delivery whose code no recorded agreement bears waits, and the register keeper assigns one.
"""

import tomllib

import baansuk.places.columns
from django.db import migrations


def fill_codes(apps, schema_editor):
    Delivery = apps.get_model("collect", "Delivery")
    for delivery in Delivery.objects.select_related("declaration").iterator(chunk_size=500):
        code = delivery.agreement.strip()
        if not code and delivery.declaration is not None:
            code = str(tomllib.loads(delivery.declaration.text).get("agreement", "")).strip()
        if code != delivery.agreement:
            delivery.agreement = code[:40]
            delivery.save(update_fields=["agreement"])


class Migration(migrations.Migration):
    dependencies = [("collect", "0001_initial"), ("agree", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="agreement",
            field=baansuk.places.columns.KeyField(blank=True, db_index=True, max_length=40),
        ),
        migrations.RunPython(fill_codes, migrations.RunPython.noop),
    ]
