import uuid
from typing import Any

import portal.vault.fields
from django.db import migrations, models


def seal(apps: Any, _editor: Any) -> None:
    """Each contact under the key of today, bound to its own row."""
    for row in apps.get_model("disclosure", "CorrectionReport").objects.iterator():
        row.seal_id, row.contact = uuid.uuid4(), row.plain_contact
        row.save(update_fields=["seal_id", "contact"])


def unseal(apps: Any, _editor: Any) -> None:
    """Back into the open, for the release before."""
    for row in apps.get_model("disclosure", "CorrectionReport").objects.iterator():
        row.plain_contact = row.contact
        row.save(update_fields=["plain_contact"])


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0006_columns_and_links")]

    operations = [
        migrations.RenameField("correctionreport", "contact", "plain_contact"),
        migrations.AddField(
            "correctionreport",
            "seal_id",
            models.UUIDField("加密编号", default=uuid.uuid4, null=True, editable=False),
        ),
        migrations.AddField(
            "correctionreport",
            "contact",
            portal.vault.fields.SealedTextField("联系方式", max_length=100, blank=True),
        ),
        migrations.RunPython(seal, unseal),
        migrations.AlterField(
            "correctionreport",
            "seal_id",
            models.UUIDField("加密编号", default=uuid.uuid4, unique=True, editable=False),
        ),
        migrations.RemoveField("correctionreport", "plain_contact"),
    ]
