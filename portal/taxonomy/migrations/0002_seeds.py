"""The rows every installation starts with; a later change of the lists is a migration of its own."""

from django.db import migrations

from portal.taxonomy import seeds


def load(apps, schema_editor):
    theme = apps.get_model("taxonomy", "Theme")
    for number, (name, children) in enumerate(seeds.THEMES, start=1):
        parent = theme.objects.create(number=number, name=name, path=name, path_order=number)
        for place, child in enumerate(children, start=1):
            theme.objects.create(
                parent=parent, number=place, name=child, path=f"{name}\\{child}", path_order=number
            )
    category = apps.get_model("taxonomy", "DisclosureCategory")
    for item, (name, wording) in enumerate(seeds.ARTICLE_20, start=1):
        category.objects.create(article=20, item=item, name=name, wording=wording)
    for item, name in enumerate(seeds.ARTICLE_21, start=1):
        category.objects.create(article=21, item=item, name=name, wording=name)
    audience = apps.get_model("taxonomy", "Audience")
    for kind, names in seeds.AUDIENCES.items():
        for name in names:
            audience.objects.create(kind=kind, name=name)


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
