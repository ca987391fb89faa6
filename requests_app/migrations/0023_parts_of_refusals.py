"""Refusals written so far keep back everything on the ground of their outcome, for their reason;
those that named the organ in charge rest on 第三十六条第（五）项.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GROUNDS = ("3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.3.5", "3.3.6", "3.3.7")
EVERYTHING = "全部内容"


def write_down(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """One part for each refusal that gave a reason."""
    answers = apps.get_model("requests_app", "Answer").objects
    parts = apps.get_model("requests_app", "WithheldPart").objects
    for answer in answers.filter(outcome__in=GROUNDS, parts=None):
        if answer.reason:
            parts.create(
                answer=answer, part=EVERYTHING, ground=answer.outcome, reason=answer.reason
            )
    answers.filter(outcome="3.4.1", in_charge__isnull=False).update(is_elsewhere=True)


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0022_answers_that_are_true")]

    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
