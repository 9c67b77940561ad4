"""The first version of the thresholds (METHODS section 4), so that a new database can assess at once."""

from decimal import Decimal

from django.db import migrations


def add_first_rule(apps, schema_editor):
    rules = apps.get_model("indicators", "StatusRule")
    if not rules.objects.exists():
        rules.objects.create(
            version=1,
            active=True,
            ahead=Decimal("1.05"),
            on_track=Decimal("0.95"),
            behind=Decimal("0.60"),
            nearly_share=Decimal("0.95"),
            nearly_bound=Decimal("0.05"),
            tolerance_pp=Decimal("0.3"),
            reason="METHODS section 4: 0.95 and 0.60 after the Eurostat-style method, 1.05 is this project's choice.",
        )


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_jobrun_progress")]
    operations = [migrations.RunPython(add_first_rule, migrations.RunPython.noop)]
