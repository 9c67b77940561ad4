"""What rows of people's own sheets stand for: from each mapping of columns to a table of its own."""

from django.db import migrations


def move(apps, schema_editor):
    """Names that stand for a row; a name that was never to be read is asked once more, its plan is not known."""
    names = apps.get_model("indicators", "SheetName").objects
    rows = apps.get_model("indicators", "PlanIndicator").objects
    for mapping in apps.get_model("indicators", "SheetMapping").objects.order_by("pk"):
        said = mapping.columns.pop("rows", {})
        for name, row_id in said.items():
            row = rows.filter(pk=row_id).first() if row_id else None
            if row is not None:
                found = {"plan_id": row.plan_id, "unit_id": mapping.unit_id, "name": name[:200]}
                names.update_or_create(**found, defaults={"row_id": row.pk, "created_by_id": mapping.created_by_id})
        if said:
            mapping.save(update_fields=["columns"])


class Migration(migrations.Migration):
    dependencies = [("indicators", "0010_workbooks_and_names")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
