"""One row for each household that verification has found something of, filled from the cases decided before."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

import baansuk.places.columns

RESULTS = ("confirmed", "not_confirmed", "removed")
STANDINGS = ("appealed", "reopened")
AT_ONCE = 2_000


def fill(apps, schema_editor):
    """Take over what was decided before this table was, the newest case of a household last."""
    Case, Decision, Verified = (apps.get_model("verify", name) for name in ("Case", "Decision", "Verified"))
    cases = Case.objects.exclude(result="").exclude(household_code="").order_by("round__opened_on", "pk")
    found = {case.household_code: case for case in cases.iterator(chunk_size=AT_ONCE)}
    decided = Decision.objects.filter(new__in=RESULTS).exclude(case__result="").order_by("pk")
    last = {one.case_id: one for one in decided.iterator(chunk_size=AT_ONCE)}
    rows = (
        Verified(
            household_code=code,
            area_code=case.area_code,
            list_key=case.list_key,
            round_id=case.round_id,
            case_number=case.number,
            result=case.result,
            outcome=case.outcome,
            step=last[case.pk].step if case.pk in last else case.step,
            decided_on=timezone.localdate(last[case.pk].at if case.pk in last else case.added_at),
            standing=case.state if case.state in STANDINGS else "",
        )
        for code, case in found.items()
    )
    Verified.objects.bulk_create(rows, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("verify", "0003_queue_by_house")]

    operations = [
        migrations.CreateModel(
            name="Verified",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("household_code", baansuk.places.columns.KeyField(max_length=16, unique=True)),
                ("area_code", baansuk.places.columns.KeyField(max_length=8)),
                ("list_key", baansuk.places.columns.KeyField(max_length=40)),
                ("case_number", baansuk.places.columns.KeyField(max_length=16)),
                ("result", models.CharField(blank=True, max_length=16)),
                ("outcome", models.CharField(blank=True, max_length=24)),
                ("step", models.CharField(blank=True, max_length=20)),
                ("decided_on", models.DateField()),
                ("standing", models.CharField(blank=True, max_length=10)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verify.round"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["result", "list_key"], name="verify_veri_result_1a84ae_idx"),
                    models.Index(fields=["outcome", "list_key"], name="verify_veri_outcome_a32b6f_idx"),
                    models.Index(fields=["standing", "list_key"], name="verify_veri_standin_bcb2d4_idx"),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
