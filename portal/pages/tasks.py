"""What Celery runs for copies of public pages."""

from celery import shared_task

from portal.pages import services


@shared_task
def fold_changes() -> int:
    """Keep the record of changes short."""
    return services.fold()
