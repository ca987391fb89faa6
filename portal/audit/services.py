"""Writing, checking and exporting the audit trail."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, models, transaction

from portal.audit.chain import GENESIS, Break, digest, first_break
from portal.audit.context import current_origin
from portal.audit.models import AuditCheckpoint, AuditEntry
from portal.audit.models.entry import PURGE_SWITCH
from portal.audit.registry import labels_of
from portal.common.errors import ActRefused

# One writer at a time keeps the chain without gaps; the number is arbitrary but ours alone.
_CHAIN_LOCK = 7_110_515
SYSTEM_NAME = "系统"


class Actor(Protocol):
    """Whoever does an act; the accounts app's User is one."""

    pk: Any

    def get_full_name(self) -> str: ...


class OrganLike(Protocol):
    """The organ for which an act is done; the organs app's Organ is one."""

    code: str
    name: str


@transaction.atomic
def record(
    *,
    action: str,
    summary: str,
    by: Actor | None,
    at: dt.datetime,
    organ: OrganLike | None = None,
    subject: models.Model | None = None,
    basis: object = "",
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry within the caller's transaction.

    `by` is None for what the system does of itself; `basis` prints as the legal basis (an
    `Article`); `details` must be JSON-serialisable and free of personal data.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = AuditEntry.objects.order_by("-sequence").first()
    if last is not None:
        sequence, previous = last.sequence + 1, last.hash
    else:
        sequence, previous = chain_start()
    origin = current_origin()
    entry = AuditEntry(
        sequence=sequence,
        at=at.astimezone(dt.UTC),
        action=action,
        summary=summary[:500],
        actor_id=by.pk if by else None,
        actor_name=by.get_full_name() if by else SYSTEM_NAME,
        organ_code=organ.code if organ else "",
        organ_name=organ.name if organ else "",
        object_type=subject._meta.label if subject else "",
        object_id=str(subject.pk) if subject else "",
        object_label=str(subject)[:500] if subject else "",
        legal_basis=str(getattr(basis, "citation", basis))[:200],
        address=origin.address,
        channel=origin.channel,
        details=dict(details or {}),
        algorithm=settings.AUDIT_HASH_ALGORITHM,
        previous_hash=previous,
    )
    entry.hash = digest(algorithm=entry.algorithm, previous=previous, content=entry.content())
    entry.save(force_insert=True)
    return entry


def chain_start() -> tuple[int, str]:
    """The sequence at which the stored chain begins and the hash it must build on."""
    checkpoint = AuditCheckpoint.objects.order_by("-last_sequence").first()
    if checkpoint is None:
        return 1, GENESIS
    return checkpoint.last_sequence + 1, checkpoint.last_hash


def verify() -> Break | None:
    """Walk the whole stored chain; returns the first break, or None when it holds."""
    start, anchor = chain_start()
    entries = AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000)
    return first_break((entry.link() for entry in entries), start=start, anchor=anchor)


def export_rows(
    *,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    subject: tuple[str, str] | None = None,
) -> Iterator[dict[str, Any]]:
    """Entries of a period and, when `subject` is (type, id), of one object, also under names its
    model had before; oldest first.
    """
    entries = AuditEntry.objects.order_by("sequence")
    if since:
        entries = entries.filter(at__gte=since)
    if until:
        entries = entries.filter(at__lt=until)
    if subject:
        entries = entries.filter(object_type__in=labels_of(subject[0]), object_id=subject[1])
    for entry in entries.iterator(chunk_size=2000):
        yield entry.content() | {
            "algorithm": entry.algorithm,
            "previous_hash": entry.previous_hash,
            "hash": entry.hash,
        }


@transaction.atomic
def purge(*, before: dt.datetime, at: dt.datetime, export_sha256: str) -> int:
    """Remove entries older than `before` after they were exported; returns how many.

    Raises ActRefused when `before` is younger than the keeping period (at least 180 days,
    网络安全法) or the chain does not hold; a checkpoint keeps the rest verifiable.
    """
    keep = max(settings.AUDIT_KEEP_DAYS, 180)
    if before > at - dt.timedelta(days=keep):
        raise ActRefused(f"审计记录至少保存{keep}天，请选择更早的日期。")
    if (broken := verify()) is not None:
        raise ActRefused(f"审计链在第{broken.sequence}条中断，查明之前不能清理。")
    old = AuditEntry.objects.filter(at__lt=before)
    # Sequence and time agree except for clock corrections; cut at an unbroken prefix.
    keep_from = AuditEntry.objects.filter(at__gte=before).order_by("sequence").first()
    if keep_from is not None:
        old = old.filter(sequence__lt=keep_from.sequence)
    last = old.order_by("-sequence").first()
    if last is None:
        return 0
    AuditCheckpoint.objects.create(
        last_sequence=last.sequence, last_hash=last.hash, at=at, export_sha256=export_sha256
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [PURGE_SWITCH])
        count, _ = AuditEntry.objects.filter(sequence__lte=last.sequence).delete()
        cursor.execute("SELECT set_config(%s, 'off', true)", [PURGE_SWITCH])
    return count
