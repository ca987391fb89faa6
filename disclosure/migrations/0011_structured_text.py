"""The text of a document by its structure, read once from the lines it was kept in."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from portal.text.fields import StructuredTextField
from portal.text.lines import from_lines
from portal.text.normal import normalised

_BATCH = 200


def read_lines(apps: Any, _schema_editor: Any) -> None:
    """The text of every document; its lines stay as they are."""
    documents = apps.get_model("disclosure", "Document").objects.exclude(body="")
    rows = documents.only("title", "is_rule", "attached_instrument", "body").order_by("pk")
    batch = []
    for row in rows.iterator(chunk_size=_BATCH):
        # The order of a rule carries the text of the same title.
        titles = [row.attached_instrument, row.title if row.is_rule else ""]
        row.text = normalised(from_lines(row.body.splitlines(), enclosed=titles))
        batch.append(row)
        if len(batch) == _BATCH:
            documents.bulk_update(batch, ["text"])
            batch = []
    documents.bulk_update(batch, ["text"])


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0010_confirmations"),
        ("files", "0004_redaction"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="text",
            field=StructuredTextField(editable=False, verbose_name="正文"),
        ),
        migrations.RunPython(read_lines, migrations.RunPython.noop),
        migrations.AddField(
            model_name="documentattachment",
            name="is_figure",
            field=models.BooleanField(default=False, verbose_name="正文的图片"),
        ),
        migrations.AddConstraint(
            model_name="documentattachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_figure", True), ("is_source", True), _negated=True),
                name="attachment_source_or_figure",
            ),
        ),
    ]
