"""What Celery runs for files. A task passes ids and the time, and calls one service."""

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from portal.files.queues import ask_to_read
from portal.files.recognition import TOO_LONG, give_up, recognise_file
from portal.files.selectors import unread_files
from portal.files.services import read_file

_A_SWEEP = 100


@shared_task
def read_stored_file(file_id: int) -> None:
    """Recognise the text of a scan, clean and read one file; does nothing when that was done. A
    file with more scanned pages than there is time for is kept without them, for a person to look
    at.
    """
    try:
        recognise_file(file_id=file_id, at=timezone.now())
    except SoftTimeLimitExceeded:
        give_up(file_id=file_id, reason=TOO_LONG)
        read_file(file_id=file_id, at=timezone.now(), pictures=False)
        return
    try:
        read_file(file_id=file_id, at=timezone.now())
    except SoftTimeLimitExceeded:
        read_file(file_id=file_id, at=timezone.now(), pictures=False)


@shared_task
def read_unread_files() -> None:
    """Ask again for whatever a killed worker, a lost message or new rules left unread."""
    for file_id in unread_files().values_list("pk", flat=True)[:_A_SWEEP]:
        ask_to_read(file_id)
