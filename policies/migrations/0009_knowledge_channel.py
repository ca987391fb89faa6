"""The channel for questions beyond the base of answers, on a site that has channels already."""

from django.db import migrations

from policies.messages.seeds import CHANNELS


def plant(apps, schema_editor):
    model = apps.get_model("policies", "MessageChannel")
    for channel in CHANNELS:
        model.objects.get_or_create(slug=channel["slug"], defaults=channel)


class Migration(migrations.Migration):

    dependencies = [("policies", "0008_partners")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
