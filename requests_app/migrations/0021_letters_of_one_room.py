"""Letters are numbered by the counters every kind of case takes its numbers from.

The kinds of letters are no choices of the column any more; no column changes for it.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PREFIX = "letter:"


def take_over(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Let each series go on where it stands."""
    counters = apps.get_model("acts", "Counter").objects
    for row in apps.get_model("requests_app", "LetterCounter").objects.all():
        counters.create(
            organ_id=row.organ_id, series=PREFIX + row.head, year=row.year, last=row.last
        )


def hand_back(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The same the other way."""
    counters = apps.get_model("requests_app", "LetterCounter").objects
    rows = apps.get_model("acts", "Counter").objects.filter(series__startswith=PREFIX)
    for row in rows:
        counters.create(
            organ_id=row.organ_id,
            head=row.series.removeprefix(PREFIX),
            year=row.year,
            last=row.last,
        )
    rows.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("acts", "0001_initial"),
        ("requests_app", "0020_sealed_papers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(max_length=16, verbose_name="文书"),
        ),
        migrations.AlterField(
            model_name="rectificationletter",
            name="kind",
            field=models.CharField(max_length=16, verbose_name="文书"),
        ),
        migrations.AddField(
            model_name="rectificationletter",
            name="void_on",
            field=models.DateField(null=True, verbose_name="作废日期"),
        ),
        migrations.RunPython(take_over, hand_back),
        migrations.DeleteModel(name="LetterCounter"),
    ]
