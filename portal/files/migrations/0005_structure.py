from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_EMPTY: list[Any] = []


def place_doubts(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Sentences become rows: a doubt may name the blocks it is about."""
    files = apps.get_model("files", "StoredFile").objects.exclude(doubts=_EMPTY)
    for stored in files.only("doubts").iterator():
        stored.doubts = [{"what": each} for each in stored.doubts]
        stored.save(update_fields=["doubts"])


def bare_doubts(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    files = apps.get_model("files", "StoredFile").objects.exclude(doubts=_EMPTY)
    for stored in files.only("doubts").iterator():
        stored.doubts = [each["what"] for each in stored.doubts]
        stored.save(update_fields=["doubts"])


class Migration(migrations.Migration):
    dependencies = [("files", "0004_redaction")]

    operations = [
        migrations.CreateModel(
            name="FileStructure",
            fields=[
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="structure",
                        serialize=False,
                        to="files.storedfile",
                        verbose_name="文件",
                    ),
                ),
                ("text", models.JSONField(verbose_name="提取的结构")),
                ("origins", models.JSONField(default=list, verbose_name="各行所在的段")),
            ],
            options={"verbose_name": "文件的结构", "verbose_name_plural": "文件的结构"},
        ),
        migrations.RunPython(place_doubts, bare_doubts),
    ]
