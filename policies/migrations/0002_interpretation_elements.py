"""The guide of elements with which an installation begins."""

from django.db import migrations

from policies.interpretations import seeds


def load(apps, schema_editor):
    element = apps.get_model("policies", "GuideElement")
    element.objects.bulk_create(
        element(kind=kind, name=name, hint=hint, is_required=required, position=number)
        for kind, rows in seeds.ELEMENTS.items()
        for number, (name, hint, required) in enumerate(rows, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_interpretations")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
