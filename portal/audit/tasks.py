"""What Celery runs for the trail: its head goes out daily, its whole is walked nightly."""

import logging

from celery import shared_task
from django.utils import timezone

from portal.audit import services
from portal.audit.anchors import AnchorLost, HeadBehind
from portal.audit.registry import raise_alarm

_LOG = logging.getLogger(__name__)


@shared_task
def anchor_head() -> None:
    """Keep the head of the chain outside the database; tell when a place did not take it."""
    now = timezone.now()
    try:
        services.anchor_head(at=now)
    except AnchorLost as lost:
        raise_alarm(f"审计链的末端没有存到{lost}，请检查该处后运行 manage.py audit anchor。", now)
    except HeadBehind as later:
        raise_alarm(
            f"审计链的末端早于已存的第{later}条，可能被截去，请运行 manage.py audit verify 核对。",
            now,
        )


@shared_task
def verify_chain() -> None:
    """Walk the chain and compare it with its anchors; tell where it does not hold."""
    now = timezone.now()
    broken = services.verify()
    if broken is not None:
        sentence = f"审计链在第{broken.sequence}条中断：{broken.reason}。"
        _LOG.error(sentence)
        raise_alarm(f"{sentence}请保护现场，运行 manage.py audit verify 核对。", now)
