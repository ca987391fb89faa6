"""Background work of pushes."""

from celery import shared_task
from django.utils import timezone

from policies.audiences.services import delivery


@shared_task(expires=600)
def carry_out_pushes() -> int:
    """Write to whom pushes under way are meant for; returns how many people."""
    return delivery.carry_out(at=timezone.now())
