"""What Celery runs for documents. A task passes ids and the time, and calls one service."""

import logging
from collections.abc import Iterable

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError

from disclosure.api.dump import refresh_dump
from disclosure.choices import ImportState
from disclosure.models import Document, ImportItem
from disclosure.services.columns import remind_of_columns
from disclosure.services.imports import read_item
from disclosure.services.reminders import (
    remind_of_expiry,
    remind_of_openness_review,
    remind_of_publication,
)
from disclosure.services.review import release
from disclosure.services.turns import notice_endings
from disclosure.services.upkeep import complete_entries
from disclosure.services.validity import recompute_due

logger = logging.getLogger(__name__)
_SWEEP_SECONDS = 30.0
_DAY_SECONDS = 86_400.0


def ask_to_read(item_ids: Iterable[int], *, expires: float = _DAY_SECONDS) -> None:
    """Have waiting files read now; without a broker they wait for the sweep. What nobody took
    within `expires` seconds is not read for this asking.
    """
    try:
        for item_id in item_ids:
            read_import_item.apply_async((item_id,), retry=False, expires=expires)
    except OperationalError:
        logger.warning("消息队列不可用，导入的文件将由定时任务读取。")


@shared_task
def read_import_item(item_id: int) -> None:
    """Read one waiting file of an import."""
    read_item(item_id=item_id, at=timezone.now())


@shared_task
def read_waiting_imports() -> None:
    """Have read whatever a killed worker or a lost message left waiting: each by itself, so that
    one that takes too long is ended alone. The next sweep asks again for what is left.
    """
    waiting = ImportItem.objects.filter(state=ImportState.PENDING).order_by("pk")
    ask_to_read(waiting.values_list("pk", flat=True)[:500], expires=_SWEEP_SECONDS)


@shared_task
def nightly_validity() -> None:
    """Bring the validity of every published document up to today, and old search entries."""
    now = timezone.now()
    recompute_due(at=now)
    complete_entries(at=now)


@shared_task
def publication_reminders() -> None:
    """Tell those responsible of documents whose 20 working days run out."""
    remind_of_publication(at=timezone.now())


@shared_task
def release_scheduled() -> None:
    """Publish what was signed for a moment that has come, each in its own transaction."""
    now = timezone.now()
    due = Document.objects.due_for_release(at=now).order_by("scheduled_for", "pk")
    for document_id in due.values_list("pk", flat=True)[:500]:
        release(document_id=document_id, at=now)


@shared_task
def document_reminders() -> None:
    """Tell those responsible of periods that end and of documents to be looked at again."""
    now = timezone.now()
    remind_of_expiry(at=now)
    remind_of_openness_review(at=now)


@shared_task
def coming_endings() -> None:
    """Notice the documents whose last day comes near, for those who follow them."""
    notice_endings(at=timezone.now())


@shared_task
def column_reminders() -> None:
    """Tell those responsible of columns that age."""
    remind_of_columns(at=timezone.now())


@shared_task
def public_dump() -> None:
    """Keep the files of open data of today and free of what was withdrawn."""
    refresh_dump(folder=settings.PUBLIC_DUMP_DIR, at=timezone.now())
