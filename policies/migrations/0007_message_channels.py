"""The channels a new site begins with; what an office has made of them stays."""

from django.db import migrations

from policies.messages.seeds import CHANNELS


def plant(apps, schema_editor):
    model = apps.get_model("policies", "MessageChannel")
    for channel in CHANNELS:
        model.objects.get_or_create(slug=channel["slug"], defaults=channel)


class Migration(migrations.Migration):

    dependencies = [("policies", "0006_messages")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
