"""Who signed a report upwards; and what can never be in force bears no state in the search any
more: subscriptions to the list as it opens ask for both.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

STATES = "validity=amended&validity=in_force&validity=not_yet"
OPENING = "validity=amended&validity=in_force&validity=none&validity=not_yet"


def widen(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The question that the list's own choice was kept as, in its new spelling."""
    _respell(apps, STATES, OPENING)


def narrow(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The other way round."""
    _respell(apps, OPENING, STATES)


def _respell(apps: StateApps, old: str, new: str) -> None:
    subscriptions = apps.get_model("notifications", "Subscription")
    longest = subscriptions._meta.get_field("criterion").max_length
    rows = subscriptions.objects.filter(topic="library", criterion__contains=old)
    for row in rows.iterator():
        criterion = row.criterion.replace(old, new)
        # Whoever asks both already keeps both.
        twins = subscriptions.objects.filter(
            topic=row.topic, criterion=criterion, user_id=row.user_id, address=row.address
        )
        if len(criterion) <= longest and not twins.exists():
            subscriptions.objects.filter(pk=row.pk).update(criterion=criterion)


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0017_historical_documents"),
        ("notifications", "0003_kept_recipients"),
    ]
    # It respells criteria while they are columns of the subscriptions.
    run_before = [("notifications", "0004_criteria")]
    operations = [
        migrations.AddField(
            "document",
            "signatory",
            models.CharField("签发人", blank=True, default="", max_length=100),
            preserve_default=False,
        ),
        migrations.RunPython(widen, narrow),
    ]
