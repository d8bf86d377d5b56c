from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('protect', '0003_breach'),
    ]

    operations = [
        migrations.AddField(
            model_name='erasure',
            name='kin',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='tombstone',
            name='kin',
            field=models.JSONField(default=dict),
        ),
    ]
