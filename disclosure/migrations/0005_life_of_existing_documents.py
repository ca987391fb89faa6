"""Documents filed before: their next review, and a validity to be computed anew."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def look_again(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A year after the last act for what was not opened; the nightly pass does the rest."""
    documents = apps.get_model("disclosure", "Document").objects
    filed = documents.filter(status="filed", openness_review_due_on=None)
    for document in filed.iterator():
        last = document.updated_at.date()
        leap_day = (last.month, last.day) == (2, 29)
        due = last.replace(year=last.year + 1, day=28 if leap_day else last.day)
        documents.filter(pk=document.pk).update(openness_review_due_on=due)
    documents.filter(status="published").update(validity_checked_on=None)


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0004_document_life")]
    operations = [migrations.RunPython(look_again, migrations.RunPython.noop)]
